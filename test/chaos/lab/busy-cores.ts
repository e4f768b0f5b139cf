import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

const SPIN = 'for (;;);';

/** Keeps every core busy with other work while `work` runs, and returns its result. */
export async function besideBusyCores<Result>(work: () => Promise<Result>): Promise<Result> {
  const threads = Array.from(
    { length: availableParallelism() },
    () => new Worker(SPIN, { eval: true }),
  );
  try {
    return await work();
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
