import { classifyOutcome, parseRetryAfter } from '../../retry-policy/index.js';
import type { SendResult } from '../../transport/index.js';
import { SLACK_ANSWERS } from '../../model/index.js';
import type { SlackAnswer } from '../../model/index.js';
import type { RequestReport } from '../channel.js';

/** Longer than any code of Slack: the body is a page of another server. */
const MAX_CODE_LENGTH = 64;

/** Classifies Slack's answer (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling-errors). */
export function classifyResponse(
  { response, error, isOurs }: Pick<SendResult, 'response' | 'error' | 'isOurs'>,
  nowMs: number,
): Omit<RequestReport, 'facts'> & { error: SendResult['error'] } {
  const retryAfterSeconds = parseRetryAfter(response?.headers['retry-after'], nowMs);
  const answer = codeOf(response?.body);
  const status = response?.status ?? null;
  const cause = isPermanent(answer) ? SLACK_ANSWERS[answer] : undefined;
  if (error && answer !== undefined && cause !== undefined && status !== null && status >= 400) {
    const remedy = 'Fix that or set the URL of another incoming webhook, then resume the endpoint.';
    const message = `Slack answered ${status} ${answer}: ${cause}. ${remedy}`;
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
    error: error && answer !== undefined ? withCode(error, answer) : error,
  };
}

function isPermanent(answer: string | undefined): answer is SlackAnswer {
  return answer !== undefined && Object.hasOwn(SLACK_ANSWERS, answer);
}

function withCode(error: NonNullable<SendResult['error']>, answer: string): SendResult['error'] {
  return { ...error, message: `${error.message} The body is ${answer}.` };
}

/** Returns an error code of Slack, such as `no_service`; undefined for any other body. */
function codeOf(body: Buffer | undefined): string | undefined {
  if (body === undefined || body.length > MAX_CODE_LENGTH) return undefined;
  const text = body.toString('latin1').trim();
  return /^[a-z]+(?:_[a-z]+)*$/.test(text) && text !== 'ok' ? text : undefined;
}
