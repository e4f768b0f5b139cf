import { describe, expect, it } from 'vitest';
import {
  allowedByRate,
  INITIAL_WINDOW_SIZE,
  MAX_WINDOW_SIZE,
  nextWindowSize,
} from './window-size.js';

/** Returns the size after 50 steps, between which the endpoint takes that many deliveries each. */
function sizeAfterManySteps(takenPerStep: number): number {
  let size = INITIAL_WINDOW_SIZE;
  let waiting = size;
  for (let step = 0; step < 50; step += 1) {
    waiting = Math.max(0, waiting - takenPerStep);
    size = nextWindowSize(size, waiting);
    waiting = Math.max(waiting, size);
  }
  return size;
}

describe('the window size of a replay', () => {
  it('grows to its bound while the endpoint takes all of them', () => {
    expect(sizeAfterManySteps(10_000)).toBe(MAX_WINDOW_SIZE);
  });

  it('stays near what a slower endpoint takes between two steps', () => {
    for (const taken of [20, 50, 200]) {
      expect(sizeAfterManySteps(taken), String(taken)).toBeLessThanOrEqual(taken * 2);
      expect(sizeAfterManySteps(taken), String(taken)).toBeGreaterThanOrEqual(taken / 2);
    }
  });

  it('is a handful where the endpoint takes next to nothing', () => {
    expect(sizeAfterManySteps(0)).toBe(5);
    expect(sizeAfterManySteps(1)).toBe(5);
  });
});

describe('the rate of a replay', () => {
  it('allows what belongs to the time since its start, less what was queued', () => {
    expect(allowedByRate(10, { queued: 0, runningMs: 750 })).toBe(7);
    expect(allowedByRate(10, { queued: 7, runningMs: 750 })).toBe(0);
    expect(allowedByRate(10, { queued: 7, runningMs: 1500 })).toBe(8);
    expect(allowedByRate(1, { queued: 0, runningMs: 999 })).toBe(0);
  });

  it('does not make up for a long pause at once, and is no limit where there is none', () => {
    expect(allowedByRate(10, { queued: 0, runningMs: 3_600_000 })).toBe(10);
    expect(allowedByRate(null, { queued: 0, runningMs: 0 })).toBe(Infinity);
  });
});
