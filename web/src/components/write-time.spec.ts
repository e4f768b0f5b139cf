import { expect, it } from 'vitest';
import { relativeTime, writeBytes, writeSeconds, writeTime } from './write-time';

it('writes a point in time in UTC', () => {
  expect(writeTime(new Date('2026-11-29T09:14:03.250Z'), 'utc')).toBe('29 Nov 2026, 09:14:03 UTC');
});

it.each([
  [-90, '1 min. ago'],
  [-3, '3 sec. ago'],
  [7200, 'in 2 hr.'],
  [-200_000, '2 days ago'],
])('says how far away %i seconds are', (seconds, expected) => {
  const now = Date.UTC(2026, 0, 1);
  expect(relativeTime(new Date(now + seconds * 1000), now)).toBe(expected);
});

it.each([
  [0.0421, '42 ms'],
  [59, '59 s'],
  [3600, '1 h'],
  [7500, '2 h 5 min'],
  [93_600, '1 d 2 h'],
])('writes %d seconds in words', (seconds, expected) => {
  expect(writeSeconds(seconds)).toBe(expected);
});

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [512 * 1024 ** 2, '512 MiB'],
])('writes %d bytes', (bytes, expected) => {
  expect(writeBytes(bytes)).toBe(expected);
});
