import type { Clock } from './clock.js';

/** What a caller may tell of its item so that batches stay bounded in bytes too. */
export interface CoalescerOptions<Item> {
  maxItems: number;
  maxBytes?: number;
  bytesOf?: (item: Item) => number;
  /** Batches under way at once; 1 unless told. */
  parallel?: number;
  /** True for errors that one row may have caused: the batch is split. Others fail every caller. */
  isRowError: (error: unknown) => boolean;
  /** Who has waited for longer when a batch begins is refused with `late`, and is in none. */
  patience?: { ms: number; clock: Clock; late: () => Error };
}

interface Waiting<Item, Result> {
  item: Item;
  sinceMs: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Turns single calls into batches: what arrives while a batch is under way is the next batch. No
 * timer, so a lone call waits for nobody. A batch that the database refuses for a row's sake is
 * halved until the bad row stands alone; a lost connection is everyone's error at once.
 */
export class Coalescer<Item, Result> {
  private readonly queue: Waiting<Item, Result>[] = [];
  private running = 0;

  constructor(
    private readonly runBatch: (items: Item[]) => Promise<Result[]>,
    private readonly options: CoalescerOptions<Item>,
  ) {}

  /** Callers that wait for a batch or are in one. */
  get pending(): number {
    return this.queue.length + this.running;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const sinceMs = this.options.patience?.clock.now() ?? 0;
      this.queue.push({ item, sinceMs, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.running >= (this.options.parallel ?? 1)) return;
    this.running += 1;
    // One microtask of patience: callers of the same tick share the batch.
    queueMicrotask(() => void this.drain());
  }

  private async drain(): Promise<void> {
    try {
      for (let batch = this.take(); batch.length > 0; batch = this.take()) await this.run(batch);
    } finally {
      this.running -= 1;
    }
  }

  private take(): Waiting<Item, Result>[] {
    this.refuseLate();
    const { maxItems, maxBytes = Infinity, bytesOf = () => 0 } = this.options;
    let count = 0;
    let bytes = 0;
    for (const waiting of this.queue) {
      bytes += bytesOf(waiting.item);
      if (count === maxItems || (count > 0 && bytes > maxBytes)) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  /** They came in order, so the late ones are in front. */
  private refuseLate(): void {
    const { patience } = this.options;
    if (!patience) return;
    const latestMs = patience.clock.now() - patience.ms;
    const punctual = this.queue.findIndex(({ sinceMs }) => sinceMs >= latestMs);
    const late = this.queue.splice(0, punctual === -1 ? this.queue.length : punctual);
    for (const { reject } of late) reject(patience.late());
  }

  private async run(batch: Waiting<Item, Result>[]): Promise<void> {
    let results: Result[];
    try {
      results = await this.runBatch(batch.map((waiting) => waiting.item));
    } catch (error) {
      if (batch.length === 1 || !this.options.isRowError(error)) {
        for (const waiting of batch) waiting.reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.run(batch.slice(0, half));
      await this.run(batch.slice(half));
      return;
    }
    batch.forEach((waiting, index) => waiting.resolve(results[index] as Result));
  }
}
