import { Coalescer, isRowError, publicId, unavailable, withoutRepeats } from '../common/index.js';
import type { Logger } from '../common/index.js';
import type { Metrics } from '../metrics/index.js';
import type { WakeUps } from '../dispatch/index.js';
import type { Candidate, EventWriter } from './event-writer.js';
import { dueIds, planFanout } from './fan-out.js';
import type { FirstRow } from './find-first.query.js';
import type { PreparedPublish } from './prepare-event.js';
import type { FanoutDirectory } from './fanout-directory.js';

/** What the commit made of one event. */
export type StoreOutcome =
  | { kind: 'stored'; deliveries: number }
  | { kind: 'duplicate'; first: FirstRow }
  | { kind: 'no_tenant' };

const MAX_EVENTS = 250;
const MAX_BYTES = 4 * 1024 * 1024;
/** Times a batch plans anew because an endpoint changed under it. */
const MAX_STALE_LOOKS = 5;

/** A publish with where its events shall go: the cause first, then what it brings along. */
interface Unit {
  publish: PreparedPublish;
  cause: Candidate;
  derived: Candidate[];
}

/** Commits events, those that arrive together in one statement, and announces their deliveries. */
export class EventStore {
  private readonly coalescer: Coalescer<PreparedPublish, StoreOutcome>;

  constructor(
    private readonly writer: EventWriter,
    private readonly tenants: FanoutDirectory,
    private readonly wakeUps: WakeUps,
    private readonly signals: { logger: Logger; metrics: Metrics },
  ) {
    this.coalescer = new Coalescer((publishes) => this.storeBatch(publishes), {
      maxItems: MAX_EVENTS,
      maxBytes: MAX_BYTES,
      bytesOf: ({ event }) => event.dataJson.length,
      parallel: 2,
      isRowError,
    });
  }

  /** Resolves after the commit. Rejects with the database's error where nothing was kept. */
  store(publish: PreparedPublish): Promise<StoreOutcome> {
    return this.coalescer.add(publish);
  }

  private async storeBatch(publishes: PreparedPublish[]): Promise<StoreOutcome[]> {
    const outcomes = new Map<PreparedPublish, StoreOutcome>();
    let open = publishes;
    let staleLooks = 0;
    while (open.length > 0) {
      if (staleLooks > MAX_STALE_LOOKS) {
        throw unavailable(
          'The endpoints of the tenant change faster than the event can be stored.',
        );
      }
      const { batch, later } = withoutRepeats(await this.plan(open), keysOf);
      const stale = await this.storeOnce(batch, outcomes);
      if (stale.length > 0) staleLooks += 1;
      open = [...stale, ...later.map(({ publish }) => publish)];
    }
    return publishes.map((publish) => outcomes.get(publish) ?? { kind: 'no_tenant' });
  }

  /** Drops the publishes whose tenant does not exist. */
  private async plan(publishes: readonly PreparedPublish[]): Promise<Unit[]> {
    const entries = await Promise.all(
      publishes.map(({ event }) => this.tenants.find(event.tenantRef)),
    );
    return publishes.flatMap((publish, index) => {
      const tenant = entries[index];
      if (!tenant) return [];
      const [cause, ...derived] = [publish.event, ...publish.derived].map((event) => ({
        event,
        tenant,
        plan: planFanout(event, tenant),
      }));
      return cause ? [{ publish, cause, derived }] : [];
    });
  }

  /** Answers the publishes whose tenant changed meanwhile; they are to be planned again. */
  private async storeOnce(
    batch: readonly Unit[],
    outcomes: Map<PreparedPublish, StoreOutcome>,
  ): Promise<PreparedPublish[]> {
    if (batch.length === 0) return [];
    const rows = await this.writer.write(
      batch.flatMap(({ cause, derived }) => [cause, ...derived]),
    );
    const stale: PreparedPublish[] = [];
    const duplicates: Unit[] = [];
    const due: string[] = [];
    for (const unit of batch) {
      const { publish, cause, derived } = unit;
      const row = rows.get(cause.event.id);
      if (!row || row.stale) {
        this.tenants.forget(cause.event.tenantRef);
        stale.push(publish);
      } else if (row.sequence === null) {
        duplicates.push(unit);
      } else {
        outcomes.set(publish, { kind: 'stored', deliveries: cause.plan.deliveries.length });
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
    const firsts = await this.writer.findFirst(duplicates.map(({ cause }) => cause));
    duplicates.forEach(({ publish }, index) => {
      const first = firsts[index];
      if (first) {
        outcomes.set(publish, { kind: 'duplicate', first });
        this.signals.metrics.eventsDuplicate.inc();
      } else {
        // The key expired between the two statements: it is free again.
        stale.push(publish);
      }
    });
    return stale;
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

/** One statement cannot take the same idempotency key or effect twice. */
function keysOf({ cause, derived }: Unit): string[] {
  const { tenantId } = cause.tenant;
  return [cause, ...derived].flatMap(({ event: { idempotency, effect } }) => [
    ...(idempotency ? [`${tenantId} ${idempotency.keyHash.toString('hex')}`] : []),
    ...(effect ? [`${tenantId} ${effect.hash}`] : []),
  ]);
}
