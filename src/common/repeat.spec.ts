import { describe, expect, it } from 'vitest';
import { repeat } from './repeat.js';

const HOUR_MS = 3_600_000;

/** A job that tells when it has run `runs` times. */
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
    const running = repeat(job, { everyMs: HOUR_MS, onError });
    await done;
    await running.stop();
    expect(runs()).toBe(5);
  });

  it('runs at once when nudged', async () => {
    const { job, done, runs } = counting(2);
    const running = repeat(job, { everyMs: HOUR_MS, onError });
    running.nudge();
    await done;
    await running.stop();
    expect(runs()).toBe(2);
  });

  it('goes on after an error', async () => {
    const errors: unknown[] = [];
    const { job, done } = counting(2);
    const broken = new Error('once');
    let first = true;
    const running = repeat(
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
});
