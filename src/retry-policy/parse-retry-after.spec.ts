import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from './retry-decision.js';

const nowMs = Date.parse('2026-03-01T12:00:00.500Z');
const TWELVE_HOURS = 43_200;

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['120', 120],
    [' 120\t', 120],
    ['00120', 120],
    ['43200', TWELVE_HOURS],
    ['43201', TWELVE_HOURS],
    ['2678400', TWELVE_HOURS],
    ['Sun, 01 Mar 2026 12:01:00 GMT', 60],
    ['Sunday, 01-Mar-26 12:01:00 GMT', 60],
    ['Sun Mar  1 12:01:00 2026', 60],
    ['Sun, 01 Mar 2026 12:00:60 GMT', 60],
    ['Mon, 02 Mar 2026 12:01:00 GMT', TWELVE_HOURS],
    ['Wed, 01 Apr 2026 12:00:00 GMT', TWELVE_HOURS],
    [['120'], 120],
  ])('reads %j as %d seconds', (header, seconds) => {
    expect(parseRetryAfter(header, nowMs)).toBe(seconds);
  });

  it.each([
    [undefined],
    [''],
    [' '],
    ['-1'],
    ['2678401'],
    ['99999999999999'],
    ['9'.repeat(40)],
    ['Wed, 01 Apr 2026 12:00:02 GMT'],
    ['Fri, 31 Dec 9999 23:59:59 GMT'],
    ['+1'],
    ['1.5'],
    ['1e3'],
    ['1e309'],
    ['0x10'],
    ['NaN'],
    ['Infinity'],
    ['１２０'],
    ['120 seconds'],
    ['120, 240'],
    ['tomorrow'],
    ['2026-03-01T12:01:00Z'],
    ['Sun, 01 Mar 2026 12:00:00 GMT'],
    ['Sat, 28 Feb 2026 12:00:00 GMT'],
    ['Saturday, 01-Mar-80 12:00:00 GMT'],
    ['Mon, 30 Feb 2026 12:00:00 GMT'],
    ['Mon, 02 Mar 2026 24:00:00 GMT'],
    ['Mon, 02 Mar 2026 12:61:00 GMT'],
    ['Mon, 2 Mar 2026 12:00:00 GMT'],
    ['Mon, 02 Mar 2026 12:00:00 +0100'],
    ['Mon Mar 02 2026 12:00:00'],
    [[]],
    [['120', '240']],
  ])('ignores %j', (header) => {
    expect(parseRetryAfter(header, nowMs)).toBeUndefined();
  });

  it('reads a year of two digits as the nearest one within 50 years', () => {
    expect(parseRetryAfter('Sunday, 01-Mar-26 12:00:10 GMT', nowMs)).toBe(10);
    expect(parseRetryAfter('Sunday, 01-Mar-77 12:00:00 GMT', nowMs)).toBeUndefined();
    const endOfCentury = Date.parse('2099-12-31T23:59:30Z');
    expect(parseRetryAfter('Friday, 01-Jan-00 00:00:00 GMT', endOfCentury)).toBe(30);
  });

  it('reads back every moment of the next twelve hours', () => {
    fc.assert(
      fc.property(
        fc.nat(4_000_000_000_000),
        fc.integer({ min: 1, max: TWELVE_HOURS }),
        (at, wait) => {
          const from = Math.floor(at / 1000) * 1000;
          const header = new Date(from + wait * 1000).toUTCString();
          expect(parseRetryAfter(header, from)).toBe(wait);
        },
      ),
    );
  });

  it('answers any text with nothing or with whole seconds up to twelve hours', () => {
    const texts = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
    fc.assert(
      fc.property(texts, (text) => {
        const seconds = parseRetryAfter(text, nowMs) ?? 0;
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(TWELVE_HOURS);
      }),
    );
  });
});
