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
