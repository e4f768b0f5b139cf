import { describe, expect, it } from 'vitest';
import { causeOf } from './causes.js';
import { problemText, warningText } from './problem-text.js';
import type { ProblemFacts } from './problem-text.js';
import type { TroubledEndpoint } from './problems.query.js';

const at = (time: string): Date => new Date(`2026-03-10T${time}Z`);
const NOW = at('10:20:00');

const facts: ProblemFacts = {
  count: 412,
  class: 'http_status',
  code: 401,
  since: at('09:14:03'),
  cause: { kind: 'secret_rotated', at: at('09:12:40'), words: 'the secret rotation' },
  disablesAt: null,
  stopped: null,
  isBreakerOpen: false,
};

describe('the text of a problem', () => {
  it('says how often, since when and what it began with', () => {
    expect(problemText(facts, NOW)).toBe(
      '412 × 401 since 09:14 UTC, began with the secret rotation at 09:12 UTC',
    );
  });

  it('says what will be disabled when, with the day where that is another one', () => {
    const disablesAt = new Date('2026-03-13T09:14:03Z');
    const rest = { class: 'timeout', code: null, cause: null, disablesAt, isBreakerOpen: true };
    expect(problemText({ ...facts, ...rest }, NOW)).toBe(
      '412 × timeout since 09:14 UTC; it gets single requests until one succeeds; ' +
        'the endpoint will be disabled at 09:14 UTC on 13 March unless a request succeeds',
    );
  });

  it('says why an endpoint gets nothing any more', () => {
    const stopped = { status: 'disabled', reasonText: 'The receiver answered 410.' };
    expect(problemText({ ...facts, count: 0, cause: null, stopped }, NOW)).toBe(
      'since 09:14 UTC; the endpoint is disabled: The receiver answered 410.',
    );
  });
});

describe('the text of what may go wrong', () => {
  const none = { endpoint_id: '', url: null, description: null, since: null };
  const empty = { ...none, at: null, seconds: null, addresses: null };

  it.each([
    [
      { class: 'certificate_expires', at: new Date('2026-03-13T09:14:03Z') },
      'The certificate that the server last showed expires at 09:14 UTC on 13 March: without a new one every delivery fails',
    ],
    [
      { class: 'certificate_expires', at: at('09:14:03') },
      'The certificate that the server last showed expired at 09:14 UTC: without a new one every delivery fails',
    ],
    [
      { class: 'clock_skew', seconds: -90 },
      'The clock of the server is 90 seconds behind: it may take signatures for too old or too new',
    ],
    [
      { class: 'address_on_hold', addresses: 2 },
      '2 addresses are on hold since a mail server refused them for good: mails to them are kept',
    ],
    [
      { class: 'address_unconfirmed', addresses: 1 },
      '1 address has not been confirmed by the link in the first mail: mails to it are kept',
    ],
  ] as const)('%o', (warning, text) => {
    expect(warningText({ ...empty, ...warning }, NOW)).toBe(text);
  });
});

describe('the cause of a problem', () => {
  const endpoint = { failing_since: at('09:14:03'), last_success_at: at('09:10:00') };
  const failing = { ...endpoint, grace_ended_at: null, tls_expires_at: null } as TroubledEndpoint;
  const change = (action: string, time: string, fields: string[] | null = null) => ({
    target: 'ep_1',
    action,
    at: at(time),
    fields,
  });

  it('is the latest change between the last success and the first failure', () => {
    const changes = [
      change('endpoint.secret_rotated', '09:12:40'),
      change('endpoint.updated', '09:11:00', ['url']),
      change('endpoint.updated', '09:13:00', ['description']),
    ];
    expect(causeOf(failing, changes)?.kind).toBe('secret_rotated');
    expect(causeOf(failing, changes.slice(1))?.kind).toBe('url_changed');
  });

  it('is no change after which a request succeeded, and none after the first failure', () => {
    expect(causeOf(failing, [change('endpoint.secret_rotated', '09:09:59')])).toBeNull();
    expect(causeOf(failing, [change('endpoint.updated', '09:15:00', ['url'])])).toBeNull();
  });

  it('is the end of a grace, although the rotation was before the last success', () => {
    const ended = { ...failing, grace_ended_at: at('09:14:00') };
    expect(causeOf(ended, [change('endpoint.secret_rotated', '08:14:00')])?.kind).toBe(
      'secret_grace_ended',
    );
  });

  it('is the creation of an endpoint that never worked', () => {
    const never = { ...failing, last_success_at: null };
    expect(causeOf(never, [change('endpoint.created', '09:01:00')])?.kind).toBe('created');
  });
});
