import { describe, expect, it } from 'vitest';
import { parseMoment } from './moment.js';

describe('parseMoment', () => {
  it.each([
    ['1970-01-01', 0],
    ['2026-03-01T12:00:00Z', 1_772_366_400_000],
    ['2026-03-01T12:00:00.250Z', 1_772_366_400_250],
    ['2026-03-01T12:00+02:00', 1_772_359_200_000],
    ['1772366400', 1_772_366_400_000],
    ['1772366400.5', 1_772_366_400_500],
    ['0', 0],
  ])('reads %s', (text, epochMs) => {
    expect(parseMoment(text)).toBe(epochMs);
  });

  it.each([
    '',
    'yesterday',
    '2026-03',
    '2026-13-01',
    '2026-03-01T12:00:00',
    '2026-03-01 12:00:00Z',
    '-1',
    '1e9',
    '1969-12-31T23:59:59Z',
    '999999999999',
  ])('refuses %j', (text) => {
    expect(parseMoment(text)).toBeUndefined();
  });
});
