import { Coalescer, isRowError, publicId, unavailable, withoutRepeats } from '../common/index.js';
import type { Logger } from '../common/index.js';
import type { Metrics } from '../metrics/index.js';
import type { WakeUps } from '../dispatch/index.js';
import type { Candidate, EventWriter } from './event-writer.js';
import { dueIds, planFanout } from './fan-out.js';
import type { FirstRow } from './find-first.query.js';
import type { PreparedEvent } from './prepare-event.js';
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

/** Commits events, those that arrive together in one statement, and announces their deliveries. */
export class EventStore {
  private readonly coalescer: Coalescer<PreparedEvent, StoreOutcome>;

  constructor(
    private readonly writer: EventWriter,
    private readonly tenants: FanoutDirectory,
    private readonly wakeUps: WakeUps,
    private readonly signals: { logger: Logger; metrics: Metrics },
  ) {
    this.coalescer = new Coalescer((events) => this.storeBatch(events), {
      maxItems: MAX_EVENTS,
      maxBytes: MAX_BYTES,
      bytesOf: (event) => event.dataJson.length,
      parallel: 2,
      isRowError,
    });
  }

  /** Resolves after the commit. Rejects with the database's error where nothing was kept. */
  store(event: PreparedEvent): Promise<StoreOutcome> {
    return this.coalescer.add(event);
  }

  private async storeBatch(events: PreparedEvent[]): Promise<StoreOutcome[]> {
    const outcomes = new Map<string, StoreOutcome>();
    let open = events;
    let staleLooks = 0;
    while (open.length > 0) {
      if (staleLooks > MAX_STALE_LOOKS) {
        throw unavailable(
          'The endpoints of the tenant change faster than the event can be stored.',
        );
      }
      const { batch, later } = withoutRepeats(await this.plan(open), keyOf);
      const stale = await this.storeOnce(batch, outcomes);
      if (stale.length > 0) staleLooks += 1;
      open = [...stale, ...later.map(({ event }) => event)];
    }
    return events.map((event) => outcomes.get(event.id) ?? { kind: 'no_tenant' });
  }

  /** Drops the events whose tenant does not exist. */
  private async plan(events: readonly PreparedEvent[]): Promise<Candidate[]> {
    const entries = await Promise.all(events.map((event) => this.tenants.find(event.tenantRef)));
    return events.flatMap((event, index) => {
      const tenant = entries[index];
      return tenant ? [{ event, tenant, plan: planFanout(event, tenant.endpoints) }] : [];
    });
  }

  /** Answers the events whose tenant changed meanwhile; they are to be planned again. */
  private async storeOnce(
    batch: readonly Candidate[],
    outcomes: Map<string, StoreOutcome>,
  ): Promise<PreparedEvent[]> {
    if (batch.length === 0) return [];
    const rows = await this.writer.write(batch);
    const stale: PreparedEvent[] = [];
    const duplicates: Candidate[] = [];
    const due: string[] = [];
    for (const candidate of batch) {
      const { event, plan } = candidate;
      const row = rows.get(event.id);
      if (!row || row.stale) {
        this.tenants.forget(event.tenantRef);
        stale.push(event);
      } else if (row.sequence === null) {
        duplicates.push(candidate);
      } else {
        outcomes.set(event.id, { kind: 'stored', deliveries: plan.deliveries.length });
        due.push(...dueIds(plan));
        this.tell(candidate, row.sequence);
      }
    }
    if (due.length > 0) this.wakeUps.announce(due);
    const firsts = await this.writer.findFirst(duplicates);
    duplicates.forEach(({ event }, index) => {
      const first = firsts[index];
      if (first) {
        outcomes.set(event.id, { kind: 'duplicate', first });
        this.signals.metrics.eventsDuplicate.inc();
      } else {
        // The key expired between the two statements: it is free again.
        stale.push(event);
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

/** One statement cannot take the same idempotency key twice. */
function keyOf({ event, tenant }: Candidate): string {
  return event.idempotency
    ? `${tenant.tenantId} ${event.idempotency.keyHash.toString('hex')}`
    : event.id;
}
