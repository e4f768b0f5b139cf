import type { Cause } from './causes.js';
import type { Warning } from './problems.query.js';

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
    ? `; the endpoint will be disabled at ${clock(disablesAt, now)} unless a request succeeds`
    : '';
  return `${sentence}${held}${end}`;
}

/** Returns the cause with its time, such as `the secret rotation at 09:12 UTC`. */
export function causeText({ words, at }: Cause, now: Date, before = ''): string {
  return `${before}${words} at ${clock(at, now)}`;
}

/** Returns one sentence about what will or may make an endpoint fail. */
export function warningText({ class: kind, at, seconds, addresses }: Warning, now: Date): string {
  if (kind === 'certificate_expires' && at) {
    const verb = at > now ? 'expires' : 'expired';
    return `The certificate that the server last showed ${verb} at ${clock(at, now)}: without a new one every delivery fails`;
  }
  if (kind === 'clock_skew') {
    const side = (seconds ?? 0) > 0 ? 'ahead' : 'behind';
    return `The clock of the server is ${Math.abs(seconds ?? 0)} seconds ${side}: it may take signatures for too old or too new`;
  }
  const one = addresses === 1;
  const [who, are, them] = one
    ? ['1 address', 'is', 'it']
    : [`${addresses} addresses`, 'are', 'them'];
  return kind === 'address_unconfirmed'
    ? `${who} ${one ? 'has' : 'have'} not been confirmed by the link in the first mail: mails to ${them} are kept`
    : `${who} ${are} on hold since a mail server refused ${them} for good: mails to ${them} are kept`;
}

function clock(at: Date, now: Date): string {
  const time = `${at.toISOString().slice(11, 16)} UTC`;
  const day = at.toISOString().slice(0, 10);
  if (day === now.toISOString().slice(0, 10)) return time;
  const year = at.getUTCFullYear() === now.getUTCFullYear() ? '' : ` ${at.getUTCFullYear()}`;
  return `${time} on ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}${year}`;
}
