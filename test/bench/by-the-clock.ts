import { Worker } from 'node:worker_threads';
import type { Pace } from './pacer.js';

/**
 * Calls `begin` with each moment (ms since the epoch) that the pace names, when it has come and whatever earlier calls
 * take. Resolves with what all of them came to; rejects at the first that fails.
 */
export async function byTheClock<Result>(
  pace: Pace,
  begin: (dueAtMs: number) => Promise<Result>,
): Promise<Result[]> {
  const begun: Promise<Result>[] = [];
  await new Promise<void>((resolve, reject) => {
    const pacer = new Worker(new URL('pacer.ts', import.meta.url), { workerData: pace });
    pacer.on('error', reject);
    pacer.on('exit', () => resolve());
    pacer.on('message', (dueAtMs: number) => {
      const work = begin(dueAtMs);
      work.catch(reject);
      begun.push(work);
    });
  });
  return Promise.all(begun);
}
