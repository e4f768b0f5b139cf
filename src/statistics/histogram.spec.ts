import { array, assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile } from './histogram.js';
import type { Histogram } from './histogram.js';

/** As histogram_bucket of the database. */
const bucketOf = (ms: number): number => Math.floor(Math.log(Math.max(ms, 1)) / Math.log(1.1));

function histogramOf(times: readonly number[]): Histogram {
  const counts = new Map<number, number>();
  for (const ms of times) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => a - b);
}

describe('percentile', () => {
  it('is at most 4.9 % away from the exact one', () => {
    const times = array(integer({ min: 1, max: 2_000_000 }), { minLength: 1 });
    assert(
      property(times, constantFrom(0.5, 0.95, 0.99), (values, share) => {
        const exact = values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;
        const found = percentile(histogramOf(values), share) ?? 0;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.049 * exact + 0.05);
      }),
    );
  });

  it('is null where nothing was measured', () => {
    expect(percentile([], 0.95)).toBeNull();
    expect(percentile([[10, 0]], 0.95)).toBeNull();
  });
});
