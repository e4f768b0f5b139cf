/** Stores acknowledgements one at a time; of those that come meanwhile only the furthest counts. */
export class AckBox {
  private waiting: number | undefined;
  private isStoring = false;

  constructor(
    private readonly store: (position: number) => Promise<number>,
    private readonly on: { stored: (position: number) => void; failed: (error: unknown) => void },
  ) {}

  add(position: number): void {
    this.waiting = Math.max(position, this.waiting ?? 0);
    if (!this.isStoring) void this.drain();
  }

  private async drain(): Promise<void> {
    this.isStoring = true;
    while (this.waiting !== undefined) {
      const position = this.waiting;
      this.waiting = undefined;
      await this.store(position).then(this.on.stored, this.on.failed);
    }
    this.isStoring = false;
  }
}
