import {
  Coalescer,
  isRowError,
  AdmissionLimit,
  sqlStateOf,
  systemClock,
  unavailable,
} from '../../common/index.js';
import type { AppError } from '../../common/index.js';
import type { Again, EventBatches, StoreOutcome, StoreRequest } from './event-batches.js';
import type { TenantRouteCache } from '../tenant-route-cache.js';
import type { PreparedPublish } from '../prepare-event.js';

/** SQLSTATE of a lock that was not had in time. */
const LOCK_NOT_AVAILABLE = '55P03';
/** Sealing and encoding them is one turn of the event loop, and others wait for the statement. */
const MAX_EVENTS = 100;
const MAX_BYTES = 1024 * 1024;
/** More than the longest queue for one idempotency key that a batch can make. */
const MAX_TRIES = 1_000;

/**
 * Publishes of this process that are on their way to a commit: some seconds' work at full speed.
 * What comes on top is refused at once, so that a slow database piles nothing up here.
 */
const ROOM = { items: 10_000, bytes: 64 * 1024 * 1024 };

/** For so long a publish may stand in line before it is refused instead of begun. */
const PATIENCE_MS = 5_000;
/** For so long it is tried in all. */
const MAX_TRYING_MS = 10_000;

/** What a planned delivery adds to the weight of a batch, whose bytes are bounded. */
const DELIVERY_BYTES = 400;

/**
 * Commits events, those that arrive together in one statement, and announces their deliveries. Each
 * publish is answered for itself: what is committed is never refused for the sake of another.
 */
export class EventStore {
  private readonly together: Coalescer<StoreRequest, StoreOutcome | Again>;
  private readonly aside: Coalescer<StoreRequest, StoreOutcome | Again>;
  private readonly waiters = new Map<string, Promise<unknown>>();
  private readonly room = new AdmissionLimit(ROOM);

  constructor(
    private readonly batches: EventBatches,
    private readonly tenants: TenantRouteCache,
  ) {
    const patience = { ms: PATIENCE_MS, clock: systemClock, late: tooBusy };
    this.together = new Coalescer((requests) => this.storeTogether(requests), {
      maxItems: MAX_EVENTS,
      maxBytes: MAX_BYTES,
      bytesOf: (request) => this.weightOf(request),
      ownerOf: ({ publish }) => publish.event.tenantRef,
      parallel: 2,
      isRowError,
      patience,
    });
    // What waits for somebody's lock waits here, out of everyone's way.
    this.aside = new Coalescer((requests) => this.batches.store(requests, 'patient'), {
      maxItems: 1,
      parallel: 4,
      isRowError,
      patience: { ...patience, ms: MAX_TRYING_MS },
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
    if (!this.room.take(bytes)) throw tooBusy();
    try {
      return await this.tryOn({ publish, scope, staleLooks: 0 });
    } finally {
      this.room.leave(bytes);
    }
  }

  private async tryOn(request: StoreRequest): Promise<StoreOutcome> {
    const lock = lockOf(request.publish);
    const untilMs = systemClock.now() + MAX_TRYING_MS;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      // Whoever waits for the lock waits for all who want it.
      const waiter = this.waiters.get(lock);
      if (waiter) await waiter;
      if (tries > 0 && systemClock.now() > untilMs) throw tooBusy();
      const outcome = await this.together.add(request);
      if (outcome.kind !== 'again') return outcome;
      if (outcome.because === 'stale') request.staleLooks += 1;
      if (outcome.because === 'locked' && !this.waiters.has(lock)) {
        const settled = await this.waitFor(lock, request);
        if (settled.kind !== 'again') return settled;
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

  /** One waiter per lock: the others neither wait in line nor ask the database again and again. */
  private async waitFor(lock: string, request: StoreRequest): Promise<StoreOutcome | Again> {
    const outcome = this.aside.add(request);
    this.waiters.set(lock, outcome);
    try {
      return await outcome;
    } finally {
      this.waiters.delete(lock);
    }
  }

  /** A lock that is not had at once, an idempotency key's as a rule, must not hold up the others. */
  private async storeTogether(requests: StoreRequest[]): Promise<(StoreOutcome | Again)[]> {
    try {
      return await this.batches.store(requests, 'quick');
    } catch (error) {
      if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE) throw error;
      return requests.map(() => ({ kind: 'again', because: 'locked' }));
    }
  }
}

function bytesOf({ event, derived }: PreparedPublish): number {
  return derived.reduce((sum, { dataJson }) => sum + dataJson.length, event.dataJson.length);
}

function tooBusy(): AppError {
  return unavailable('Too much is waiting to be stored at the moment; publish it again.');
}

/** What a publish may have to wait for: its key as a rule, else its tenant's row. */
function lockOf({ event: { tenantRef, idempotency } }: PreparedPublish): string {
  return `${tenantRef} ${idempotency?.keyHash.toString('hex') ?? ''}`;
}
