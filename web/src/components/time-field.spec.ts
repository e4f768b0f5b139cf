import { expect, it } from 'vitest';
import { fromField, toField } from './time-field';

it.each([
  ['2026-11-29 14:30', '2026-11-29T14:30:00.000Z'],
  ['2026-11-29 14:30:05', '2026-11-29T14:30:05.000Z'],
  ['2026-11-29T14:30', '2026-11-29T14:30:00.000Z'],
  [' 2026-11-29 ', '2026-11-29T00:00:00.000Z'],
  ['2026-11-29 14:30 UTC', '2026-11-29T14:30:00.000Z'],
  ['2026-11-29T14:30:00+02:00', '2026-11-29T12:30:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['', null],
])('reads "%s"', (text, iso) => {
  expect(fromField(text, 'utc')).toBe(iso);
});

it.each(['11/29/2026 2:30 PM', '2026-02-30', '2026-13-01', '2026-11-29 24:30', 'yesterday'])(
  'takes "%s" for no time',
  (text) => {
    expect(fromField(text, 'utc')).toBeUndefined();
    expect(fromField(text, 'local')).toBeUndefined();
  },
);

it('writes in the chosen zone what it reads in it', () => {
  expect(toField('2026-11-29T14:30:00.000Z', 'utc')).toBe('2026-11-29 14:30');
  expect(toField('2026-11-29T14:30:05.000Z', 'utc')).toBe('2026-11-29 14:30:05');
  const iso = '2026-07-01T12:00:00.000Z';
  expect(fromField(toField(iso, 'local'), 'local')).toBe(iso);
  expect(fromField('2026-07-01 12:00', 'local')).toBe(new Date(2026, 6, 1, 12).toISOString());
  expect(toField('no time', 'utc')).toBe('no time');
});
