/** Work that runs again and again until stopped, never twice at once. */
export interface Repeating {
  /** Runs it now, or once more right after the run under way. */
  nudge(): void;
  /** Resolves when the run under way has ended. */
  stop(): Promise<void>;
}

export interface RepeatOptions {
  everyMs: number;
  onError: (error: unknown) => void;
}

/** While the job fails, the pauses of a busy one grow up to this, and those of a rare one shrink to a minute. */
const LONGEST_BACKOFF_MS = 5_000;
const RARE_BACKOFF_MS = 60_000;

/**
 * Starts at once. A job that answers true has more to do and is run again without a pause. After
 * failures in a row the pause doubles, up to five seconds; a job that is run less often than once a
 * minute is tried again after one.
 */
export function repeat(job: () => Promise<boolean>, options: RepeatOptions): Repeating {
  const state = { stopped: false, nudged: false };
  let wake: (() => void) | undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async (): Promise<void> => {
    for (let failures = 0; !state.stopped;) {
      state.nudged = false;
      const end = await job().catch((error: unknown) => {
        options.onError(error);
        return 'failed' as const;
      });
      failures = end === 'failed' ? failures + 1 : 0;
      if (end !== true && !state.nudged && !state.stopped) {
        await pause(pauseAfter(failures, options.everyMs));
      }
    }
  };
  const running = loop();
  return {
    nudge: () => {
      state.nudged = true;
      wake?.();
    },
    stop: async () => {
      state.stopped = true;
      wake?.();
      await running;
    },
  };
}

function pauseAfter(failures: number, everyMs: number): number {
  if (failures === 0) return everyMs;
  const longestMs = Math.max(LONGEST_BACKOFF_MS, Math.min(everyMs, RARE_BACKOFF_MS));
  return Math.min(everyMs * 2 ** failures, longestMs);
}
