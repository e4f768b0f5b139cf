/** A reader's eye on one tenant's events. */
export class Watch {
  private hasNews = false;
  private isOver = false;
  private resolve: (() => void) | undefined;

  constructor(private readonly onClose: () => void) {}

  /** True when there is nothing to wait for any more: the process is stopping. */
  get ended(): boolean {
    return this.isOver;
  }

  /** To be called before reading: what comes from then on is news. */
  reset(): void {
    this.hasNews = false;
  }

  /** Resolves at news since the last `reset`, and after the time at the latest. */
  async next(withinMs: number): Promise<void> {
    if (this.hasNews || this.isOver) return;
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
    this.hasNews = true;
    this.resolve?.();
  }

  /** Never waits again. */
  end(): void {
    this.isOver = true;
    this.wake();
  }

  close(): void {
    this.end();
    this.onClose();
  }
}
