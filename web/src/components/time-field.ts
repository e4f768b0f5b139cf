import type { TimeZone } from '../app/preferences';

export const TIME_PATTERN = 'yyyy-mm-dd hh:mm';
const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[ T]+(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i;

/** An ISO time as text such as `2026-11-29 14:30`, with seconds where it has some; what is no time stays as it is. */
export function toField(iso: string, timeZone: TimeZone): string {
  const date = new Date(iso);
  if (iso === '' || Number.isNaN(date.getTime())) return iso;
  const shift = timeZone === 'utc' ? 0 : date.getTimezoneOffset() * 60_000;
  const text = new Date(date.getTime() - shift).toISOString().slice(0, 19).replace('T', ' ');
  return text.endsWith(':00') ? text.slice(0, 16) : text;
}

/**
 * Such a text as an ISO time: null where it is empty, undefined where it is no time. A date alone is its midnight, and a
 * whole ISO time with its zone, as one is pasted, is taken as it is.
 */
export function fromField(text: string, timeZone: TimeZone): string | null | undefined {
  const value = text.trim();
  if (value === '') return null;
  if (ZONED.test(value)) {
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
  }
  const isUtc = timeZone === 'utc' || / ?UTC$/i.test(value);
  const match = TIME.exec(value.replace(/ ?UTC$/i, ''));
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  if (!isDay || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const parts = [year, month - 1, day, hour, minute, second] as const;
  return new Date(isUtc ? Date.UTC(...parts) : new Date(...parts).getTime()).toISOString();
}
