/** Look-ups under way in the process, and of one tenant. */
const MAX_IN_ALL = 256;
const MAX_OF_TENANT = 8;
/** The share of the free slots that one tenant may use, so that a slot is left for another tenant. */
const PART_OF_FREE = 1 / 8;

interface Waiter {
  admit: () => void;
}

/**
 * Limits concurrent lookups. One tenant uses few slots, and fewer while most slots are taken. Its other
 * lookups wait in order and delay no other tenant.
 */
export class LookupSlots {
  private readonly underWay = new Map<string, number>();
  private readonly waiting = new Map<string, Set<Waiter>>();
  private taken = 0;

  constructor(
    private readonly maxInAll = MAX_IN_ALL,
    private readonly maxOfTenant = MAX_OF_TENANT,
  ) {}

  /** Resolves when a slot is free; the caller must call `leave` afterwards. Rejects with the signal's reason. */
  async enter(tenant: string, signal: AbortSignal): Promise<void> {
    if (this.hasRoom(tenant)) {
      this.take(tenant);
      return;
    }
    const queue = this.waiting.get(tenant) ?? new Set<Waiter>();
    this.waiting.set(tenant, queue);
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        this.forget(tenant, waiter);
        reject(signal.reason as Error);
      };
      const waiter: Waiter = {
        admit: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      queue.add(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  leave(tenant: string): void {
    this.taken -= 1;
    const count = this.countOf(tenant) - 1;
    if (count === 0) this.underWay.delete(tenant);
    else this.underWay.set(tenant, count);
    this.admitWaiting();
  }

  /** Returns the number of current lookups of a tenant. */
  countOf(tenant: string): number {
    return this.underWay.get(tenant) ?? 0;
  }

  private admitWaiting(): void {
    for (const [tenant, queue] of this.waiting) {
      for (const waiter of queue) {
        if (!this.hasRoom(tenant)) break;
        this.take(tenant);
        this.forget(tenant, waiter);
        waiter.admit();
      }
    }
  }

  private hasRoom(tenant: string): boolean {
    const free = this.maxInAll - this.taken;
    const share = Math.max(1, Math.min(this.maxOfTenant, Math.floor(free * PART_OF_FREE)));
    return free > 0 && this.countOf(tenant) < share;
  }

  private take(tenant: string): void {
    this.taken += 1;
    this.underWay.set(tenant, this.countOf(tenant) + 1);
  }

  private forget(tenant: string, waiter: Waiter): void {
    const queue = this.waiting.get(tenant);
    queue?.delete(waiter);
    if (queue?.size === 0) this.waiting.delete(tenant);
  }
}
