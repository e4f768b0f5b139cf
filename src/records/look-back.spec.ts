import { describe, expect, it } from 'vitest';
import { lookBack } from './look-back.js';
import type { Piece } from './look-back.js';

const ids = Array.from({ length: 4_000 }, (_, n) => String(9_999 - n));

/** Every tenth of the ids meets the conditions, or those of the list. */
function look(limit: number, budgetMs: number, wanted = ids.filter((id) => id.endsWith('0'))) {
  const pieces: Piece[] = [];
  const below = (before: string | undefined) => (id: string) => before === undefined || id < before;
  const read = async (piece: Piece, most: number) => {
    pieces.push(piece);
    const { from = '', before } = piece;
    return wanted.filter((id) => id >= from && below(before)(id)).slice(0, most);
  };
  const endOf = async (before: string | undefined, rows: number) =>
    ids.filter(below(before))[rows - 1];
  return lookBack({ limit, endOf, read }, budgetMs).then((found) => ({ ...found, pieces }));
}

describe('looking back', () => {
  it('ends when there are enough rows, and reads no piece more', async () => {
    const { rows, lookedTo, pieces } = await look(60, 60_000);
    expect(rows).toEqual(ids.filter((id) => id.endsWith('0')).slice(0, 60));
    expect(lookedTo).toBeUndefined();
    expect(pieces).toEqual([
      { from: '9800', before: undefined },
      { from: '9400', before: '9800' },
    ]);
  });

  it('ends where no candidate is left', async () => {
    const { rows, lookedTo } = await look(2, 60_000, ['7000']);
    expect({ rows, lookedTo }).toEqual({ rows: ['7000'], lookedTo: undefined });
  });

  it('returns what it has and how far it came when the time is up', async () => {
    const { rows, lookedTo } = await look(60, 0);
    expect(rows).toHaveLength(20);
    expect(lookedTo).toBe('9800');
  });
});
