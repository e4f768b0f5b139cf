import { classifyOutcome, parseRetryAfter } from '../../delivery/schedule/index.js';
import type { SendResult } from '../../delivery/transport/index.js';
import type { RequestReport } from '../channel.js';

/** Answers after which nothing gets through until somebody changes something, and what. */
const FOR_GOOD: Record<string, string> = {
  no_service: 'this incoming webhook was removed or disabled',
  no_service_id: 'this incoming webhook does not exist',
  no_active_hooks: 'this incoming webhook was disabled',
  invalid_token: 'the URL is not one of an incoming webhook, or was revoked',
  token_revoked: 'this incoming webhook was revoked',
  no_team: 'the workspace does not exist',
  team_disabled: 'the workspace is not active any more',
  channel_not_found: 'the channel of this incoming webhook does not exist any more',
  channel_is_archived: 'the channel of this incoming webhook is archived',
  action_prohibited: 'an administrator of the workspace does not allow messages here',
  posting_to_general_channel_denied: 'the workspace does not allow messages to its main channel',
  user_not_found: 'the person that this incoming webhook writes to does not exist any more',
};

/** Longer than any of its codes: a page of somebody else's. */
const MAX_CODE_LENGTH = 64;

/** What an answer of Slack means (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling-errors). */
export function judgeSlackAnswer(
  { response, error, isOurs }: Pick<SendResult, 'response' | 'error' | 'isOurs'>,
  nowMs: number,
): Omit<RequestReport, 'facts'> & { error: SendResult['error'] } {
  const retryAfterSeconds = parseRetryAfter(response?.headers['retry-after'], nowMs);
  const answer = codeOf(response?.body);
  const status = response?.status ?? null;
  const why = answer === undefined ? undefined : FOR_GOOD[answer];
  if (error && answer !== undefined && why !== undefined && status !== null && status >= 400) {
    const remedy =
      'Mend that or set the URL of another incoming webhook, then resume the endpoint.';
    const message = `Slack answered ${status} ${answer}: ${why}. ${remedy}`;
    return {
      outcome: 'gone',
      retryAfterSeconds,
      reason: `slack_${answer}`,
      error: { ...error, message },
    };
  }
  const errorClass = error?.class ?? null;
  const outcome = classifyOutcome({ status, errorClass, retryAfterSeconds, isOurs });
  return {
    outcome,
    retryAfterSeconds,
    ...(outcome === 'gone' && { reason: 'slack_gone' }),
    error: error && answer !== undefined ? saying(error, answer) : error,
  };
}

function saying(error: NonNullable<SendResult['error']>, answer: string): SendResult['error'] {
  return { ...error, message: `${error.message} It says ${answer}.` };
}

/** `no_service` and the like; undefined for anything else that came. */
function codeOf(body: Buffer | undefined): string | undefined {
  if (body === undefined || body.length > MAX_CODE_LENGTH) return undefined;
  const text = body.toString('latin1').trim();
  return /^[a-z]+(?:_[a-z]+)*$/.test(text) && text !== 'ok' ? text : undefined;
}
