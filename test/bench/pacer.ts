import { parentPort, workerData } from 'node:worker_threads';
import { nowMs } from './remote.js';

/** Of a thread that posts the moment (ms since the epoch) of each start when it is due. */
export interface Pace {
  everyMs: number;
  count: number;
}

// A timer of the event loop is up to a millisecond late, which is a good part of what is measured; a
// thread of its own can sleep for a fraction of one without keeping a core busy.
const { everyMs, count } = workerData as Pace;
// The schedule begins when the thread runs: loading it takes a while.
const firstAtMs = nowMs() + everyMs;
const cell = new Int32Array(new SharedArrayBuffer(4));
for (let nth = 0; nth < count; nth += 1) {
  const dueAtMs = firstAtMs + nth * everyMs;
  const waitMs = dueAtMs - nowMs();
  if (waitMs > 0) Atomics.wait(cell, 0, 0, waitMs);
  parentPort?.postMessage(dueAtMs, []);
}
