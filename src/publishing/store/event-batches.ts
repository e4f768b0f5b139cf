import { publicId, withoutRepeats } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import type { Metrics } from '../../metrics/index.js';
import type { WakeUps } from '../../queue/index.js';
import type { Candidate, EventWriter, WritePace } from './event-writer.js';
import { dueIds, planFanout } from '../fan-out.js';
import type { FirstRow } from './find-first.query.js';
import type { PreparedPublish } from '../prepare-event.js';
import type { TenantRouteCache } from '../tenant-route-cache.js';

/** What the commit made of a publish. */
export type StoreOutcome =
  | { kind: 'stored'; deliveries: number }
  | { kind: 'duplicate'; first: FirstRow }
  | { kind: 'no_tenant' };

/** Nothing was kept of it yet: why it has to be tried again. */
export type Again = { kind: 'again'; because: 'stale' | 'repeated' | 'locked' };

/** A publish on its way, with what earlier tries have told. */
export interface StoreRequest {
  publish: PreparedPublish;
  /** Tenants (UUIDs) that the publisher may publish for; null means all. */
  scope: readonly string[] | null;
  staleLooks: number;
}

/**
 * Times a publish is planned anew because its tenant's endpoints changed meanwhile. After that the
 * plan, which was read after the publish began, is taken as it is; whether its endpoints are sent to
 * is then read by the statement that stores it.
 */
const MAX_STALE_LOOKS = 3;

/** A publish with where its events shall go: the cause first, then what it brings along. */
interface Unit {
  request: StoreRequest;
  cause: Candidate;
  derived: Candidate[];
}

/** Stores publishes in one statement, one commit, and announces their deliveries. */
export class EventBatches {
  constructor(
    private readonly writer: EventWriter,
    private readonly tenants: TenantRouteCache,
    private readonly wakeUps: WakeUps,
    private readonly signals: { logger: Logger; metrics: Metrics },
  ) {}

  /** Answers each for itself. Rejects with the database's error where nothing is known to be kept. */
  async store(
    requests: readonly StoreRequest[],
    pace: WritePace,
  ): Promise<(StoreOutcome | Again)[]> {
    const outcomes = new Map<StoreRequest, StoreOutcome | Again>();
    const { batch, later } = withoutRepeats(await this.plan(requests), keysOf);
    for (const { request } of later) outcomes.set(request, { kind: 'again', because: 'repeated' });
    if (batch.length > 0) await this.write(batch, pace, outcomes);
    return requests.map((request) => outcomes.get(request) ?? { kind: 'no_tenant' });
  }

  /** Drops the publishes whose tenant does not exist, or not for them. */
  private async plan(requests: readonly StoreRequest[]): Promise<Unit[]> {
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
    outcomes: Map<StoreRequest, StoreOutcome | Again>,
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
    outcomes: Map<StoreRequest, StoreOutcome | Again>,
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

/** One statement cannot take the same idempotency key or effect twice. */
function keysOf({ cause, derived }: Unit): string[] {
  const { tenantId } = cause.tenant;
  return [cause, ...derived].flatMap(({ event: { idempotency, effect } }) => [
    ...(idempotency ? [`${tenantId} ${idempotency.keyHash.toString('hex')}`] : []),
    ...(effect ? [`${tenantId} ${effect.hash}`] : []),
  ]);
}
