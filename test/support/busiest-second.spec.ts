import { expect, it } from 'vitest';
import { busiestSecond } from './busiest-second.js';

it.each([
  [[], 0],
  [[5], 1],
  [[0, 999], 2],
  [[0, 1000], 1],
  [[1000, 0, 500, 1499, 1500], 3],
])('of %j the busiest second has %i', (times, most) => {
  expect(busiestSecond(times)).toBe(most);
});
