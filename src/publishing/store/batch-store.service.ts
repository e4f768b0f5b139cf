import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, publicId, withoutRepeats } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { SETTINGS } from '../../config/index.js';
import type { RunSettings } from '../../config/index.js';
import { byteaArray, HotPool, QUICK_POOL } from '../../database/index.js';
import { EventLogWriter } from '../../event-log/index.js';
import { EventContents, outgoingEvent } from '../../events/index.js';
import { Metrics } from '../../metrics/index.js';
import { deliveryColumns, DirectClaims, reservationColumns, WAKE_UPS } from '../../queue/index.js';
import type { AcceptedEndpoint, Reservation, StoredDelivery, WakeUps } from '../../queue/index.js';
import type { PreparedEvent, PreparedPublish } from '../event-validator.js';
import { dueIds, planFanout, unsentJson } from '../fan-out.js';
import type { FanoutPlan } from '../fan-out.js';
import type { FirstEvent } from '../publish-contract.js';
import { TenantRouteCache } from '../tenant-route-cache.js';
import type { TenantRoute } from '../tenant-route-cache.js';
import { findFirst, storeEvents, storePlainEvents } from './store-events.query.js';
import type { StoredRow } from './store-events.query.js';

/** What the commit made of a publish. */
export type StoreOutcome =
  | { kind: 'stored'; deliveries: number }
  | { kind: 'duplicate'; first: FirstEvent }
  | { kind: 'no_tenant' }
  | { kind: 'tenant_deleting' };

/** Nothing of a publish was kept yet, and why it has to be tried again. */
export type Retry = { kind: 'retry'; because: 'stale' | 'repeated' | 'locked' };

/** A publish on its way to its commit. */
export interface StoreRequest {
  publish: PreparedPublish;
  /** Tenants (UUIDs) that the publisher may publish for; null means all. */
  scope: readonly string[] | null;
  /** How often its tenant's endpoints had changed since it was planned. */
  staleRetries: number;
}

/** How long a statement waits for a lock: a fraction of a second, or some seconds. */
export type LockWait = 'no-wait' | 'wait';

/**
 * Times a publish is planned anew because its tenant's endpoints changed meanwhile. After that the
 * plan, which was read after the publish began, is taken as it is; whether its endpoints are sent to
 * is then read by the statement that stores it.
 */
const MAX_STALE_RETRIES = 3;

/** An event with the tenant as it was read and the deliveries that follow from it. */
interface PlannedEvent {
  event: PreparedEvent;
  /** A `fanoutVersion` of null is not compared with the database's. */
  tenant: Pick<TenantRoute, 'tenantId'> & { fanoutVersion: number | null };
  plan: FanoutPlan;
}

/** A publish with what it stores: its own event and those that it derives. */
interface PlannedPublish {
  request: StoreRequest;
  cause: PlannedEvent;
  derived: PlannedEvent[];
}

type Outcomes = Map<StoreRequest, StoreOutcome | Retry>;

/** What became of the events of a statement, by their ids, and the endpoints at which it leased deliveries. */
interface Inserted {
  events: Map<string, StoredRow>;
  accepted: Map<string, AcceptedEndpoint>;
}

/** Stores publishes in one statement and one commit, and announces their deliveries. */
@Injectable()
export class BatchStore {
  private readonly pools: Record<LockWait, HotPool>;
  private readonly maxAttempts: number;

  constructor(
    pool: HotPool,
    @Inject(QUICK_POOL) noWaitPool: HotPool,
    private readonly contents: EventContents,
    private readonly tenants: TenantRouteCache,
    private readonly eventLog: EventLogWriter,
    private readonly direct: DirectClaims,
    @Inject(WAKE_UPS) private readonly wakeUps: WakeUps,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: Metrics,
    @Inject(SETTINGS) { retryScheduleSeconds }: RunSettings,
  ) {
    this.pools = { 'no-wait': noWaitPool, wait: pool };
    this.maxAttempts = retryScheduleSeconds.length + 1;
  }

  /** Answers each request for itself. Rejects with the database's error where nothing is known to be kept. */
  async storeBatch(
    requests: readonly StoreRequest[],
    lockWait: LockWait,
  ): Promise<(StoreOutcome | Retry)[]> {
    const outcomes: Outcomes = new Map();
    const { batch, later } = withoutRepeats(await this.plan(requests, outcomes), keysOf);
    for (const { request } of later) outcomes.set(request, { kind: 'retry', because: 'repeated' });
    if (batch.length > 0) await this.store(batch, lockWait, outcomes);
    return requests.map((request) => outcomes.get(request) ?? { kind: 'no_tenant' });
  }

  /** Writes events as one statement. */
  async insert(
    batch: readonly PlannedEvent[],
    lockWait: LockWait,
    reservation: Reservation,
  ): Promise<Inserted> {
    const sealed = await Promise.all(
      batch.map(({ event, tenant }) => this.contents.seal(tenant.tenantId, event)),
    );
    const each = <T>(pick: (planned: PlannedEvent) => T): T[] => batch.map(pick);
    const refs = batch.flatMap(({ event }) => event.refHashes.map((hash) => [hash, event.id]));
    const values = [
      each(({ event }) => event.id),
      each(({ tenant }) => tenant.tenantId),
      each(({ tenant }) => tenant.fanoutVersion),
      each(({ event }) => event.type),
      each(({ event }) => event.createdAt),
      each(({ event }) => event.subjectHash),
      each(({ event }) => event.isSandbox),
      byteaArray(sealed.map(({ labels }) => labels)),
      byteaArray(sealed.map(({ data }) => data)),
      each(({ plan }) => unsentJson(plan)),
      each(({ event }) => event.violations && JSON.stringify(event.violations)),
      each(({ event }) => event.assets.length > 0),
      refs.map(([hash]) => hash),
      refs.map(([, id]) => id),
      ...deliveryColumns(batch.map(({ event, plan }) => ({ eventId: event.id, plan }))),
      this.maxAttempts,
      ...reservationColumns(batch, reservation),
      each(({ event }) => event.effect?.hash ?? null),
      each(({ event }) => event.effect?.derivableHash ?? null),
    ];
    const keys = (): unknown[] => [
      byteaArray(each(({ event }) => event.idempotency?.keyHash ?? null)),
      byteaArray(each(({ event }) => event.idempotency?.fingerprint ?? null)),
      each(({ event }) => event.causedBy),
      each(({ event }) => event.effect?.causeHash ?? null),
    ];
    const rows = await (isPlain(batch)
      ? this.pools[lockWait].run(storePlainEvents, values)
      : this.pools[lockWait].run(storeEvents, [...values, ...keys()]));
    const inserted: Inserted = { events: new Map(), accepted: new Map() };
    for (const row of rows) {
      if (row.version === null) inserted.events.set(row.id, row);
      else inserted.accepted.set(row.id, { version: row.version, isCalm: row.is_calm });
    }
    if (rows.some((row) => row.version === null && row.sequence !== null)) this.eventLog.schedule();
    return inserted;
  }

  /** Drops the publishes whose tenant does not exist, or not for them, or is being deleted. */
  private async plan(
    requests: readonly StoreRequest[],
    outcomes: Outcomes,
  ): Promise<PlannedPublish[]> {
    const routes = await Promise.all(
      requests.map(({ publish }) => this.tenants.find(publish.event.tenantRef)),
    );
    return requests.flatMap((request, index) => {
      const route = routes[index];
      if (!route || request.scope?.includes(route.tenantId) === false) return [];
      if (route.isDeleting) {
        outcomes.set(request, { kind: 'tenant_deleting' });
        return [];
      }
      const tenant =
        request.staleRetries < MAX_STALE_RETRIES ? route : { ...route, fanoutVersion: null };
      const [cause, ...derived] = [request.publish.event, ...request.publish.derived].map(
        (event) => ({ event, tenant, plan: planFanout(event, tenant) }),
      );
      return cause ? [{ request, cause, derived }] : [];
    });
  }

  private async store(
    batch: readonly PlannedPublish[],
    lockWait: LockWait,
    outcomes: Outcomes,
  ): Promise<void> {
    const planned = batch.flatMap(({ cause, derived }) => [cause, ...derived]);
    const reservation = this.reserve(planned, lockWait);
    const { events, accepted } = await this.insert(planned, lockWait, reservation).catch(
      (error: unknown) => {
        this.direct.abandon(reservation, error);
        throw error;
      },
    );
    const duplicates: PlannedPublish[] = [];
    const deliveries: StoredDelivery[] = [];
    for (const publish of batch) {
      const { request, cause, derived } = publish;
      const row = events.get(cause.event.id);
      if (!row) {
        this.tenants.forget(cause.event.tenantRef);
        outcomes.set(request, { kind: 'retry', because: 'stale' });
      } else if (row.sequence === null) {
        duplicates.push(publish);
      } else {
        outcomes.set(request, { kind: 'stored', deliveries: cause.plan.deliveries.length });
        for (const stored of [cause, ...derived]) {
          const sequence = events.get(stored.event.id)?.sequence ?? null;
          // An effect that was known already is not stored.
          if (sequence === null) continue;
          deliveries.push(...deliveriesOf(stored, sequence));
          this.logStored(stored, sequence);
        }
      }
    }
    const due = dueIds({ deliveries: this.direct.settle(reservation, deliveries, accepted) });
    if (due.length > 0) this.wakeUps.announce(due);
    if (duplicates.length > 0) await this.answerDuplicates(duplicates, outcomes);
  }

  /**
   * Chooses the deliveries that this process sends without a claim. A plan that the statement may change, and a
   * statement that may wait for a lock while its leases run, take the usual way.
   */
  private reserve(planned: readonly PlannedEvent[], lockWait: LockWait): Reservation {
    const chosen = planned.filter(({ tenant }) => tenant.fanoutVersion !== null);
    return this.direct.reserve(
      lockWait === 'wait' ? [] : chosen.flatMap(({ plan }) => plan.deliveries),
    );
  }

  /** The batch is committed: an error here concerns the duplicates alone. */
  private async answerDuplicates(
    duplicates: readonly PlannedPublish[],
    outcomes: Outcomes,
  ): Promise<void> {
    const events = duplicates.map(({ cause }) => cause);
    const rows = await this.pools.wait
      .run(findFirst, [
        events.map(({ event }) => event.id),
        events.map(({ tenant }) => tenant.tenantId),
        byteaArray(events.map(({ event }) => event.idempotency?.keyHash ?? null)),
        events.map(({ event }) => event.effect?.hash ?? null),
      ])
      .catch(() => []);
    for (const { request, cause } of duplicates) {
      const first = rows.find((row) => row.asked_by === cause.event.id);
      if (first) this.metrics.eventsDuplicate.inc();
      // Without it the key expired between the two statements: it is free again.
      outcomes.set(
        request,
        first ? { kind: 'duplicate', first } : { kind: 'retry', because: 'repeated' },
      );
    }
  }

  private logStored({ event, tenant, plan }: PlannedEvent, sequence: number): void {
    this.metrics.eventsStored.inc({ type: event.type });
    if (!this.logger.isLevelEnabled('info')) return;
    this.logger.info(
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

/** Whether `storePlainEvents` can store the events. */
function isPlain(batch: readonly PlannedEvent[]): boolean {
  const subjectsOf = ({ event, tenant }: PlannedEvent): string[] =>
    event.subjectHash === null ? [] : [`${tenant.tenantId} ${event.subjectHash}`];
  const isSimple = ({ event: { idempotency, causedBy }, tenant }: PlannedEvent): boolean =>
    !idempotency && causedBy === null && tenant.fanoutVersion !== null;
  return batch.every(isSimple) && withoutRepeats(batch, subjectsOf).later.length === 0;
}

/** The deliveries of a stored event, with the event as it is sent. */
function deliveriesOf({ event, tenant, plan }: PlannedEvent, sequence: number): StoredDelivery[] {
  const { id, type, createdAt, assets } = event;
  const facts = { id, tenantId: tenant.tenantId, type, createdAt, sequence };
  const outgoing = outgoingEvent({ ...facts, hasAssets: assets.length > 0 }, event);
  return plan.deliveries.map((delivery) => ({ delivery, event: outgoing }));
}

/** One statement cannot take the same idempotency key or effect twice. */
function keysOf({ cause, derived }: PlannedPublish): string[] {
  const { tenantId } = cause.tenant;
  return [cause, ...derived].flatMap(({ event: { idempotency, effect } }) => [
    ...(idempotency ? [`${tenantId} ${idempotency.keyHash.toString('hex')}`] : []),
    ...(effect ? [`${tenantId} ${effect.hash}`] : []),
  ]);
}
