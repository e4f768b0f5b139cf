import type { TimeZone } from '../app/preferences';

/** An ISO time as the value of a field of type `datetime-local`; empty where there is none. */
export function toField(iso: string, timeZone: TimeZone): string {
  const date = new Date(iso);
  if (iso === '' || Number.isNaN(date.getTime())) return '';
  const shift = timeZone === 'utc' ? 0 : date.getTimezoneOffset() * 60_000;
  return new Date(date.getTime() - shift).toISOString().slice(0, 16);
}

/** The value of such a field as an ISO time; null where it is empty. */
export function fromField(value: string, timeZone: TimeZone): string | null {
  const date = new Date(timeZone === 'utc' ? `${value}Z` : value);
  return value === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}
