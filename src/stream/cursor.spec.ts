import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePosition, encodePosition } from './cursor.js';

const TENANT = '0198c5a0-0000-7000-8000-000000000001';
const OTHER = '0198c5a0-0000-7000-8000-000000000002';

describe('a cursor', () => {
  it('decodes to its position for its own tenant and for no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (position) => {
        const cursor = encodePosition(TENANT, position);
        expect(decodePosition(TENANT, cursor)).toBe(position);
        expect(decodePosition(OTHER, cursor)).toBeUndefined();
        expect(cursor).toMatch(/^[\w-]{15}$/);
      }),
    );
  });

  it('that was not issued here is not decoded', () => {
    const cursor = encodePosition(TENANT, 7);
    const [, ...rest] = cursor;
    for (const text of [
      '',
      'x',
      '7',
      `${cursor}A`,
      `${cursor}=`,
      ` ${cursor}`,
      `B${rest.join('')}`,
    ]) {
      expect(decodePosition(TENANT, text)).toBeUndefined();
    }
  });
});
