import { describe, expect, it } from 'vitest';
import { TtlCache } from './ttl-cache.js';

const scene = (maxEntries = 2) => {
  const loads: string[] = [];
  const clock = { time: 1, now: () => clock.time };
  const gates: (() => void)[] = [];
  const cache = new TtlCache(
    async (key) => {
      loads.push(key);
      await new Promise<void>((resolve) => gates.push(resolve));
      return key === 'missing' ? undefined : `value of ${key}`;
    },
    { ttlMs: 1_000, maxEntries, clock },
  );
  const get = (key: string) => {
    const answer = cache.get(key);
    for (const open of gates.splice(0)) open();
    return answer;
  };
  return { cache, clock, gates, get, loads };
};

describe('TtlCache', () => {
  it('remembers until the time is up', async () => {
    const { cache, clock, get, loads } = scene();
    expect(await get('a')).toBe('value of a');
    clock.time = 1_001;
    expect(cache.peek('a')).toBe('value of a');
    clock.time = 1_002;
    expect(cache.peek('a')).toBeUndefined();
    await get('a');
    expect(loads).toEqual(['a', 'a']);
  });

  it('counts the time from before the look-up', async () => {
    const { cache, clock, gates } = scene();
    const answer = cache.get('a');
    clock.time = 1_002;
    for (const open of gates) open();
    expect(await answer).toBe('value of a');
    expect(cache.peek('a')).toBeUndefined();
  });

  it('shares one look-up among callers', async () => {
    const { cache, gates, loads } = scene();
    const answers = [cache.get('a'), cache.get('a')];
    for (const open of gates) open();
    expect(await Promise.all(answers)).toEqual(['value of a', 'value of a']);
    expect(loads).toEqual(['a']);
  });

  it('shares no answer of a look-up that found nothing', async () => {
    const loads: number[] = [];
    const cache = new TtlCache(
      (_key) => {
        loads.push(1);
        return Promise.resolve(loads.length > 1 ? 'made meanwhile' : undefined);
      },
      { ttlMs: 1_000, maxEntries: 2, clock: { now: () => 0 } },
    );
    const answers = [cache.get('a'), cache.get('a')];
    expect(await Promise.all(answers)).toEqual([undefined, 'made meanwhile']);
  });

  it('does not remember what is not there', async () => {
    const { get, loads } = scene();
    expect(await get('missing')).toBeUndefined();
    await get('missing');
    expect(loads).toEqual(['missing', 'missing']);
  });

  it('keeps no more entries than it may, the latest asked for', async () => {
    const { cache, get } = scene();
    for (const key of ['a', 'b', 'a', 'c']) await get(key);
    expect(['a', 'b', 'c'].map((key) => cache.peek(key) !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('forgets at once, what is being looked up included', async () => {
    const { cache, gates, get } = scene();
    await get('a');
    const stale = cache.get('b');
    cache.clear();
    for (const open of gates) open();
    await stale;
    expect([cache.peek('a'), cache.peek('b')]).toEqual([undefined, undefined]);
  });
});
