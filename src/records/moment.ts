const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
const UNIX_SECONDS = /^\d{1,12}(\.\d{1,6})?$/;
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Milliseconds since the epoch of an ISO 8601 time with its zone (a bare date is midnight UTC) or of
 * unix seconds; undefined where the text is neither, or lies outside the years 1970 to 9999.
 */
export function parseMoment(text: string): number | undefined {
  const isIso = ISO_8601.test(text) && isDay(text.slice(0, 10));
  if (!isIso && !UNIX_SECONDS.test(text)) return undefined;
  const epochMs = isIso ? Date.parse(text) : Math.floor(Number(text) * 1000);
  return epochMs >= 0 && epochMs <= LAST_MS ? epochMs : undefined;
}

/** `Date.parse` takes 30 February for 2 March. */
function isDay(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}
