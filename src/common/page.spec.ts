import { describe, expect, it } from 'vitest';
import { newUuid } from './ids.js';
import { decodeCursor, encodeCursor, toPage } from './page.js';

describe('cursors', () => {
  it('carry the id they were made of', () => {
    const uuid = newUuid();
    expect(decodeCursor(encodeCursor(uuid))).toBe(uuid);
  });

  it.each(['', 'abc', 'x'.repeat(22), `${encodeCursor(newUuid())}A`, '../../etc'])(
    'that we did not make are refused: %j',
    (text) => {
      expect(() => decodeCursor(text)).toThrow(/cursor/);
    },
  );
});

describe('toPage', () => {
  const rows = ['3', '2', '1'].map((digit) => ({ id: newUuid().slice(0, -1) + digit }));

  it('points to the last row shown where more follow', () => {
    const page = toPage(rows, 2, (row) => row.id);
    expect(page.data).toEqual([rows[0]?.id, rows[1]?.id]);
    expect(decodeCursor(page.next_cursor ?? '')).toBe(rows[1]?.id);
  });

  it('ends where nothing follows', () => {
    expect(toPage(rows, 3, (row) => row.id).next_cursor).toBeNull();
  });
});
