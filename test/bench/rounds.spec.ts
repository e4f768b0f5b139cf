import { describe, expect, it } from 'vitest';
import type { Measurement } from './measure.js';
import { agree, runRounds, summarise } from './rounds.js';

const loop = (perSecond: number, node = 200): Measurement => ({
  perSecond,
  cpuMicros: { node, postgres: 0, redis: 0 },
});
const delivery = (perSecond: number, postgres = 200): Measurement => ({
  perSecond,
  cpuMicros: { node: 700, postgres, redis: 100 },
});

/** Gives one value after another, and the last one for ever. */
function each<Value>(...values: Value[]): () => Promise<Value> {
  const left = values.slice();
  return async () => (left.length > 1 ? left.shift() : left[0]) as Value;
}

describe('a round', () => {
  it('counts while its loops differ by at most 15 %, in either direction', () => {
    expect(agree(loop(4000), loop(4600))).toBe(true);
    expect(agree(loop(4600), loop(4000))).toBe(true);
    expect(agree(loop(4000), loop(4601))).toBe(false);
    expect(agree(loop(4601), loop(4000))).toBe(false);
  });

  it('is thrown away and repeated when it was disturbed', async () => {
    const loops = each(loop(4000), loop(4100), loop(3000), loop(3100), loop(3050));
    const measure = each(delivery(1), delivery(2), delivery(3), delivery(4));
    const seen: boolean[] = [];
    const { kept, disturbed } = await runRounds(3, loops, measure, (_, kept) => seen.push(kept));
    expect(seen).toEqual([true, false, true, true]);
    expect(kept.map(({ measured }) => measured.perSecond)).toEqual([1, 3, 4]);
    expect(disturbed).toBe(1);
  });

  it('is not repeated without end', async () => {
    let calls = 0;
    const restless = async () => {
      calls += 1;
      return loop(calls % 2 === 0 ? 4000 : 2000);
    };
    const { kept, disturbed } = await runRounds(3, restless, each(delivery(1)));
    expect({ kept, disturbed }).toEqual({ kept: [], disturbed: 6 });
    expect(summarise(kept)).toBeUndefined();
  });
});

describe('the summary', () => {
  it('holds medians of ratios, each within its own round', () => {
    const summary = summarise([
      { before: loop(4000), measured: delivery(1000), after: loop(4000) },
      { before: loop(2000, 400), measured: delivery(500), after: loop(2000, 600) },
      { before: loop(4000), measured: delivery(2000, 0), after: loop(4000) },
    ]);
    expect(summary).toEqual({
      perSecond: 1000,
      cpuMicros: { node: 700, postgres: 200, redis: 100 },
      cpuRatio: 4,
      rateRatio: 0.25,
    });
  });
});
