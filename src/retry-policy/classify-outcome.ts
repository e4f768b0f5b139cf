/**
 * What an attempt means for its delivery and its endpoint.
 * `succeeded`: settled. `gone`: 410, the endpoint is disabled and its deliveries are held.
 * `throttled`: 429 or 503 with a usable Retry-After: a spent attempt, and the endpoint is held back.
 * `hold`: the address of its recipient will not do, whatever is sent: the delivery is held.
 * `blocked`: the address is not allowed, no connection was made: a spent attempt, tried again.
 * `outage`: our own side failed before anything reached the receiver: on record, and nothing is spent.
 * `retry`: everything else: a spent attempt, tried again on the schedule.
 */
export type Outcome = 'succeeded' | 'retry' | 'gone' | 'throttled' | 'hold' | 'blocked' | 'outage';

/** What is known once an attempt has ended. */
export interface AttemptEnd {
  /** Of the status line; null where none arrived in time. */
  status: number | null;
  errorClass: string | null;
  /** As `parseRetryAfter` read it. */
  retryAfterSeconds?: number | undefined;
  /** The failure is ours, as of name servers of our own. */
  isOurs?: boolean;
}

/** The status line decides: a body that broke off afterwards changes nothing. */
export function classifyOutcome({
  status,
  errorClass,
  retryAfterSeconds,
  isOurs = false,
}: AttemptEnd): Outcome {
  if (status === null && isOurs) return 'outage';
  if (status === null) return errorClass === 'blocked_address' ? 'blocked' : 'retry';
  if (status >= 200 && status <= 299) return 'succeeded';
  if (status === 410) return 'gone';
  const holdsBack = (status === 429 || status === 503) && retryAfterSeconds !== undefined;
  return holdsBack ? 'throttled' : 'retry';
}
