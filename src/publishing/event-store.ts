import {
  Coalescer,
  isRowError,
  publicId,
  sqlStateOf,
  unavailable,
  withoutRepeats,
} from '../common/index.js';
import type { Logger } from '../common/index.js';
import type { Metrics } from '../metrics/index.js';
import type { WakeUps } from '../dispatch/index.js';
import type { Candidate, EventWriter, WritePace } from './event-writer.js';
import { dueIds, planFanout } from './fan-out.js';
import type { FirstRow } from './find-first.query.js';
import type { PreparedPublish } from './prepare-event.js';
import type { FanoutDirectory } from './fanout-directory.js';

/** What the commit made of a publish. */
export type StoreOutcome =
  | { kind: 'stored'; deliveries: number }
  | { kind: 'duplicate'; first: FirstRow }
  | { kind: 'no_tenant' };

/** Nothing was kept of it yet: why it has to be tried again. */
type Again = { kind: 'again'; because: 'stale' | 'repeated' | 'locked' };

/** A publish on its way, with what earlier tries have told. */
interface Request {
  publish: PreparedPublish;
  scope: readonly string[] | null;
  staleLooks: number;
}

/** SQLSTATE of a lock that was not had in time. */
const LOCK_NOT_AVAILABLE = '55P03';
const MAX_EVENTS = 250;
const MAX_BYTES = 4 * 1024 * 1024;
/**
 * Times a publish is planned anew because its tenant's endpoints changed meanwhile. After that the
 * plan, which was read after the publish began, is taken as it is.
 */
const MAX_STALE_LOOKS = 3;

/** More than the longest queue for one idempotency key that a batch can make. */
const MAX_TRIES = 1_000;

/** A publish with where its events shall go: the cause first, then what it brings along. */
interface Unit {
  request: Request;
  cause: Candidate;
  derived: Candidate[];
}

/**
 * Commits events, those that arrive together in one statement, and announces their deliveries. Each
 * publish is answered for itself: what is committed is never refused for the sake of another.
 */
export class EventStore {
  private readonly together: Coalescer<Request, StoreOutcome | Again>;
  private readonly aside: Coalescer<Request, StoreOutcome | Again>;
  private readonly waiters = new Map<string, Promise<unknown>>();

  constructor(
    private readonly writer: EventWriter,
    private readonly tenants: FanoutDirectory,
    private readonly wakeUps: WakeUps,
    private readonly signals: { logger: Logger; metrics: Metrics },
  ) {
    this.together = new Coalescer((requests) => this.storeTogether(requests), {
      maxItems: MAX_EVENTS,
      maxBytes: MAX_BYTES,
      bytesOf: ({ publish }) => publish.event.dataJson.length,
      parallel: 2,
      isRowError,
    });
    // What waits for somebody's lock waits here, out of everyone's way.
    this.aside = new Coalescer((requests) => this.storeBatch(requests, 'patient'), {
      maxItems: 1,
      parallel: 4,
      isRowError,
    });
  }

  /**
   * Resolves after the commit; a tenant outside the scope is none. Rejects with the database's error
   * where nothing was kept.
   */
  async store(
    publish: PreparedPublish,
    scope: readonly string[] | null = null,
  ): Promise<StoreOutcome> {
    const request: Request = { publish, scope, staleLooks: 0 };
    const lock = lockOf(publish);
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      // Whoever waits for the lock waits for all who want it.
      const waiter = this.waiters.get(lock);
      if (waiter) await waiter;
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

  /** One waiter per lock: the others neither wait in line nor ask the database again and again. */
  private async waitFor(lock: string, request: Request): Promise<StoreOutcome | Again> {
    const outcome = this.aside.add(request);
    this.waiters.set(lock, outcome);
    try {
      return await outcome;
    } finally {
      this.waiters.delete(lock);
    }
  }

  /** A lock that is not had at once, an idempotency key's as a rule, must not hold up the others. */
  private async storeTogether(requests: Request[]): Promise<(StoreOutcome | Again)[]> {
    try {
      return await this.storeBatch(requests, 'quick');
    } catch (error) {
      if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE) throw error;
      return requests.map(() => ({ kind: 'again', because: 'locked' }));
    }
  }

  private async storeBatch(
    requests: readonly Request[],
    pace: WritePace,
  ): Promise<(StoreOutcome | Again)[]> {
    const outcomes = new Map<Request, StoreOutcome | Again>();
    const { batch, later } = withoutRepeats(await this.plan(requests), keysOf);
    for (const { request } of later) outcomes.set(request, { kind: 'again', because: 'repeated' });
    if (batch.length > 0) await this.write(batch, pace, outcomes);
    return requests.map((request) => outcomes.get(request) ?? { kind: 'no_tenant' });
  }

  /** Drops the publishes whose tenant does not exist, or not for them. */
  private async plan(requests: readonly Request[]): Promise<Unit[]> {
    const entries = await Promise.all(
      requests.map(({ publish }) => this.tenants.find(publish.event.tenantRef)),
    );
    return requests.flatMap((request, index) => {
      const entry = entries[index];
      if (!entry || request.scope?.includes(entry.tenantId) === false) return [];
      const tenant =
        request.staleLooks < MAX_STALE_LOOKS ? entry : { ...entry, fanoutVersion: null };
      const [cause, ...derived] = [request.publish.event, ...request.publish.derived].map(
        (event) => ({ event, tenant, plan: planFanout(event, tenant) }),
      );
      return cause ? [{ request, cause, derived }] : [];
    });
  }

  private async write(
    batch: readonly Unit[],
    pace: WritePace,
    outcomes: Map<Request, StoreOutcome | Again>,
  ): Promise<void> {
    const candidates = batch.flatMap(({ cause, derived }) => [cause, ...derived]);
    const rows = await this.writer.write(candidates, pace);
    const duplicates: Unit[] = [];
    const due: string[] = [];
    for (const unit of batch) {
      const { request, cause, derived } = unit;
      const row = rows.get(cause.event.id);
      if (!row || row.stale) {
        this.tenants.forget(cause.event.tenantRef);
        outcomes.set(request, { kind: 'again', because: 'stale' });
      } else if (row.sequence === null) {
        duplicates.push(unit);
      } else {
        outcomes.set(request, { kind: 'stored', deliveries: cause.plan.deliveries.length });
        for (const candidate of [cause, ...derived]) {
          const sequence = rows.get(candidate.event.id)?.sequence ?? null;
          // An effect that was known already is not stored.
          if (sequence === null) continue;
          due.push(...dueIds(candidate.plan));
          this.tell(candidate, sequence);
        }
      }
    }
    if (due.length > 0) this.wakeUps.announce(due);
    await this.answerDuplicates(duplicates, outcomes);
  }

  /** The batch is committed: whatever happens here concerns the duplicates alone. */
  private async answerDuplicates(
    duplicates: readonly Unit[],
    outcomes: Map<Request, StoreOutcome | Again>,
  ): Promise<void> {
    const firsts = await this.writer
      .findFirst(duplicates.map(({ cause }) => cause))
      .catch(() => []);
    duplicates.forEach(({ request }, index) => {
      const first = firsts[index];
      if (first) this.signals.metrics.eventsDuplicate.inc();
      // Without it the key expired between the two statements: it is free again.
      outcomes.set(
        request,
        first ? { kind: 'duplicate', first } : { kind: 'again', because: 'repeated' },
      );
    });
  }

  private tell({ event, tenant, plan }: Candidate, sequence: number): void {
    this.signals.metrics.eventsStored.inc({ type: event.type });
    this.signals.logger.info(
      {
        event_id: publicId('event', event.id),
        event_type: event.type,
        tenant_id: publicId('tenant', tenant.tenantId),
        sequence,
        is_sandbox: event.isSandbox,
        data_bytes: event.dataJson.length,
        deliveries: plan.deliveries.length,
        unsent: plan.unsent.length,
        violations: event.violations?.length ?? 0,
      },
      'event',
    );
  }
}

/** What a publish may have to wait for: its key as a rule, else its tenant's row. */
function lockOf({ event: { tenantRef, idempotency } }: PreparedPublish): string {
  return `${tenantRef} ${idempotency?.keyHash.toString('hex') ?? ''}`;
}

/** One statement cannot take the same idempotency key or effect twice. */
function keysOf({ cause, derived }: Unit): string[] {
  const { tenantId } = cause.tenant;
  return [cause, ...derived].flatMap(({ event: { idempotency, effect } }) => [
    ...(idempotency ? [`${tenantId} ${idempotency.keyHash.toString('hex')}`] : []),
    ...(effect ? [`${tenantId} ${effect.hash}`] : []),
  ]);
}
