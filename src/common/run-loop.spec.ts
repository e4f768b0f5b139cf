import { describe, expect, it, vi } from 'vitest';
import { runLoop } from './run-loop.js';

const HOUR_MS = 3_600_000;

/** A job and a promise that resolves when it has run `runs` times. */
function counting(runs: number, more: (run: number) => boolean = () => false) {
  let count = 0;
  let reached = (): void => undefined;
  const done = new Promise<void>((resolve) => (reached = resolve));
  const job = async (): Promise<boolean> => {
    count += 1;
    if (count === runs) reached();
    return Promise.resolve(more(count));
  };
  return { job, done, runs: () => count };
}

const onError = (error: unknown): void => {
  throw error;
};

describe('repeat', () => {
  it('runs again without a pause while there is more to do', async () => {
    const { job, done, runs } = counting(5, (run) => run < 5);
    const running = runLoop(job, { everyMs: HOUR_MS, onError });
    await done;
    await running.stop();
    expect(runs()).toBe(5);
  });

  it('runs at once when nudged', async () => {
    const { job, done, runs } = counting(2);
    const running = runLoop(job, { everyMs: HOUR_MS, onError });
    running.runNow();
    await done;
    await running.stop();
    expect(runs()).toBe(2);
  });

  it('goes on after an error', async () => {
    const errors: unknown[] = [];
    const { job, done } = counting(2);
    const broken = new Error('once');
    let first = true;
    const running = runLoop(
      async () => {
        await job();
        if (!first) return false;
        first = false;
        throw broken;
      },
      { everyMs: 1, onError: (error) => errors.push(error) },
    );
    await done;
    await running.stop();
    expect(errors).toEqual([broken]);
  });

  it('pauses for longer and longer while the job fails, and as before when it has succeeded', async () => {
    vi.useFakeTimers();
    try {
      const startsMs: number[] = [];
      const start = Date.now();
      const running = runLoop(
        () => {
          startsMs.push(Date.now() - start);
          return startsMs.length === 8 ? Promise.resolve(false) : Promise.reject(new Error('no'));
        },
        { everyMs: 100, onError: () => undefined },
      );
      await vi.advanceTimersByTimeAsync(17_900);
      expect(startsMs).toEqual([
        0, 200, 600, 1_400, 3_000, 6_200, 11_200, 16_200, 16_300, 16_500, 16_900, 17_700,
      ]);
      const stopped = running.stop();
      await stopped;
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a loop that asks', () => {
  it('runs once, and then only when something is due', async () => {
    let asked = 0;
    const { job, done, runs } = counting(2);
    const isDue = async () => (asked += 1) === 3;
    const running = runLoop(job, { everyMs: 1, isDue, onError });
    await done;
    await running.stop();
    expect(runs()).toBe(2);
    expect(asked).toBeGreaterThanOrEqual(3);
  });

  it('runs when it was nudged while an answer is awaited', async () => {
    const { job, done } = counting(2);
    let runNow = (): void => undefined;
    const isDue = async () => {
      runNow();
      return false;
    };
    const running = runLoop(job, { everyMs: 5, isDue, onError });
    runNow = () => running.runNow();
    await expect(done).resolves.toBeUndefined();
    await running.stop();
  });

  it('asks less often after ten seconds without a run, and as before after one', async () => {
    vi.useFakeTimers();
    try {
      let asked = 0;
      const isDue = () => Promise.resolve((asked += 1) < 0);
      const askedWithin = async (ms: number): Promise<number> => {
        const earlier = asked;
        await vi.advanceTimersByTimeAsync(ms);
        return asked - earlier;
      };
      const running = runLoop(() => Promise.resolve(false), { everyMs: 250, isDue, onError });
      const often = await askedWithin(10_000);
      expect(often).toBeGreaterThanOrEqual(39);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(await askedWithin(10_000)).toBe(10);
      running.runNow();
      expect(await askedWithin(5_000)).toBeGreaterThanOrEqual(19);
      await running.stop();
    } finally {
      vi.useRealTimers();
    }
  });

  it('runs when there is no answer', async () => {
    const { job, done } = counting(2);
    const isDue = () => Promise.reject(new Error('no answer'));
    const running = runLoop(job, { everyMs: 1, isDue, onError });
    await expect(done).resolves.toBeUndefined();
    await running.stop();
  });
});

describe('loops of one process', () => {
  it('wait with one timer, and run at the same moments', async () => {
    vi.useFakeTimers();
    try {
      const startsMs: Record<number, number[]> = { 250: [], 500: [], 1_000: [] };
      const startLoop = (everyMs: number) => {
        const job = () => Promise.resolve((startsMs[everyMs]?.push(performance.now()) ?? 0) < 0);
        return runLoop(job, { everyMs, onError });
      };
      const running = [];
      for (const everyMs of [250, 500, 1_000]) {
        running.push(startLoop(everyMs));
        await vi.advanceTimersByTimeAsync(7);
      }
      expect(vi.getTimerCount()).toBe(1);
      await vi.advanceTimersByTimeAsync(2_000);
      const moments = new Set(Object.values(startsMs).flatMap((starts) => starts.slice(1)));
      expect([...moments].toSorted((one, other) => one - other)).toEqual(startsMs[250]?.slice(1));
      expect(startsMs[1_000]).toHaveLength(3);
      await Promise.all(running.map((loop) => loop.stop()));
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
