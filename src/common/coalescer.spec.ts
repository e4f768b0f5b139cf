import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Coalescer } from './coalescer.js';

const rowError = Object.assign(new Error('bad row'), { code: '23505' });
const lostConnection = Object.assign(new Error('gone'), { code: '08006' });

function recording(refuse: (batch: number[]) => Error | undefined = () => undefined) {
  const batches: number[][] = [];
  const runBatch = async (items: number[]): Promise<number[]> => {
    batches.push(items);
    await Promise.resolve();
    const error = refuse(items);
    if (error) throw error;
    return items.map((item) => item * 10);
  };
  return { batches, runBatch };
}

/** The first batch ends when it is released. */
function hanging() {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const batches: number[][] = [];
  const runBatch = async (items: number[]): Promise<number[]> => {
    batches.push(items);
    if (batches.length === 1) await released;
    return items;
  };
  return { batches, release, runBatch };
}

const options = { maxItems: 100, isRowError: (error: unknown) => error === rowError };

describe('Coalescer', () => {
  it('answers each caller with the result of its own item', async () => {
    const { batches, runBatch } = recording();
    const coalescer = new Coalescer(runBatch, options);
    const results = await Promise.all([1, 2, 3].map((item) => coalescer.add(item)));
    expect(results).toEqual([10, 20, 30]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('gathers what arrives while a batch is under way into the next one', async () => {
    const { batches, release, runBatch } = hanging();
    const coalescer = new Coalescer(runBatch, options);
    const first = coalescer.add(1);
    await Promise.resolve();
    await Promise.resolve();
    const others = [coalescer.add(2), coalescer.add(3)];
    expect(batches).toEqual([[1]]);
    release();
    await Promise.all([first, ...others]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('lets one bad row fail alone', async () => {
    const { runBatch } = recording((items) => (items.includes(3) ? rowError : undefined));
    const coalescer = new Coalescer(runBatch, options);
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((item) => coalescer.add(item)));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
  });

  it('fails every caller at once when the connection is lost', async () => {
    const { batches, runBatch } = recording(() => lostConnection);
    const coalescer = new Coalescer(runBatch, options);
    const results = await Promise.allSettled([1, 2, 3].map((item) => coalescer.add(item)));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(batches).toHaveLength(1);
  });

  it('goes on after a failed batch', async () => {
    let fails = true;
    const { runBatch } = recording(() => (fails ? lostConnection : undefined));
    const coalescer = new Coalescer(runBatch, options);
    await expect(coalescer.add(1)).rejects.toBe(lostConnection);
    fails = false;
    await expect(coalescer.add(2)).resolves.toBe(20);
  });

  it('bounds a batch in items and in bytes, but never to nothing', async () => {
    const { batches, runBatch } = recording();
    const coalescer = new Coalescer(runBatch, {
      ...options,
      maxItems: 3,
      maxBytes: 10,
      bytesOf: (item) => item,
    });
    await Promise.all([4, 4, 4, 50, 1, 1, 1, 1].map((item) => coalescer.add(item)));
    expect(batches).toEqual([[4, 4], [4], [50], [1, 1, 1], [1]]);
  });

  it('takes an item of each owner in turn, each owner’s in their order', async () => {
    const { batches, runBatch } = recording();
    const coalescer = new Coalescer(runBatch, {
      ...options,
      maxItems: 3,
      ownerOf: (item) => (item < 10 ? 'much' : `few-${item}`),
    });
    await Promise.all([1, 2, 3, 4, 5, 10, 20].map((item) => coalescer.add(item)));
    expect(batches).toEqual([[1, 10, 20], [2, 3, 4], [5]]);
    expect(coalescer.pending).toBe(0);
  });

  describe('with items in no hurry', () => {
    const rest = { ms: 60_000, manyItems: 3, isUrgent: (item: number): boolean => item >= 10 };

    it('begins the first batch at once, and the next one when many wait', async () => {
      const { batches, runBatch } = recording();
      const coalescer = new Coalescer(runBatch, { ...options, rest });
      await coalescer.add(1);
      await Promise.all([coalescer.add(2), coalescer.add(3), coalescer.add(4)]);
      expect(batches).toEqual([[1], [2, 3, 4]]);
    });

    it('takes along those that wait when an urgent one comes', async () => {
      const { batches, runBatch } = recording();
      const coalescer = new Coalescer(runBatch, { ...options, rest });
      await coalescer.add(1);
      const patient = coalescer.add(2);
      await nextTurn();
      expect(batches).toEqual([[1]]);
      await Promise.all([patient, coalescer.add(10)]);
      const next = coalescer.add(3);
      await nextTurn();
      expect(batches).toEqual([[1], [2, 10]]);
      await Promise.all([next, coalescer.add(11)]);
    });

    it('are taken when the rest is ended', async () => {
      const { batches, runBatch } = recording();
      const coalescer = new Coalescer(runBatch, { ...options, rest });
      await coalescer.add(1);
      const patient = coalescer.add(2);
      coalescer.hurry();
      await patient;
      // Nothing waited: the next one rests.
      coalescer.hurry();
      const next = coalescer.add(3);
      await nextTurn();
      expect(batches).toEqual([[1], [2]]);
      await Promise.all([next, coalescer.add(10)]);
    });

    it('begins by itself when the time has passed', async () => {
      const { batches, runBatch } = recording();
      const coalescer = new Coalescer(runBatch, { ...options, rest: { ...rest, ms: 5 } });
      await coalescer.add(1);
      await coalescer.add(2);
      expect(batches).toEqual([[1], [2]]);
    });
  });

  it('refuses who has waited too long for a batch to begin, and asks for nothing in their name', async () => {
    let now = 0;
    const { batches, release, runBatch } = hanging();
    const late = new Error('too late');
    const queueTimeout = { ms: 100, clock: { now: () => now }, error: () => late };
    const coalescer = new Coalescer(runBatch, { ...options, queueTimeout });
    const first = coalescer.add(1);
    await Promise.resolve();
    const impatient = coalescer.add(2);
    now = 50;
    const patient = coalescer.add(3);
    now = 150;
    release();
    await expect(impatient).rejects.toBe(late);
    expect(await Promise.all([first, patient])).toEqual([1, 3]);
    expect(batches).toEqual([[1], [3]]);
  });

  it('begins no batch beside a quick one, and beside a slow one a batch without its owners', async () => {
    const { batches, release, runBatch } = hanging();
    const coalescer = new Coalescer(runBatch, {
      ...options,
      ownerOf: (item) => `owner-${Math.floor(item / 10)}`,
      parallel: 2,
      slowMs: 20,
    });
    // By the clock of the timers, which is behind the exact one by up to the length of a turn of the event loop.
    let isSlow = false;
    setTimeout(() => (isSlow = true), 19);
    const hung = coalescer.add(10);
    await Promise.resolve();
    const same = coalescer.add(11);
    const other = await coalescer.add(20);
    expect(isSlow).toBe(true);
    expect(other).toBe(20);
    // The slow batch delays no further ones of others.
    await coalescer.add(21);
    expect(batches).toEqual([[10], [20], [21]]);
    release();
    expect(await Promise.all([hung, same])).toEqual([10, 11]);
    expect(batches.at(-1)).toEqual([11]);
    expect(coalescer.pending).toBe(0);
  });

  it('gathers after a large batch until as many have come, and not after a small one', async () => {
    const { batches, runBatch } = recording();
    const coalescer = new Coalescer(runBatch, { ...options, gatherMs: 60_000 });
    const addAll = (items: number[]) => Promise.all(items.map((item) => coalescer.add(item)));
    await addAll([1, 2, 3]);
    await addAll([4]);
    await addAll([5, 6, 7, 8]);
    const early = [9, 10, 11].map((item) => coalescer.add(item));
    await new Promise((resolve) => setImmediate(resolve));
    expect(batches).toEqual([[1, 2, 3], [4], [5, 6, 7, 8]]);
    await Promise.all([...early, coalescer.add(12)]);
    expect(batches.at(-1)).toEqual([9, 10, 11, 12]);
  });

  it('gathers for no longer than it may', async () => {
    const { batches, runBatch } = recording();
    const coalescer = new Coalescer(runBatch, { ...options, gatherMs: 5 });
    await Promise.all([1, 2, 3, 4].map((item) => coalescer.add(item)));
    expect(await coalescer.add(5)).toBe(50);
    expect(batches).toEqual([[1, 2, 3, 4], [5]]);
  });
});
