import { describe, expect, it } from 'vitest';
import {
  about,
  answered,
  broken,
  change,
  endpoint,
  explain,
  PUBLISHED,
  unsent,
} from '../../test/support/explained-event.js';

describe('what became of an event', () => {
  it('delivered: what the receiver answered, after which failures', () => {
    const story = about({
      status: 'succeeded',
      reason: null,
      attempts: [answered(1, '12:00:01', 503), answered(2, '12:00:06', 200, '{"ok":true}\n')],
    });
    expect(story).toMatchObject({ verdict: 'delivered', reason: null, remedy: '' });
    expect(story.answer).toBe(
      'a.example answered 503 to the attempt at 2026-11-28 12:00:01 UTC. ' +
        'a.example accepted it at 2026-11-28 12:00:06 UTC with status 200 (attempt 2, 184 ms). It answered: "{"ok":true}".',
    );
  });

  it('delivered, but a page answered', () => {
    const story = about({
      status: 'succeeded',
      reason: null,
      suspicious_success: true,
      attempts: [answered(1, '12:00:01', 200, '<!DOCTYPE html><p>Sign in</p>')],
    });
    expect(story).toMatchObject({ verdict: 'delivered', reason: 'suspicious_success' });
    expect(story.answer).toContain('perhaps a proxy, a login or a parked domain answered');
    expect(story.answer).not.toContain('Sign in');
    expect(story.remedy).toContain('Check what answers');
  });

  it('waits for its next attempt', () => {
    const story = about({
      status: 'pending',
      reason: 'retry_scheduled',
      next_attempt_at: '2026-11-28T12:31:00.000Z',
      attempts: [broken(1, '12:00:01', 'timeout', 'No answer within 10 s.')],
    });
    expect(story).toMatchObject({ verdict: 'waiting', reason: 'timeout' });
    expect(story.answer).toBe(
      'The attempt at 2026-11-28 12:00:01 UTC to a.example failed: The receiver did not answer in time (No answer within 10 s.). ' +
        'The next attempt, of at most 12, follows at 2026-11-28 12:31:00 UTC.',
    );
  });

  it('an attempt is in progress', () => {
    expect(about({ status: 'pending', reason: 'queued', in_flight: true }).answer).toBe(
      'An attempt is in progress at this moment.',
    );
  });

  it('no endpoint takes the type', () => {
    const story = explain({
      event: unsent('type_not_subscribed'),
      endpoints: [endpoint({ eventTypes: ['session.approved', 'check.*'] })],
    });
    expect(story).toMatchObject({ verdict: 'not_sent', reason: 'type_not_subscribed' });
    expect(story.answer).toBe(
      `${PUBLISHED} It was sent to no endpoint. a.example (ep_1) did not get it (type_not_subscribed): ` +
        'The endpoint does not take events of this type session.completed; it takes session.approved and check.*.',
    );
    expect(story.title).toBe('Not sent: a.example does not take session.completed');
    expect(story.remedy).toContain('Add the type');
  });

  it('the environment is the other one', () => {
    const story = explain({
      event: { ...unsent('environment_mismatch'), is_sandbox: true },
      endpoints: [endpoint({ environment: 'live' })],
    });
    expect(story).toMatchObject({ verdict: 'not_sent', reason: 'environment_mismatch' });
    expect(story.answer).toContain('The sandbox event evt_1');
    expect(story.answer).toContain('a sandbox event, and the endpoint takes live events.');
  });

  it('the format has no body for it', () => {
    const story = explain({
      event: unsent('format_cannot_carry'),
      endpoints: [endpoint({ format: 'callback' })],
    });
    expect(story).toMatchObject({ verdict: 'not_sent', reason: 'format_cannot_carry' });
    expect(story.answer).toContain('session.completed; its format is callback.');
  });

  it.each([
    ['no_endpoint', null, 'The tenant had no endpoint when the event was published.'],
    ['downtime_handling_off', null, 'The result had to wait for an unavailable provider'],
  ])('%s', (reason, id, sentence) => {
    const story = explain({ event: unsent(reason, id) });
    expect(story).toMatchObject({ verdict: 'not_sent', reason });
    expect(story.answer).toContain(sentence);
    expect(story.remedy).not.toBe('');
  });

  it('the endpoint is paused: by whom, when and why', () => {
    const story = about(
      { status: 'held', reason: 'endpoint_paused' },
      {
        endpoints: [
          endpoint({
            status: 'paused',
            changes: [
              change('endpoint.paused', '11:59:00', { role: 'support', reason: 'asked by phone' }),
            ],
          }),
        ],
      },
    );
    expect(story).toMatchObject({ verdict: 'held', reason: 'endpoint_paused' });
    expect(story.answer).toBe(
      'It is kept because the endpoint is paused: paused at 2026-11-28 11:59:00 UTC by key_1 (support), reason: "asked by phone".',
    );
    expect(story.evidence).toContainEqual({
      label: 'Audit log',
      value: 'endpoint.paused by key_1 (support), reason: "asked by phone"',
      at: '2026-11-28T11:59:00.000Z',
      link: { kind: 'audit', id: 'aud_1', tenant_id: 'ten_1' },
    });
  });

  it('the endpoint was moved by support', () => {
    const disabledReason = 'pending_confirmation';
    const story = about(
      { status: 'held', reason: 'endpoint_paused' },
      { endpoints: [endpoint({ status: 'paused', disabledReason })] },
    );
    expect(story).toMatchObject({ verdict: 'held', reason: disabledReason });
    expect(story.answer).toContain('support has moved the endpoint to another URL');
  });

  it.each([
    ['receiver_gone', 'The receiver answered 410: it takes nothing any more'],
    ['failing', 'Nothing was delivered to it for longer than this service waits'],
  ])('the endpoint is disabled: %s', (disabledReason, text) => {
    const story = about(
      { status: 'held', reason: 'endpoint_disabled' },
      {
        endpoints: [
          endpoint({
            status: 'disabled',
            disabledReason,
            changes: [change('endpoint.disabled', '11:00:00', { actor: 'system' })],
          }),
        ],
      },
    );
    expect(story.verdict).toBe('held');
    expect(story.answer).toBe(
      `It is kept because the endpoint was disabled at 2026-11-28 11:00:00 UTC (${disabledReason}: ${text}).`,
    );
  });

  it('every attempt was answered with 401 after a rotation', () => {
    const attempts = [1, 2, 3].map((number) =>
      answered(number, `12:0${number}:00`, 401, '{"error":"bad signature"}'),
    );
    const story = about(
      { attempts, max_attempts: 3 },
      { endpoints: [endpoint({ changes: [change('endpoint.secret_rotated', '11:59:00')] })] },
    );
    expect(story).toMatchObject({ verdict: 'failed', reason: 'http_status' });
    expect(story.answer).toBe(
      'a.example answered 401 to all 3 attempts between 2026-11-28 12:01:00 UTC and 2026-11-28 12:03:00 UTC. ' +
        'The last one said: "{"error":"bad signature"}". ' +
        'The delivery failed because all attempts of its schedule were used (at most 3). ' +
        'The failures began 2 minutes after its secret was rotated (2026-11-28 11:59:00 UTC by key_1 (tenant)).',
    );
    expect(story.title).toBe(
      'Not delivered to a.example: it answered 401, since its secret was rotated',
    );
    expect(story.remedy).toContain('signature debugger');
    expect(story.evidence.map(({ label }) => label)).toEqual([
      'Event',
      'Delivery',
      'Last attempt',
      'Endpoint',
      'Audit log',
    ]);
  });

  it('the failures began when the grace of the former secret ended, or after the URL was changed', () => {
    const attempts = [answered(1, '12:01:00', 401)];
    const rotated = change('endpoint.secret_rotated', '11:00:00', {
      details: { grace_seconds: 3600 },
    });
    const moved = change('endpoint.updated', '11:30:00', { details: { after: { url: 'x' } } });
    const answers = [[rotated], [moved], [rotated, moved]].map(
      (changes) => about({ attempts }, { endpoints: [endpoint({ changes })] }).answer,
    );
    expect(answers[0]).toContain('1 minute after its former secret ended');
    expect(answers[1]).toContain('31 minutes after its URL was changed');
    expect(answers[2]).toContain('its former secret ended');
  });

  it('no change is blamed that came later, or a day earlier, or cannot be the cause', () => {
    const attempts = [answered(1, '12:01:00', 401)];
    const innocent = [
      change('endpoint.secret_rotated', '12:02:00'),
      { ...change('endpoint.secret_rotated', '11:00:00'), at: '2026-11-27T12:00:00.000Z' },
      change('endpoint.updated', '12:00:30', { details: { after: { description: 'x' } } }),
      change('endpoint.paused', '12:00:30'),
    ];
    const story = about({ attempts }, { endpoints: [endpoint({ changes: innocent })] });
    expect(story.answer).not.toContain('began');
  });

  it('a failure that began with an earlier event is compared with what was changed then', () => {
    const story = about(
      { attempts: [answered(1, '12:01:00', 401)] },
      {
        endpoints: [
          endpoint({
            failingSince: '2026-11-28T10:00:30.000Z',
            changes: [change('endpoint.secret_rotated', '10:00:00')],
          }),
        ],
      },
    );
    expect(story.answer).toContain('30 seconds after its secret was rotated');
  });

  it.each([
    ['tls_expired', 'certificate has expired', 'is expired or not yet valid (certificate has'],
    ['dns', 'a.example has no address', 'could not be resolved (a.example has no address)'],
    ['blocked_address', 'leads to 10.0.0.1', 'may not be reached from here (leads to 10.0.0.1)'],
    ['connect', 'connection refused', 'could be opened (connection refused)'],
  ])('could not be sent: %s', (errorClass, message, text) => {
    const attempts = [1, 2].map((n) => broken(n, `12:0${n}:00`, errorClass, message));
    const story = about({ attempts });
    expect(story).toMatchObject({ verdict: 'failed', reason: errorClass });
    expect(story.answer).toContain('All 2 attempts between');
    expect(story.answer).toContain(text);
    expect(story.remedy).toContain('Then send it again');
  });

  it('failed in different ways', () => {
    const attempts = [
      answered(1, '12:00:00', 500),
      broken(2, '12:05:00', 'timeout', 'No answer.'),
      answered(3, '12:10:00', 500),
    ];
    expect(about({ attempts }).answer).toContain(
      '3 attempts to a.example failed between 2026-11-28 12:00:00 UTC and 2026-11-28 12:10:00 UTC: answer 500 (2 times) and timeout (1 time).',
    );
  });
});
