import type { Cause } from './causes.js';

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** What is said of a problem. */
export interface ProblemFacts {
  count: number;
  /** An error class, or the reason why the endpoint gets nothing. */
  class: string;
  code: number | null;
  since: Date;
  cause: Cause | null;
  disablesAt: Date | null;
  /** Why the endpoint gets nothing any more; null: it is active. */
  stopped: { status: string; reasonText: string } | null;
  isBreakerOpen: boolean;
}

/** Returns one sentence, with times in UTC; the day is left out where it is today. */
export function problemText(facts: ProblemFacts, now: Date): string {
  const { count, code, since, cause, disablesAt, stopped } = facts;
  const failures = count > 0 ? `${count} × ${code ?? facts.class} ` : '';
  const parts = [`${failures}since ${clock(since, now)}`];
  if (cause) parts.push(causeText(cause, now, 'began with '));
  const sentence = parts.join(', ');
  if (stopped) return `${sentence}; the endpoint is ${stopped.status}: ${stopped.reasonText}`;
  const held = facts.isBreakerOpen ? '; it gets single requests until one succeeds' : '';
  const end = disablesAt
    ? `; it will be disabled at ${clock(disablesAt, now)} unless a request succeeds`
    : '';
  return `${sentence}${held}${end}`;
}

/** Returns the cause with its time, such as `the secret rotation at 09:12 UTC`. */
export function causeText({ words, at }: Cause, now: Date, before = ''): string {
  return `${before}${words} at ${clock(at, now)}`;
}

function clock(at: Date, now: Date): string {
  const time = `${at.toISOString().slice(11, 16)} UTC`;
  const day = at.toISOString().slice(0, 10);
  if (day === now.toISOString().slice(0, 10)) return time;
  const year = at.getUTCFullYear() === now.getUTCFullYear() ? '' : ` ${at.getUTCFullYear()}`;
  return `${time} on ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}${year}`;
}
