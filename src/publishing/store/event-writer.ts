import { publicId } from '../../common/index.js';
import { byteaArray } from '../../database/index.js';
import type { HotPool } from '../../database/index.js';
import type { EventContents } from '../../events/index.js';
import type { EventLogWriter } from '../../event-log/index.js';
import type { FanoutPlan, PlannedDelivery } from '../fan-out.js';
import { findFirst } from './find-first.query.js';
import type { FirstRow } from './find-first.query.js';
import type { PreparedEvent } from '../prepare-event.js';
import { storeEvents } from './store-events.query.js';
import type { StoredRow } from './store-events.query.js';
import type { TenantRoute } from '../tenant-route-cache.js';

/** An event with the tenant as it was seen and where it shall go. */
export interface Candidate {
  event: PreparedEvent;
  /** A `fanoutVersion` of null is not compared with the database's. */
  tenant: Omit<TenantRoute, 'fanoutVersion'> & { fanoutVersion: number | null };
  plan: FanoutPlan;
}

/** How long a lock is waited for: a fraction of a second, or some seconds. */
export type WritePace = 'quick' | 'patient';

/** Turns candidates into rows: one statement, one commit. */
export class EventWriter {
  constructor(
    private readonly pools: Record<WritePace, HotPool>,
    private readonly contents: EventContents,
    private readonly sequencer: Pick<EventLogWriter, 'nudge'>,
    /** Automatic attempts a delivery may take. */
    private readonly maxAttempts: number,
  ) {}

  async write(batch: readonly Candidate[], pace: WritePace): Promise<Map<string, StoredRow>> {
    const sealed = await Promise.all(
      batch.map(({ event, tenant }) => this.contents.seal(tenant.tenantId, event)),
    );
    const each = <T>(pick: (candidate: Candidate) => T): T[] => batch.map(pick);
    const refs = batch.flatMap(({ event }) => event.refHashes.map((hash) => [hash, event.id]));
    const rows = await this.pools[pace].run(storeEvents, [
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
      byteaArray(each(({ event }) => event.idempotency?.keyHash ?? null)),
      byteaArray(each(({ event }) => event.idempotency?.fingerprint ?? null)),
      each(({ event }) => event.causedBy),
      each(({ event }) => event.effect?.hash ?? null),
      each(({ event }) => event.effect?.causeHash ?? null),
      each(({ event }) => event.assets.length > 0),
      each(({ event }) => event.effect?.toldHash ?? null),
      refs.map(([hash]) => hash),
      refs.map(([, id]) => id),
      ...deliveryColumns(batch.map(({ event, plan }) => ({ eventId: event.id, plan }))),
      this.maxAttempts,
    ]);
    if (rows.some(({ sequence }) => sequence !== null)) this.sequencer.nudge();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** For each candidate that was a duplicate, the event that holds its key or was its effect. */
  async findFirst(duplicates: readonly Candidate[]): Promise<(FirstRow | undefined)[]> {
    if (duplicates.length === 0) return [];
    const rows = await this.pools.patient.run(findFirst, [
      duplicates.map(({ event }) => event.id),
      duplicates.map(({ tenant }) => tenant.tenantId),
      byteaArray(duplicates.map(({ event }) => event.idempotency?.keyHash ?? null)),
      duplicates.map(({ event }) => event.effect?.hash ?? null),
    ]);
    return duplicates.map(({ event }) => rows.find((row) => row.asked_by === event.id));
  }
}

/** The parallel arrays of planned deliveries: id, event, endpoint, format, status, reason, wait, ordered, recipient. */
export function deliveryColumns(
  plans: readonly { eventId: string; plan: FanoutPlan }[],
): unknown[] {
  const planned = plans.flatMap(({ eventId, plan }) =>
    plan.deliveries.map((delivery) => ({ delivery, eventId })),
  );
  const each = <T>(pick: (delivery: PlannedDelivery) => T): T[] =>
    planned.map(({ delivery }) => pick(delivery));
  return [
    each(({ id }) => id),
    planned.map(({ eventId }) => eventId),
    each(({ endpointId }) => endpointId),
    each(({ format }) => format),
    each(({ status }) => status),
    each(({ reason }) => reason),
    each(({ waitMs }) => waitMs),
    each(({ ordered }) => ordered),
    each(({ recipient }) => recipient),
  ];
}

/** The stored form: public ids, the spelling in which the API shows it. */
export function unsentJson(plan: FanoutPlan): string {
  return JSON.stringify(
    plan.unsent.map(({ endpointId, reason }) => ({
      endpoint_id: endpointId === null ? null : publicId('endpoint', endpointId),
      reason,
    })),
  );
}
