import type { Clock } from './clock.js';

/** What a caller may tell of its item so that batches stay bounded in bytes too. */
export interface CoalescerOptions<Item> {
  maxItems: number;
  maxBytes?: number;
  bytesOf?: (item: Item) => number;
  /** Whose item it is. Owners take turns in a batch, so that one who has much in line holds up no other. */
  ownerOf?: (item: Item) => string;
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
  /** By owner, each in the order of arrival; the owner whose turn is next comes first. */
  private readonly lines = new Map<string, Waiting<Item, Result>[]>();
  private waiting = 0;
  private running = 0;

  constructor(
    private readonly runBatch: (items: Item[]) => Promise<Result[]>,
    private readonly options: CoalescerOptions<Item>,
  ) {}

  /** Callers that wait for a batch or are in one. */
  get pending(): number {
    return this.waiting + this.running;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const sinceMs = this.options.patience?.clock.now() ?? 0;
      this.enqueue({ item, sinceMs, resolve, reject });
      this.schedule();
    });
  }

  private enqueue(waiting: Waiting<Item, Result>): void {
    const owner = this.options.ownerOf?.(waiting.item) ?? '';
    const line = this.lines.get(owner);
    if (line) line.push(waiting);
    else this.lines.set(owner, [waiting]);
    this.waiting += 1;
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
    const batch: Waiting<Item, Result>[] = [];
    let bytes = 0;
    // An owner who was served goes to the end of the map, and comes up again while there is room.
    for (const [owner, line] of this.lines) {
      const [first] = line;
      if (!first || batch.length === maxItems) break;
      bytes += bytesOf(first.item);
      if (batch.length > 0 && bytes > maxBytes) break;
      batch.push(first);
      line.shift();
      this.lines.delete(owner);
      if (line.length > 0) this.lines.set(owner, line);
    }
    this.waiting -= batch.length;
    return batch;
  }

  /** Each owner's came in order, so the late ones are in front. */
  private refuseLate(): void {
    const { patience } = this.options;
    if (!patience) return;
    const latestMs = patience.clock.now() - patience.ms;
    for (const [owner, line] of this.lines) {
      const punctual = line.findIndex(({ sinceMs }) => sinceMs >= latestMs);
      const late = line.splice(0, punctual === -1 ? line.length : punctual);
      this.waiting -= late.length;
      if (line.length === 0) this.lines.delete(owner);
      for (const { reject } of late) reject(patience.late());
    }
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

/**
 * The items whose keys all come for the first time, and those that repeat one: a statement that may
 * touch a row only once takes the first now and the rest in a later round.
 */
export function withoutRepeats<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => string[],
): { batch: Item[]; later: Item[] } {
  const seen = new Set<string>();
  const batch: Item[] = [];
  const later: Item[] = [];
  for (const item of items) {
    const keys = keysOf(item);
    (keys.some((key) => seen.has(key)) ? later : batch).push(item);
    for (const key of keys) seen.add(key);
  }
  return { batch, later };
}
