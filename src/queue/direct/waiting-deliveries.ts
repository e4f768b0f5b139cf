import type { ClaimedDelivery } from '../claims.js';
import type { Credit, EndpointGrants, Grant } from './endpoint-grants.js';

/** A delivery that is stored under a lease and has not begun. */
interface Waiting {
  claim: ClaimedDelivery;
  /** The `leased_by` of its row. */
  workerId: string;
  /** How much data its event holds in memory, in characters. */
  data: number;
  sinceMs: number;
}

/** A delivery with the credit that it holds. */
export interface Beginning {
  claim: ClaimedDelivery;
  credit: Credit;
}

/**
 * Deliveries that are stored under a lease of this process and wait for a credit of their endpoint or for a slot,
 * in the order in which they came. Endpoints take turns.
 */
export class WaitingDeliveries {
  private readonly lines = new Map<Grant, Waiting[]>();
  private count = 0;
  private dataHeld = 0;

  constructor(private readonly grants: EndpointGrants) {}

  get size(): number {
    return this.count;
  }

  /** The data of their events, in characters. */
  get data(): number {
    return this.dataHeld;
  }

  add(grant: Grant, delivery: Omit<Waiting, 'sinceMs'>): void {
    const line = this.lines.get(grant);
    const waiting = { ...delivery, sinceMs: performance.now() };
    if (line) line.push(waiting);
    else this.lines.set(grant, [waiting]);
    this.count += 1;
    this.dataHeld += waiting.data;
  }

  /** Takes those that have a credit now, as many as there is room for. */
  take(room: number): Beginning[] {
    const taken: Beginning[] = [];
    const turns = new Set(this.lines.keys());
    while (turns.size > 0) {
      for (const grant of turns) {
        if (taken.length >= room) return taken;
        const next = this.takeFrom(grant);
        if (next) taken.push(next);
        else turns.delete(grant);
      }
    }
    return taken;
  }

  /** Takes those away that have waited since that moment or for longer, by `performance.now()`; of one grant or all. */
  removeOlder(sinceMs: number, only?: Grant): Waiting[] {
    const removed: Waiting[] = [];
    for (const [grant, line] of this.lines) {
      if (only && grant !== only) continue;
      const kept = line.findIndex((waiting) => waiting.sinceMs > sinceMs);
      for (const waiting of line.splice(0, kept < 0 ? line.length : kept)) {
        this.left(grant, line, waiting);
        this.grants.withdraw(grant);
        removed.push(waiting);
      }
    }
    return removed;
  }

  private takeFrom(grant: Grant): Beginning | undefined {
    const line = this.lines.get(grant);
    const credit = line && this.grants.begin(grant);
    const first = credit && line.shift();
    if (!first) return undefined;
    this.left(grant, line, first);
    return { claim: first.claim, credit };
  }

  private left(grant: Grant, line: readonly Waiting[], { data }: Waiting): void {
    this.count -= 1;
    this.dataHeld -= data;
    if (line.length === 0) this.lines.delete(grant);
  }
}
