import { describe, expect, it } from 'vitest';
import { firstUuidAt, timeOfUuid } from '../common/index.js';
import type { Piece } from './look-back.js';
import { lookThroughPeriods, MOST_CANDIDATES } from './look-through-periods.js';

const NOW_MS = Date.UTC(2026, 2, 1);
const YEAR_MS = 365 * 24 * 3_600_000;
const WINDOW: Piece = { from: undefined, before: firstUuidAt(NOW_MS) };

/** A candidate in each `everyMs` of five years; those of every `nth` one are wanted. */
function look({
  everyMs,
  nth = 1,
  budgetMs = 60_000,
  window = WINDOW,
}: {
  everyMs: number;
  nth?: number;
  budgetMs?: number;
  window?: Piece;
}) {
  const periods: { piece: Piece; candidates: number }[] = [];
  const read = async (piece: Piece, limit: number) => {
    const newest = Math.floor((NOW_MS - timeOfUuid(piece.before ?? '')) / everyMs) + 1;
    const end = piece.from === undefined ? 5 * YEAR_MS : NOW_MS - timeOfUuid(piece.from);
    const candidates = Math.floor(end / everyMs) - newest + 1;
    periods.push({ piece, candidates });
    if (candidates > MOST_CANDIDATES) return undefined;
    const rows = Array.from({ length: candidates }, (_, n) => newest + n);
    return { rows: rows.filter((row) => row % nth === 0).slice(0, limit), candidates };
  };
  return lookThroughPeriods({ limit: 51, window, firstMs: 60_000, read }, budgetMs).then(
    (found) => ({
      ...found,
      periods,
    }),
  );
}

describe('looking through periods', () => {
  it('finds the newest rows, and reads each period once', async () => {
    const { rows, lookedTo, periods } = await look({ everyMs: 3_600_000, nth: 2 });
    expect(rows).toEqual(Array.from({ length: 51 }, (_, n) => 2 * n + 2));
    expect(lookedTo).toBeUndefined();
    expect(periods.slice(1).map(({ piece }) => piece.before)).toEqual(
      periods.slice(0, -1).map(({ piece }) => piece.from),
    );
  });

  it('comes to the end in few steps', async () => {
    const { rows, periods } = await look({ everyMs: YEAR_MS / 2 });
    expect(rows).toHaveLength(10);
    expect(periods.length).toBeLessThan(12);
    expect(periods.at(-1)?.piece.from).toBeUndefined();
  });

  it('reads a shorter period if one has too many candidates', async () => {
    const { rows, periods } = await look({ everyMs: 1, nth: 100 });
    expect(rows).toEqual(Array.from({ length: 51 }, (_, n) => 100 * n + 100));
    expect(periods[0]?.candidates).toBeGreaterThan(MOST_CANDIDATES);
    expect(periods.slice(-2).every(({ candidates }) => candidates <= MOST_CANDIDATES)).toBe(true);
  });

  it('returns what it has and how far it came when the time is up', async () => {
    const { rows, lookedTo } = await look({ everyMs: 10_000, budgetMs: 0 });
    expect(rows).toEqual([1, 2, 3, 4, 5, 6]);
    expect(lookedTo).toBe(firstUuidAt(NOW_MS - 60_000));
  });

  it('looks at nothing outside its window', async () => {
    const from = firstUuidAt(NOW_MS - 90_000);
    const { rows, lookedTo, periods } = await look({
      everyMs: 10_000,
      window: { ...WINDOW, from },
    });
    expect(rows).toHaveLength(9);
    expect(lookedTo).toBeUndefined();
    expect(periods.at(-1)?.piece.from).toBe(from);
  });
});
