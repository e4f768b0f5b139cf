import { SLOW_ATTEMPT_MS } from '../model/index.js';
import type { FreeSlots } from '../queue/index.js';

/** An attempt under way. */
interface Begun {
  end: Promise<unknown>;
  /** It draws from the slow lane from the start. */
  slow: boolean;
}

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
      slowNamed: Math.min(SLOW_PER_CLAIM, Math.max(0, slowTotal / 2 - slow)),
      slowTotal,
    };
  }

  /** Calls `onEnd` for each attempt once it has ended and its slot is free. */
  begin(attempts: readonly Begun[], onEnd: () => void): void {
    let quick = attempts.filter(({ slow }) => !slow).length;
    let haveBecomeSlow = false;
    this.inFlight += attempts.length;
    this.slow += attempts.length - quick;
    const timer = setTimeout(() => {
      haveBecomeSlow = true;
      this.slow += quick;
      if (quick > 0) this.onRoom();
    }, SLOW_ATTEMPT_MS);
    for (const { end, slow } of attempts) {
      void end.finally(() => {
        this.inFlight -= 1;
        if (slow || haveBecomeSlow) this.slow -= 1;
        if (!slow) quick -= 1;
        if (quick === 0) clearTimeout(timer);
        onEnd();
      });
    }
  }
}
