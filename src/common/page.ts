import { invalid } from './app-error.js';

/**
 * A page of a list, newest first. `next_cursor` is null on the last page. With conditions that few rows meet, a page
 * may have fewer rows than asked for, or none, and still a cursor: it leads on from what was looked at.
 */
export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function encodeCursor(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

/** Returns the id after which a page starts. Throws 422 for a cursor that `toPage` did not make. */
export function decodeCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!UUID.test(uuid) || encodeCursor(uuid) !== cursor) {
    throw invalid([
      { pointer: '/cursor', code: 'invalid_cursor', message: 'is no cursor of ours' },
    ]);
  }
  return uuid;
}

/**
 * Returns a page of at most `limit` rows. One more row in `rows` means that another page follows; so does `lookedTo`,
 * the id below which nothing was looked at.
 */
export function toPage<Row extends { id: string }, T>(
  rows: Row[],
  limit: number,
  present: (row: Row) => T,
  lookedTo?: string,
): Page<T> {
  const kept = rows.slice(0, limit);
  const next = rows.length > limit ? kept.at(-1)?.id : lookedTo;
  return { data: kept.map(present), next_cursor: next === undefined ? null : encodeCursor(next) };
}
