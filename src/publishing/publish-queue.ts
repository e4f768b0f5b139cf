import { Injectable } from '@nestjs/common';
import {
  AppError,
  Coalescer,
  isRowError,
  LOCK_NOT_AVAILABLE,
  sqlStateOf,
  systemClock,
  unavailable,
} from '../common/index.js';
import type { PreparedPublish } from './event-validator.js';
import { EventContents } from '../events/index.js';
import { DirectClaims } from '../queue/index.js';
import { isMeantFor } from './fan-out.js';
import { BatchStore } from './store/batch-store.service.js';
import type { Retry, StoreOutcome, StoreRequest } from './store/batch-store.service.js';
import { TenantRouteCache } from './tenant-route-cache.js';

/** Sealing and encoding them is one turn of the event loop, and others wait for the statement. */
const MAX_EVENTS = 100;
const MAX_BYTES = 256 * 1024;
/** One statement at a time costs least; others begin beside one that waits for a lock of a tenant. */
const PACE = { parallel: 3, slowMs: 50, gatherMs: 2 };
/** More than the longest queue for one idempotency key that a batch can make. */
const MAX_TRIES = 1_000;

/**
 * Publishes of this process that are on their way to a commit: some seconds' work at full speed.
 * What comes on top is refused at once, so that a slow database piles nothing up here. One tenant has half of it.
 */
const ADMITTED = { items: 10_000, bytes: 64 * 1024 * 1024 };

/** A publish that has waited in line for so long is refused instead of begun. */
const QUEUE_TIMEOUT_MS = 5_000;
/** A publish is tried for so long in all. */
const MAX_TRYING_MS = 10_000;

/** Weight of a planned delivery in a batch, whose bytes are bounded: storing it costs as much as an event of this size. */
const DELIVERY_BYTES = 1_000;

interface Load {
  items: number;
  bytes: number;
}

/** Counts what is under way, so that a caller beyond the bounds is refused at once instead of piling up. */
export class AdmissionLimit {
  private readonly all: Load = { items: 0, bytes: 0 };
  private readonly owned = new Map<string, Load>();
  private readonly ofOne: Load;

  constructor(private readonly bounds: Load) {
    this.ofOne = { items: Math.ceil(bounds.items / 2), bytes: bounds.bytes / 2 };
  }

  /**
   * False where the bounds are reached, of which one owner has half. Something larger than a bound is admitted where
   * nothing else counts against it.
   */
  take(owner: string, bytes: number): boolean {
    const own = this.owned.get(owner) ?? { items: 0, bytes: 0 };
    if (isFull(this.all, bytes, this.bounds) || isFull(own, bytes, this.ofOne)) return false;
    this.owned.set(owner, own);
    for (const load of [this.all, own]) {
      load.items += 1;
      load.bytes += bytes;
    }
    return true;
  }

  /** To be called once for everything that was taken. */
  leave(owner: string, bytes: number): void {
    const own = this.owned.get(owner);
    for (const load of own ? [this.all, own] : []) {
      load.items -= 1;
      load.bytes -= bytes;
    }
    if (own?.items === 0) this.owned.delete(owner);
  }
}

function isFull(load: Load, bytes: number, bounds: Load): boolean {
  return load.items > 0 && (load.items >= bounds.items || load.bytes + bytes > bounds.bytes);
}

/**
 * Commits publishes, those that arrive together in one statement. Each publish is answered for itself:
 * what is committed is never refused because of another.
 */
@Injectable()
export class PublishQueue {
  private readonly together: Coalescer<StoreRequest, StoreOutcome | Retry>;
  private readonly aside: Coalescer<StoreRequest, StoreOutcome | Retry>;
  /** The publish that waits for a lock on behalf of all that want it, by `lockOf`. */
  private readonly waiters = new Map<string, Promise<unknown>>();
  private readonly admission = new AdmissionLimit(ADMITTED);

  constructor(
    private readonly batches: BatchStore,
    private readonly tenants: TenantRouteCache,
    private readonly direct: DirectClaims,
    private readonly contents: EventContents,
  ) {
    const queueTimeout = { ms: QUEUE_TIMEOUT_MS, clock: systemClock, error: tooBusy };
    this.together = new Coalescer((requests) => this.storeTogether(requests), {
      maxItems: MAX_EVENTS,
      maxBytes: MAX_BYTES,
      bytesOf: (request) => this.weightOf(request),
      ownerOf: ({ publish }) => publish.event.tenantRef,
      ...PACE,
      // An AppError is that of one tenant's data key, which is not had at the turn of a month.
      isRowError: (error) => isRowError(error) || error instanceof AppError,
      queueTimeout,
    });
    // A publish that has to wait for a lock waits here, where it holds up no other.
    this.aside = new Coalescer((requests) => this.batches.storeBatch(requests, 'wait'), {
      maxItems: 1,
      parallel: 4,
      isRowError,
      queueTimeout: { ...queueTimeout, ms: MAX_TRYING_MS },
    });
  }

  /**
   * Resolves after the commit; a tenant outside the scope is none. Rejects with the database's error
   * or a 503 where nothing is known to be kept: a connection that was lost between a commit and its
   * answer leaves the event stored, and a retry by its idempotency key finds it.
   */
  async store(
    publish: PreparedPublish,
    scope: readonly string[] | null = null,
  ): Promise<StoreOutcome> {
    const bytes = bytesOf(publish);
    const owner = publish.event.tenantRef;
    if (!this.admission.take(owner, bytes)) throw tooBusy();
    try {
      const tenant = this.tenants.peek(owner) ?? (await this.tenants.find(owner));
      if (tenant) await this.contents.prepare(tenant.tenantId);
      const endpoints = tenant?.endpoints.filter((one) => isMeantFor(publish.event, one)) ?? [];
      if (endpoints.length > 0) await this.direct.whenFree(endpoints);
      return await this.retry({ publish, scope, staleRetries: 0 });
    } finally {
      this.admission.leave(owner, bytes);
    }
  }

  private async retry(request: StoreRequest): Promise<StoreOutcome> {
    const lock = lockOf(request.publish);
    const untilMs = systemClock.now() + MAX_TRYING_MS;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const waiter = this.waiters.get(lock);
      if (waiter) await waiter;
      if (tries > 0 && systemClock.now() > untilMs) throw tooBusy();
      const outcome = await this.together.add(request);
      if (outcome.kind !== 'retry') return outcome;
      if (outcome.because === 'stale') request.staleRetries += 1;
      if (outcome.because === 'locked' && !this.waiters.has(lock)) {
        const settled = await this.waitFor(lock, request);
        if (settled.kind !== 'retry') return settled;
      }
    }
    throw unavailable('The event could not be stored among many like it; publish it again.');
  }

  /** Bytes of data, and what its deliveries add: as many as its tenant has endpoints, where known. */
  private weightOf({ publish }: StoreRequest): number {
    const tenant = this.tenants.peek(publish.event.tenantRef);
    const deliveries = (tenant?.endpoints.length ?? 1) * (1 + publish.derived.length);
    return bytesOf(publish) + deliveries * DELIVERY_BYTES;
  }

  /** One publish waits for a lock; the others neither wait in line nor ask the database again and again. */
  private async waitFor(lock: string, request: StoreRequest): Promise<StoreOutcome | Retry> {
    const outcome = this.aside.add(request);
    this.waiters.set(lock, outcome);
    try {
      return await outcome;
    } finally {
      this.waiters.delete(lock);
    }
  }

  /** A lock that cannot be had at once, usually an idempotency key's, must not hold up the others. */
  private async storeTogether(requests: StoreRequest[]): Promise<(StoreOutcome | Retry)[]> {
    try {
      return await this.batches.storeBatch(requests, 'no-wait');
    } catch (error) {
      if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE) throw error;
      return requests.map(() => ({ kind: 'retry', because: 'locked' }));
    }
  }
}

function bytesOf({ event, derived }: PreparedPublish): number {
  return derived.reduce((sum, { dataJson }) => sum + dataJson.length, event.dataJson.length);
}

function tooBusy(): AppError {
  return unavailable('Too much is waiting to be stored at the moment; publish it again.');
}

/** The lock that a publish may have to wait for: its key's, else its tenant's row. */
function lockOf({ event: { tenantRef, idempotency } }: PreparedPublish): string {
  return `${tenantRef} ${idempotency?.keyHash.toString('hex') ?? ''}`;
}
