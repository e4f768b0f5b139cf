import { inScope } from './scope.js';

/** A job that runs repeatedly until it is stopped. Its runs never overlap. */
export interface RunLoop {
  /** Starts a run now, or right after the current run. */
  runNow(): void;
  /** Stops the loop; resolves when the current run has ended. */
  stop(): Promise<void>;
}

export interface RunLoopOptions {
  everyMs: number;
  onError: (error: unknown) => void;
  /**
   * Asked after each pause: the job does not run if the answer is false. `runNow` runs the job without asking, and so
   * does an error. Loops that ask pause up to the next multiple of `everyMs`, so that they ask together.
   */
  isDue?: (() => Promise<boolean>) | undefined;
}

/** The longest pause while a frequent job fails, and the one while a rare job fails. */
const LONGEST_BACKOFF_MS = 5_000;
const RARE_BACKOFF_MS = 60_000;

/** Timers that are due at the same time fire within these milliseconds. */
export const SAME_MOMENT_MS = 10;

/**
 * Starts a loop with an immediate first run. A job that resolves to true has more to do and runs again
 * without a pause. The pause doubles with each failure in a row, up to five seconds. A job that runs less
 * often than once a minute is tried again after a minute.
 *
 * @example
 * const loop = runLoop(() => sendNext(), { everyMs: 1_000, onError: log });
 * await loop.stop();
 */
export function runLoop(job: () => Promise<boolean>, options: RunLoopOptions): RunLoop {
  const state = { stopped: false, isRequested: false };
  let wake: (() => void) | undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const asks = async (): Promise<boolean> => options.isDue?.().catch(() => true) ?? true;
  const loop = async (): Promise<void> => {
    for (let failures = 0; !state.stopped;) {
      state.isRequested = false;
      const end = await job().catch((error: unknown) => {
        options.onError(error);
        return 'failed' as const;
      });
      failures = end === 'failed' ? failures + 1 : 0;
      let isDue = end === true;
      while (!isDue && !state.isRequested && !state.stopped) {
        await pause(pauseAfter(failures, options));
        isDue = failures > 0 || state.isRequested || state.stopped || (await asks());
      }
    }
  };
  // A request may be the first that needs a loop, and the loop serves all.
  const running = inScope(undefined, loop);
  return {
    runNow: () => {
      state.isRequested = true;
      wake?.();
    },
    stop: async () => {
      state.stopped = true;
      wake?.();
      await running;
    },
  };
}

function pauseAfter(failures: number, { everyMs, isDue }: RunLoopOptions): number {
  if (failures === 0) return isDue ? untilMultipleOf(everyMs) : everyMs;
  const longestMs = Math.max(LONGEST_BACKOFF_MS, Math.min(everyMs, RARE_BACKOFF_MS));
  return Math.min(everyMs * 2 ** failures, longestMs);
}

/** A timer may fire a little early: what is left then is no pause of its own. */
function untilMultipleOf(everyMs: number): number {
  const ms = Math.ceil(everyMs - (performance.now() % everyMs));
  return ms > SAME_MOMENT_MS ? ms : ms + everyMs;
}
