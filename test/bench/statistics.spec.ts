import { describe, expect, it } from 'vitest';
import { latenciesOf } from './latency.js';
import { medianOf, percentileOf, percentilesOf } from './statistics.js';

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => last - index);

describe('percentiles', () => {
  it('are values of the sample, by the nearest rank', () => {
    expect(percentilesOf(upTo(200))).toEqual({ p50: 100, p95: 190, p99: 198 });
    expect(percentilesOf([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
    expect(percentileOf([1, 2, 3], 0.99)).toBe(3);
    expect(percentileOf([], 0.5)).toBeNaN();
  });

  it('do not sort as text', () => {
    expect(percentileOf([9, 10, 100], 0.5)).toBe(10);
  });
});

describe('the median', () => {
  it('is the middle value, or the mean of the two middle ones', () => {
    expect(medianOf([9, 100, 10])).toBe(10);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect(medianOf([])).toBeNaN();
  });
});

describe('latencies of an open loop', () => {
  it('count from the moment when a start was due, whenever it took place', () => {
    const events: [string, number, number][] = [
      ['evt_1', 1000, 1004],
      ['evt_2', 1005, 1505],
    ];
    const arrivals = new Map([
      ['evt_1', 1006],
      ['evt_2', 1510],
    ]);
    const { receipt, accepted } = latenciesOf(events, arrivals);
    expect(receipt).toEqual({ p50: 6, p95: 505, p99: 505 });
    expect(accepted).toEqual({ p50: 4, p95: 500, p99: 500 });
  });

  it('are not computed where an event is missing', () => {
    expect(() => latenciesOf([['evt_1', 1000, 1004]], new Map())).toThrow('evt_1 was not received');
  });
});
