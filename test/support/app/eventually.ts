import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 50;

/**
 * Runs a check until it passes (returns without throwing) and gives its answer; after `withinMs`
 * throws what it threw last.
 */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = 30_000): Promise<T> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
    }
    await pause(EVERY_MS);
  }
}
