import { describe, expect, it } from 'vitest';
import { FrameBudget } from './stream-socket.js';

const RATES = {
  frames: { atOnce: 3, perSecond: 2 },
  bytes: { atOnce: 100, perSecond: 10 },
};

describe('the frames of a client', () => {
  it('are refused beyond those at once, and taken again as time passes', () => {
    const budget = new FrameBudget(RATES, 0);
    expect([1, 2, 3, 4].map(() => budget.spend(0, 0))).toEqual([true, true, true, false]);
    expect(budget.spend(0, 1_000)).toBe(true);
    expect(budget.spend(0, 1_000)).toBe(false);
  });

  it('are refused for their bytes', () => {
    const budget = new FrameBudget(RATES, 0);
    expect(budget.spend(100, 0)).toBe(true);
    expect(budget.spend(1, 0)).toBe(false);
    expect(budget.spend(1, 2_000)).toBe(true);
  });

  it('accumulate no more than the burst size', () => {
    const budget = new FrameBudget(RATES, 0);
    const later = [1, 2, 3, 4].map(() => budget.spend(0, 3_600_000));
    expect(later).toEqual([true, true, true, false]);
  });
});
