import type { Clock } from './clock.js';
import { asSystem } from './scope.js';

/** A batch has a price of its own: where few items come one by one, some of them together cost less. */
interface Rest<Item> {
  /** A batch begins so many milliseconds after the former one began, or later. */
  ms: number;
  /** So many waiting items begin without rest. */
  manyItems: number;
  /** An item that begins without rest, and all that wait with it. */
  isUrgent: (item: Item) => boolean;
}

/** The limits of batches and of waiting. */
export interface CoalescerOptions<Item> {
  maxItems: number;
  maxBytes?: number;
  bytesOf?: (item: Item) => number;
  /** The owner of an item. Batches take items of all owners in rotation, so that no owner delays others. */
  ownerOf?: (item: Item) => string;
  /** The number of concurrent batches; the default is 1. */
  parallel?: number;
  /**
   * A further batch begins beside others only when each of them has run for so many milliseconds, and without
   * their owners: a batch that hangs on a lock of one owner delays the other owners by this time at most. The
   * default is 0: a further batch begins at once, and with any owner.
   */
  slowMs?: number;
  /**
   * After a large batch the next one waits until as many items have come, for so many milliseconds at most.
   * The default is 0.
   */
  gatherMs?: number;
  /** For items that are in no hurry; absent: a batch begins as soon as it may. */
  rest?: Rest<Item>;
  /** Returns true for an error that one item may have caused; the batch is then split. Others fail all. */
  isRowError: (error: unknown) => boolean;
  /** An item that has waited longer when a batch begins is rejected with the result of `error`. */
  queueTimeout?: { ms: number; clock: Clock; error: () => Error };
}

/** A batch of fewer items shows that there is little to gather. */
const LARGE_BATCH = 4;

interface Waiting<Item, Result> {
  item: Item;
  sinceMs: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

interface Running {
  sinceMs: number;
  owners: ReadonlySet<string>;
}

/**
 * Combines single calls into batches: the items that arrive while a batch runs form the next batch. A call
 * that comes alone is not delayed. A batch that fails because of one item is halved until that item is
 * alone. Any other error, such as a lost connection, rejects all callers of the batch.
 *
 * @example
 * const writer = new Coalescer((rows: Row[]) => insertAll(rows), { maxItems: 100, isRowError });
 * const result = await writer.add(row);
 */
export class Coalescer<Item, Result> {
  /** The queue of each owner in order of arrival. The owner of the next turn comes first. */
  private readonly lines = new Map<string, Waiting<Item, Result>[]>();
  private waiting = 0;
  /** Batches in the order in which they began. */
  private readonly running = new Set<Running>();
  private last = { size: 0, beganAtMs: -Infinity, endedAtMs: 0 };
  private isUrgent = false;
  private isBeginning = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly runBatch: (items: Item[]) => Promise<Result[]>,
    private readonly options: CoalescerOptions<Item>,
  ) {}

  /** The number of callers that wait for a batch, and of batches that run. */
  get pending(): number {
    return this.waiting + this.running.size;
  }

  /** Resolves to the result of the item when its batch has ended. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const sinceMs = this.options.queueTimeout?.clock.now() ?? 0;
      if (this.options.rest?.isUrgent(item)) this.isUrgent = true;
      this.enqueue({ item, sinceMs, resolve, reject });
      this.schedule();
    });
  }

  /** Ends the rest of the items that wait. */
  hurry(): void {
    if (this.waiting === 0) return;
    this.isUrgent = true;
    this.schedule();
  }

  private enqueue(waiting: Waiting<Item, Result>): void {
    const owner = this.ownerOf(waiting);
    const line = this.lines.get(owner);
    if (line) line.push(waiting);
    else this.lines.set(owner, [waiting]);
    this.waiting += 1;
  }

  private ownerOf({ item }: Waiting<Item, Result>): string {
    return this.options.ownerOf?.(item) ?? '';
  }

  private schedule(): void {
    const { parallel = 1 } = this.options;
    if (this.isBeginning || this.waiting === 0 || this.running.size >= parallel) return;
    const delayMs = this.delayMs();
    if (delayMs > 0) {
      this.timer ??= setTimeout(() => this.begin(), delayMs);
      return;
    }
    this.isBeginning = true;
    // The microtask lets callers of the same tick share the batch.
    queueMicrotask(() => this.begin());
  }

  private delayMs(): number {
    const { slowMs = 0, gatherMs = 0, rest } = this.options;
    const { size, beganAtMs, endedAtMs } = this.last;
    const latest = [...this.running].at(-1);
    const isGathering = size >= LARGE_BATCH && this.waiting < size;
    const slowAtMs = latest ? latest.sinceMs + slowMs : 0;
    const gatheredAtMs = isGathering ? endedAtMs + gatherMs : 0;
    const isResting = rest && !this.isUrgent && this.waiting < rest.manyItems;
    const restedAtMs = isResting ? beganAtMs + rest.ms : 0;
    return Math.max(slowAtMs, gatheredAtMs, restedAtMs) - performance.now();
  }

  private begin(): void {
    this.isBeginning = false;
    this.clearTimer();
    const batch = this.take();
    if (batch.length === 0) return;
    const owners = new Set(batch.map((waiting) => this.ownerOf(waiting)));
    const running = { sinceMs: performance.now(), owners };
    this.running.add(running);
    this.last.beganAtMs = running.sinceMs;
    if (this.waiting === 0) this.isUrgent = false;
    void this.run(batch).finally(() => {
      this.running.delete(running);
      this.last.size = batch.length;
      this.last.endedAtMs = performance.now();
      this.clearTimer();
      this.schedule();
    });
    this.schedule();
  }

  private clearTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private take(): Waiting<Item, Result>[] {
    this.refuseLate();
    const { maxItems, maxBytes = Infinity, bytesOf = () => 0 } = this.options;
    const batch: Waiting<Item, Result>[] = [];
    let bytes = 0;
    // A served owner moves to the end of the map and is served again while the batch has room.
    for (const [owner, line] of this.lines) {
      const [first] = line;
      if (!first || batch.length === maxItems) break;
      if (this.hasSlowBatch(owner)) continue;
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

  private hasSlowBatch(owner: string): boolean {
    if (this.options.slowMs === undefined) return false;
    for (const { owners } of this.running) if (owners.has(owner)) return true;
    return false;
  }

  /** Rejects the items whose queue timeout has passed. They are at the front of each queue. */
  private refuseLate(): void {
    const { queueTimeout } = this.options;
    if (!queueTimeout) return;
    const latestMs = queueTimeout.clock.now() - queueTimeout.ms;
    for (const [owner, line] of this.lines) {
      const punctual = line.findIndex(({ sinceMs }) => sinceMs >= latestMs);
      const late = line.splice(0, punctual === -1 ? line.length : punctual);
      this.waiting -= late.length;
      if (line.length === 0) this.lines.delete(owner);
      for (const { reject } of late) reject(queueTimeout.error());
    }
  }

  private async run(batch: Waiting<Item, Result>[]): Promise<void> {
    let results: Result[];
    try {
      // A batch has items of many callers.
      results = await asSystem(() => this.runBatch(batch.map((waiting) => waiting.item)));
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
 * Splits items into those whose keys occur for the first time and those that repeat a key. A statement
 * that may touch each row only once takes the first part now and the rest in a later batch.
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
