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

/** Starts at once. A job that answers true has more to do and is run again without a pause. */
export function repeat(job: () => Promise<boolean>, options: RepeatOptions): Repeating {
  const state = { stopped: false, nudged: false };
  let wake: (() => void) | undefined;
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, options.everyMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async (): Promise<void> => {
    while (!state.stopped) {
      state.nudged = false;
      const more = await job().catch((error: unknown) => {
        options.onError(error);
        return false;
      });
      if (!more && !state.nudged && !state.stopped) await pause();
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
