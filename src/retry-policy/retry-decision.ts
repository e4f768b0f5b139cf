import type { Random } from '../common/index.js';

const MAX_SECONDS = 12 * 3600;
/** A longer pause is not plausible, and the value probably has another unit. */
const PLAUSIBLE_SECONDS = 31 * 24 * 3600;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(?<month>${MONTHS.join('|')})`;
const SHORT_DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';
const TIME = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`;

// The three forms of RFC 9110 section 5.6.7: IMF-fixdate, RFC 850, asctime.
const HTTP_DATES = [
  String.raw`${SHORT_DAY}, (?<day>\d\d) ${MONTH} (?<year>\d{4}) ${TIME} GMT`,
  String.raw`${LONG_DAY}, (?<day>\d\d)-${MONTH}-(?<year>\d\d) ${TIME} GMT`,
  String.raw`${SHORT_DAY} ${MONTH} (?<day>[\d ]\d) ${TIME} (?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`));

/**
 * Returns the seconds of a `Retry-After` header (RFC 9110 section 10.2.3), at most 12 hours. Returns
 * undefined if it is absent, repeated, malformed, in the past or more than 31 days ahead.
 *
 * @example
 * parseRetryAfter('120', Date.now()); // 120
 */
export function parseRetryAfter(
  header: string | readonly string[] | undefined,
  nowMs: number,
): number | undefined {
  const [value, ...others] = typeof header === 'string' ? [header] : (header ?? []);
  if (value === undefined || others.length > 0) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return bounded(Number(text));
  const untilMs = parseHttpDate(text, nowMs);
  if (untilMs === undefined || untilMs <= nowMs) return undefined;
  return bounded(Math.ceil((untilMs - nowMs) / 1000));
}

function bounded(seconds: number): number | undefined {
  return seconds > PLAUSIBLE_SECONDS ? undefined : Math.min(seconds, MAX_SECONDS);
}

function parseHttpDate(text: string, nowMs: number): number | undefined {
  const match = HTTP_DATES.map((form) => form.exec(text)?.groups).find(Boolean);
  if (!match) return undefined;
  const month = MONTHS.indexOf(match['month'] ?? '');
  const [day = 0, hour = 0, minute = 0, second = 0] = ['day', 'hour', 'minute', 'second'].map(
    (part) => Number(match[part]),
  );
  const year = fullYear(match['year'] ?? '', nowMs);
  // 60 is a leap second. A date that does not exist, such as 30 Feb, is detected below as another day.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  if (date.getUTCMonth() !== month || date.getUTCDate() !== day) return undefined;
  return date.setUTCHours(hour, minute, second);
}

/** Returns a four-digit year. Two digits mean the latest such year that is at most 50 years ahead. */
function fullYear(digits: string, nowMs: number): number {
  if (digits.length === 4) return Number(digits);
  const latest = new Date(nowMs).getUTCFullYear() + 50;
  const year = latest - (latest % 100) + Number(digits);
  return year > latest ? year - 100 : year;
}

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
