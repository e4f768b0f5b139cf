import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** What nothing that comes in may hold the event loop for. */
export const BOUND_MS = 50;

/** What an ordinary core needs for the sample of work below, in milliseconds. */
const ORDINARY_MS = 12;
const SAMPLE = JSON.stringify(Array.from({ length: 40_000 }, (_, n) => ({ n, s: 'x'.repeat(8) })));

/**
 * How many times longer than on an ordinary core that is idle a piece of work takes here just now, at
 * least 1: the longest of five, since what is compared with it is the longest turn of many.
 */
function slownessNow(): number {
  const tookMs = Array.from({ length: 5 }, () => {
    const startedMs = performance.now();
    JSON.parse(SAMPLE);
    return performance.now() - startedMs;
  });
  return Math.max(1, Math.max(...tookMs) / ORDINARY_MS);
}

/**
 * The longest turn of the event loop while the action runs, in milliseconds of an ordinary core. The
 * floor: a turn counts as shorter by as much as this machine is slower, measured before and after.
 */
export async function longestTurnDuring(action: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const before = slownessNow();
  await pause(5);
  delay.enable();
  await action();
  await pause(5);
  delay.disable();
  return delay.max / 1e6 / Math.max(before, slownessNow());
}

/**
 * The median of an odd number of tries, each with its own action from `prepare`. What holds the loop every time, or
 * every second time, shows; what other processes of the machine take away now and then does not.
 */
export async function medianTurnOf(
  tries: number,
  prepare: () => Promise<() => Promise<void>>,
): Promise<number> {
  const turns: number[] = [];
  for (let tried = 0; tried < tries; tried += 1) {
    turns.push(await longestTurnDuring(await prepare()));
  }
  return median(turns);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
