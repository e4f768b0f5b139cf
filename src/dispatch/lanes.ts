/** Room for more attempts; an endpoint draws from the lane that its answers put it in. */
export interface FreeSlots {
  quick: number;
  slow: number;
  /** The whole slow lane, which endpoints share evenly. */
  slowTotal: number;
}

/** An attempt that has not ended by then is a slow one, as `room_at_endpoints` sees it too. */
const SLOW_MS = 250;
/** A slow attempt is a socket that waits: many cost little. */
const SLOW_PER_QUICK = 8;
/** Slow attempts begun by one claim at most. */
const SLOW_PER_CLAIM = 128;

/**
 * Counts the attempts in flight. Those that take long move to a lane of their own, so that receivers
 * that hang do not keep the quick ones waiting.
 */
export class Lanes {
  private inFlight = 0;
  private slow = 0;
  private readonly slowTotal: number;

  constructor(
    private readonly slots: number,
    /** Called when quick slots have become free because attempts turned out slow. */
    private readonly onRoom: () => void,
  ) {
    this.slowTotal = slots * SLOW_PER_QUICK;
  }

  get attemptsInFlight(): number {
    return this.inFlight;
  }

  get free(): FreeSlots {
    const { slots, slowTotal } = this;
    const slow = Math.min(this.slow, slowTotal);
    return {
      quick: Math.max(0, slots - (this.inFlight - slow)),
      slow: Math.min(SLOW_PER_CLAIM, slowTotal - slow),
      slowTotal,
    };
  }

  /** Calls `onEnd` for each attempt once it has ended and its slot is free. */
  begin(attempts: readonly Promise<unknown>[], onEnd: () => void): void {
    let running = attempts.length;
    let areSlow = false;
    this.inFlight += running;
    const timer = setTimeout(() => {
      areSlow = true;
      this.slow += running;
      this.onRoom();
    }, SLOW_MS);
    for (const attempt of attempts) {
      void attempt.finally(() => {
        running -= 1;
        this.inFlight -= 1;
        if (areSlow) this.slow -= 1;
        if (running === 0) clearTimeout(timer);
        onEnd();
      });
    }
  }
}
