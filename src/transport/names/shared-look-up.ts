import type { LookedUp } from './look-up.js';

/** A look-up that several attempts wait for. It ends when the last of them has left. */
export class SharedLookUp {
  private readonly controller = new AbortController();
  private readonly outcome: Promise<LookedUp>;
  private waiting = 0;

  constructor(
    start: (signal: AbortSignal) => Promise<LookedUp>,
    /** Called once it has no use any more: its answer is there, or nobody waits for it. */
    onOver: () => void,
  ) {
    this.outcome = start(this.controller.signal).finally(onOver);
    this.outcome.catch(() => undefined);
  }

  /** The answer; rejects with the signal's reason where that comes first. Whoever joined leaves by the signal. */
  join(signal: AbortSignal): Promise<LookedUp> {
    this.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.waiting -= 1;
        reject(signal.reason as Error);
        if (this.waiting === 0) this.controller.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.outcome.then(resolve, reject);
    });
  }
}
