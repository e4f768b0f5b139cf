import { classifyOutcome, parseRetryAfter } from '../../retry-policy/index.js';
import type { SendResult } from '../../transport/index.js';
import { SLACK_ANSWERS } from '../../model/index.js';
import type { SlackAnswer } from '../../model/index.js';
import type { RequestReport } from '../channel.js';

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
  const why = isForGood(answer) ? SLACK_ANSWERS[answer] : undefined;
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

function isForGood(answer: string | undefined): answer is SlackAnswer {
  return answer !== undefined && Object.hasOwn(SLACK_ANSWERS, answer);
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
