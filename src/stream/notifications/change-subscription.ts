/** One reader's subscription to changes of one tenant's event log. */
export class ChangeSubscription {
  private hasChanged = false;
  private isEnded = false;
  private resolve: (() => void) | undefined;

  constructor(private readonly onClose: () => void) {}

  /** True once the subscription was closed or the process is stopping: `next` no longer waits. */
  get ended(): boolean {
    return this.isEnded;
  }

  /** Call it before reading, so that a change during the read ends the next wait. */
  reset(): void {
    this.hasChanged = false;
  }

  /** Resolves on a change since the last `reset`, at the latest after `withinMs`. */
  async next(withinMs: number): Promise<void> {
    if (this.hasChanged || this.isEnded) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.resolve = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.resolve = undefined;
  }

  wake(): void {
    this.hasChanged = true;
    this.resolve?.();
  }

  end(): void {
    this.isEnded = true;
    this.wake();
  }

  close(): void {
    this.end();
    this.onClose();
  }
}
