import type { Random } from '../common/index.js';

const SPREAD = 0.2;

/** The position of a delivery in its retry schedule. */
export interface ScheduleStep {
  /** Seconds to wait before each retry. */
  scheduleSeconds: readonly number[];
  /** Retries of the schedule that are used up: 0 after the first attempt. */
  step: number;
  now: Date;
  random: Random;
}

/** Returns the time of the next attempt: the pause of the step ± 20 %, or null after the last step. */
export function nextAttemptAt({ scheduleSeconds, step, now, random }: ScheduleStep): Date | null {
  const seconds = scheduleSeconds[step];
  if (seconds === undefined) return null;
  return after(now, seconds * (1 - SPREAD + 2 * SPREAD * random()));
}

/**
 * Returns the end of a pause that the receiver asked for with `Retry-After`. Up to 20 % are added so that
 * the waiting deliveries do not all return at once.
 */
export function heldBackUntil(seconds: number, now: Date, random: Random): Date {
  return after(now, seconds * (1 + SPREAD * random()));
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + Math.round(seconds * 1000));
}

/**
 * The effect of an attempt on its delivery and its endpoint.
 * - `succeeded`: the delivery is settled.
 * - `gone`: the receiver answered 410; the endpoint is disabled and its deliveries are held.
 * - `throttled`: 429 or 503 with a valid Retry-After; the attempt is spent and the endpoint is paused.
 * - `hold`: the address of the recipient was refused for good; the delivery is held.
 * - `blocked`: the address is forbidden and no connection was opened; the attempt is spent and retried.
 * - `outage`: our side failed before the receiver was reached; the attempt is recorded but not spent.
 * - `retry`: any other failure; the attempt is spent and retried by the schedule.
 */
export type Outcome = 'succeeded' | 'retry' | 'gone' | 'throttled' | 'hold' | 'blocked' | 'outage';

/** The result of an attempt, as the input of `classifyOutcome`. */
export interface AttemptEnd {
  /** The HTTP status; null if no status line arrived in time. */
  status: number | null;
  errorClass: string | null;
  /** As `parseRetryAfter` read it. */
  retryAfterSeconds?: number | undefined;
  /** True if the failure is on our side, such as our own name servers. */
  isOurs?: boolean;
}

/** Returns the outcome of an attempt. The status line decides it, even if the body broke off later. */
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
