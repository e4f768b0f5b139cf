import { asSystem } from './scope.js';

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
   * does an error. After ten seconds without a run the pauses last a second at least.
   */
  isDue?: (() => Promise<boolean>) | undefined;
}

/** The longest pause while a frequent job fails, and the one while a rare job fails. */
const LONGEST_BACKOFF_MS = 5_000;
const RARE_BACKOFF_MS = 60_000;

/** A loop that has had nothing to do for so long asks less often: an idle process should cost next to nothing. */
const RESTS_AFTER_MS = 10_000;
const REST_PAUSE_MS = 1_000;

/** Pauses that end within these milliseconds end together. */
export const SAME_MOMENT_MS = 10;
/** Loops with such a pause or a longer one pause up to its next multiple, so that they run at the same moments. */
const ALIGNED_FROM_MS = 250;

/** The pauses of all loops of the process. One timer serves them: each time it fires costs more than what it begins. */
class Pauses {
  private readonly ends = new Map<() => void, number>();
  private timer: NodeJS.Timeout | undefined;
  private firesAtMs = Infinity;

  /** Calls `end` after so many milliseconds, unless it is cancelled. */
  begin(ms: number, end: () => void): void {
    const endsAtMs = performance.now() + ms;
    this.ends.set(end, endsAtMs);
    if (endsAtMs < this.firesAtMs) this.fireAt(endsAtMs);
  }

  cancel(end: () => void): void {
    this.ends.delete(end);
    if (this.ends.size === 0) this.fireAt(Infinity);
  }

  private fireAt(ms: number): void {
    clearTimeout(this.timer);
    this.firesAtMs = ms;
    if (ms === Infinity) return;
    this.timer = setTimeout(() => this.fire(), Math.max(0, ms - performance.now()));
  }

  private fire(): void {
    const untilMs = performance.now() + SAME_MOMENT_MS;
    for (const [end, endsAtMs] of this.ends) {
      if (endsAtMs > untilMs) continue;
      this.ends.delete(end);
      end();
    }
    this.fireAt(Math.min(...this.ends.values()));
  }
}

const pauses = new Pauses();

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
      pauses.begin(ms, resolve);
      wake = () => {
        pauses.cancel(resolve);
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
      const quietSinceMs = performance.now();
      while (!isDue && !state.isRequested && !state.stopped) {
        const isResting = options.isDue && performance.now() - quietSinceMs >= RESTS_AFTER_MS;
        const everyMs = isResting ? Math.max(options.everyMs, REST_PAUSE_MS) : options.everyMs;
        await pause(pauseAfter(failures, everyMs));
        isDue = failures > 0 || state.isRequested || state.stopped || (await asks());
      }
    }
  };
  // A request may be the first that needs a loop, and the loop serves all tenants.
  const running = asSystem(loop);
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

function pauseAfter(failures: number, everyMs: number): number {
  if (failures === 0) return everyMs < ALIGNED_FROM_MS ? everyMs : untilMultipleOf(everyMs);
  const longestMs = Math.max(LONGEST_BACKOFF_MS, Math.min(everyMs, RARE_BACKOFF_MS));
  return Math.min(everyMs * 2 ** failures, longestMs);
}

/** A timer may fire a little early: what is left then is no pause of its own. */
function untilMultipleOf(everyMs: number): number {
  const ms = Math.ceil(everyMs - (performance.now() % everyMs));
  return ms > SAME_MOMENT_MS ? ms : ms + everyMs;
}
