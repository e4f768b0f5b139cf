import type { Clock } from '../../../common/index.js';

const STEP_MS = 100;
const LONGEST_MS = 5_000;

/**
 * Pauses before reconnecting that grow from a tenth of a second to five. They start anew once a
 * connection has held for longer than that; the library's own count starts anew with every server
 * that lets us connect, and then hangs up.
 */
export function steadyPause(clock: Clock): () => number {
  let tries = 0;
  let lastAtMs = -Infinity;
  return () => {
    const now = clock.now();
    const held = now - lastAtMs > 2 * LONGEST_MS;
    tries = held ? 1 : tries + 1;
    lastAtMs = now;
    return Math.min(tries * STEP_MS, LONGEST_MS);
  };
}
