/** One timer for all steps of an attempt. The steps run one after another, so one listener is enough. */
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

  /** Sets the function to call at expiry. It replaces the listener of the previous step. */
  onExpiry(listener: (() => void) | null): void {
    this.listener = listener;
  }

  clear(): void {
    this.listener = null;
    clearTimeout(this.timer);
  }
}
