import { describe, expect, it } from 'vitest';
import { FIRST_WIDTH, MOST_WIDTH, nextWidth } from './width.js';

/** Looks until the width has settled: each finds what the endpoint did not take since the one before. */
function settledWidth(takenPerLook: number): number {
  let width = FIRST_WIDTH;
  let waiting = width;
  for (let look = 0; look < 50; look += 1) {
    waiting = Math.max(0, waiting - takenPerLook);
    width = nextWidth(width, waiting);
    waiting = Math.max(waiting, width);
  }
  return width;
}

describe('how many deliveries of a replay wait', () => {
  it('grows to its bound while the endpoint takes all of them', () => {
    expect(settledWidth(10_000)).toBe(MOST_WIDTH);
  });

  it('stays near what a slower endpoint takes between two looks', () => {
    for (const taken of [20, 50, 200]) {
      expect(settledWidth(taken), String(taken)).toBeLessThanOrEqual(taken * 2);
      expect(settledWidth(taken), String(taken)).toBeGreaterThanOrEqual(taken / 2);
    }
  });

  it('is a handful where the endpoint takes next to nothing', () => {
    expect(settledWidth(0)).toBe(5);
    expect(settledWidth(1)).toBe(5);
  });
});
