/** One timer over all the steps of an attempt. The steps follow each other, so one listener is enough. */
export class Deadline {
  expired = false;
  private listener: (() => void) | null = null;
  private readonly endsAtMs: number;
  private readonly timer: NodeJS.Timeout;

  constructor(readonly timeoutMs: number) {
    this.endsAtMs = performance.now() + timeoutMs;
    this.timer = setTimeout(() => {
      this.expired = true;
      this.listener?.();
    }, timeoutMs);
  }

  get remainingMs(): number {
    return Math.max(0, this.endsAtMs - performance.now());
  }

  /** Whom to tell when time is up; replaces the listener of the step before. */
  onExpiry(listener: (() => void) | null): void {
    this.listener = listener;
  }

  clear(): void {
    this.listener = null;
    clearTimeout(this.timer);
  }
}
