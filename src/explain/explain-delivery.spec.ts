import { describe, expect, it } from 'vitest';
import {
  about,
  answered,
  broken,
  change,
  delivery,
  endpoint,
  explain,
} from '../../test/support/explained-event.js';

describe('what keeps an event', () => {
  it('waits for an earlier delivery of its subject', () => {
    const blocker = delivery({
      id: 'dlv_0',
      event_id: 'evt_0',
      status: 'pending',
      reason: 'retry_scheduled',
      attempt_count: 3,
      last_code: 500,
    });
    const story = about(
      { status: 'pending', reason: 'waiting_for_subject', blocked_by: 'dlv_0' },
      { facts: { blockers: new Map([['dlv_0', blocker]]) } },
    );
    expect(story).toMatchObject({ verdict: 'waiting', reason: 'waiting_for_subject' });
    expect(story.answer).toContain(
      'It waits for the delivery dlv_0 of the event evt_0 (session.completed), which is pending (retry_scheduled) after 3 attempts, last answered with 500.',
    );
  });

  it('waits for the rate limit', () => {
    const story = about(
      { status: 'pending', reason: 'rate_limited' },
      { endpoints: [endpoint({ rateLimit: 2 })] },
    );
    expect(story).toMatchObject({ verdict: 'waiting', reason: 'rate_limited' });
    expect(story.answer).toContain('takes at most 2 requests per second');
  });

  it.each([
    [{ heldBackUntil: '2026-11-28T13:00:00.000Z' }, 'asked for a pause (Retry-After)'],
    [{ openUntil: '2026-11-28T13:00:00.000Z' }, 'keeps failing, so that requests to it are paused'],
  ])('backs off: %j', (health, text) => {
    const story = about(
      { status: 'pending', reason: 'backing_off', attempts: [answered(1, '12:00:01', 503)] },
      { endpoints: [endpoint(health)] },
    );
    expect(story).toMatchObject({ verdict: 'waiting', reason: 'backing_off' });
    expect(story.answer).toContain(text);
    expect(story.answer).toContain('until 2026-11-28 13:00:00 UTC');
  });

  it('no worker takes it', () => {
    const story = about(
      { status: 'pending', reason: 'queued', next_attempt_at: '2026-11-28T12:00:00.000Z' },
      { facts: { workerSeenAt: '2026-11-28T11:59:30.000Z' } },
    );
    expect(story).toMatchObject({ verdict: 'waiting', reason: 'no_worker' });
    expect(story.answer).toContain(
      'no worker has taken it for 30 minutes: this is a fault of the platform, not of the receiver (the last sign of a worker was at 2026-11-28 11:59:30 UTC).',
    );
    const fresh = about({
      status: 'pending',
      reason: 'queued',
      next_attempt_at: '2026-11-28T12:29:30.000Z',
    });
    expect(fresh.reason).toBe('queued');
  });

  it('a worker was lost on the way', () => {
    const story = about({
      status: 'succeeded',
      reason: null,
      attempts: [
        broken(1, '12:00:01', 'worker_lost', 'The worker went down.'),
        answered(2, '12:00:20', 200),
      ],
    });
    expect(story.answer).toContain(
      '1 attempt was lost by a fault of this platform (worker_lost), the last one at 2026-11-28 12:00:01 UTC; this counts against no schedule.',
    );
  });

  it.each([
    ['redacted', 'It was given up: The event'],
    ['retention_expired', 'was not kept long enough'],
  ] as const)('the content is gone: %s', (reason, text) => {
    const story = about({ status: 'failed', reason });
    expect(story).toMatchObject({ verdict: 'failed', reason });
    expect(story.answer).toContain(text);
  });

  it('says that the content was removed, and that a delivery was minimised', () => {
    const story = explain({
      event: { redacted_at: '2026-11-28T12:10:00.000Z' },
      deliveries: [
        delivery({
          status: 'succeeded',
          reason: null,
          minimised: true,
          attempts: [answered(1, '12:11:00', 200)],
        }),
      ],
    });
    expect(story.answer).toContain('Its content was removed for good at 2026-11-28 12:10:00 UTC.');
    expect(story.answer).toContain('it was sent without personal data');
  });

  it('given up by hand, or by a resume that skips', () => {
    const skipped = { status: 'skipped', reason: 'operator_skipped' } as const;
    const byHand = about(skipped, {
      facts: { changes: new Map([['dlv_1', [change('delivery.skipped', '12:20:00')]]]) },
    });
    expect(byHand).toMatchObject({ verdict: 'not_sent', reason: 'operator_skipped' });
    expect(byHand.answer).toBe(
      'It was given up by hand at 2026-11-28 12:20:00 UTC by key_1 (tenant).',
    );
    const resumed = about(skipped, {
      endpoints: [
        endpoint({
          changes: [change('endpoint.resumed', '12:21:00', { details: { held: 'skip' } })],
        }),
      ],
    });
    expect(resumed.answer).toContain('given up when its endpoint was resumed');
  });

  it.each([
    ['unconfirmed', 'unconfirmed', 'has not confirmed yet'],
    ['smtp_550', 'address_on_hold', 'has refused the address for good'],
  ])('a mail waits: %s', (hold, reason, text) => {
    const story = about(
      { channel: 'email', status: 'held', reason: 'address_on_hold', recipient: 'a***@a.example' },
      { facts: { holds: new Map([['dlv_1', hold]]) } },
    );
    expect(story).toMatchObject({ verdict: 'held', reason });
    expect(story.answer).toContain(text);
  });

  it('explains the most troubled of several deliveries first, or the one that is asked for', () => {
    const good = delivery({
      status: 'succeeded',
      reason: null,
      attempts: [answered(1, '12:00:01', 204)],
    });
    const bad = delivery({
      id: 'dlv_2',
      endpoint_id: 'ep_2',
      endpoint_host: 'b.example',
      attempts: [answered(1, '12:00:01', 404)],
    });
    const world = { deliveries: [good, bad] };
    const whole = explain(world);
    expect(whole).toMatchObject({
      verdict: 'failed',
      title: 'Not delivered to b.example: it answered 404',
    });
    expect(whole.answer).toContain('It was sent to 2 endpoints. b.example answered 404');
    expect(whole.answer).toMatch(/\. Delivered to a\.example\.$/);
    const one = explain(world, 'dlv_1');
    expect(one.verdict).toBe('delivered');
    expect(one.answer).not.toContain('b.example');
  });

  it('cannot be changed by what a receiver answers', () => {
    const body = '\u001b[31mred\u001b[0m\u202e reversed \n\n<b>bold</b>\u0000 end';
    const { answer } = about({ attempts: [answered(1, '12:00:01', 500, body)] });
    expect(answer).toContain('The last one said: "red reversed <b>bold</b> end".');
    expect(answer).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('says nothing of an answer that is masked', () => {
    const { answer } = about({ attempts: [answered(1, '12:00:01', 500, '[masked]')] });
    expect(answer).not.toContain('said');
  });
});
