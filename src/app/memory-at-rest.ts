import { Session } from 'node:inspector/promises';
import type { IncomingMessage, Server } from 'node:http';
import { getHeapStatistics } from 'node:v8';
import { runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';

/** A process is at rest when nothing was asked of it for so long. */
const REST_MS = 10_000;
const LOOK_MS = 5_000;
/** A collection stops the process for some tenths of a second: it has to give back about as much as this. */
const WORTH_BYTES = 24 * 1024 * 1024;

/**
 * Gives memory back to the system when the process is at rest, once after each time of work. The heap keeps its
 * young generation at the size that the work needed, and V8 collects no garbage while nothing is allocated.
 */
export function releaseMemoryAtRest(restedMs: () => number, logger: Logger): RunLoop {
  let keptBytes = 0;
  const release = async (): Promise<boolean> => {
    if (restedMs() < REST_MS || heapBytes() - keptBytes < WORTH_BYTES) return false;
    const startedAtMs = performance.now();
    const before = heapBytes();
    await collectGarbage();
    keptBytes = heapBytes();
    const duration_ms = Math.round(performance.now() - startedAtMs);
    logger.debug({ bytes: before - keptBytes, duration_ms }, 'memory was given back');
    return false;
  };
  const onError = (error: unknown): void =>
    logger.warn({ err: error }, 'memory could not be given back; it is tried again');
  return runLoop(release, { everyMs: LOOK_MS, onError });
}

/** Returns the milliseconds since the last request to the API, or since now. */
export function watchRequests(server: Server): () => number {
  let lastAtMs = Date.now();
  server.prependListener('request', ({ url }: IncomingMessage) => {
    // Probes of health and metrics come at all times.
    if (url?.startsWith('/v1/')) lastAtMs = Date.now();
  });
  return () => Date.now() - lastAtMs;
}

function heapBytes(): number {
  return getHeapStatistics().total_heap_size;
}

/** The inspector's collection shrinks the young generation too, which the one of `--expose-gc` does not. */
async function collectGarbage(): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
}
