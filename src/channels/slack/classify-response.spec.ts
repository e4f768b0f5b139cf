import { describe, expect, it } from 'vitest';
import { classifyResponse } from './classify-response.js';

const httpError = { class: 'http_status', message: 'The receiver answered.' } as const;
const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
  classifyResponse(
    {
      response: { status, headers, body: Buffer.from(body), truncated: false },
      error: status < 300 ? null : httpError,
      isOurs: false,
    },
    0,
  );

describe('classifyResponse', () => {
  it.each([
    [404, 'no_service', 'slack_no_service', /removed or disabled/],
    [404, 'channel_not_found', 'slack_channel_not_found', /does not exist/],
    [404, 'no_team', 'slack_no_team', /workspace/],
    [403, 'action_prohibited', 'slack_action_prohibited', /administrator/],
    [403, 'invalid_token', 'slack_invalid_token', /revoked/],
    [410, 'channel_is_archived', 'slack_channel_is_archived', /archived/],
  ])('gives up the endpoint on %s %s, and says why', (status, body, reason, why) => {
    const { outcome, reason: given, error } = answer(status, `${body}\n`);
    expect({ outcome, given }).toEqual({ outcome: 'gone', given: reason });
    expect(error).toMatchObject({ class: 'http_status', message: expect.stringMatching(why) });
  });

  it.each([
    [500, 'rollup_error'],
    [400, 'invalid_payload'],
    [404, '<html>no_service</html>'],
    [403, 'x'.repeat(5000)],
    [503, ''],
  ])('tries %s %s again', (status, body) => {
    expect(answer(status, body)).toMatchObject({
      outcome: 'retry',
      error: { class: 'http_status' },
    });
  });

  it('gives up on any 410, whatever the body', () => {
    expect(answer(410, 'bye bye')).toMatchObject({ outcome: 'gone', reason: 'slack_gone' });
  });

  it('waits for as long as Slack requests', () => {
    expect(answer(429, 'rate_limited', { 'retry-after': '7' })).toMatchObject({
      outcome: 'throttled',
      retryAfterSeconds: 7,
    });
  });

  it('takes 200 for success, whatever the body', () => {
    expect(answer(200, 'no_service')).toMatchObject({ outcome: 'succeeded', error: null });
  });

  it('leaves failures of the network as they are', () => {
    const error = { class: 'timeout', message: 'Too late.' } as const;
    expect(classifyResponse({ response: null, error, isOurs: false }, 0)).toMatchObject({
      outcome: 'retry',
      error,
    });
  });
});
