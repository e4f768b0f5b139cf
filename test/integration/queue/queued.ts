import { newUuid } from '../../../src/common/index.js';
import type { EndpointColumns, Engine } from '../../support/engine.js';

export interface Queued {
  tenantId: string;
  endpointId: string;
  /** Oldest first. */
  deliveryIds: string[];
}

export interface Line {
  /** One subject for all: they keep their order. */
  subject?: string;
  lostLeases?: number;
}

/** An endpoint of a new tenant with so many deliveries that are due. */
export async function queueAt(
  engine: Engine,
  count: number,
  columns: EndpointColumns = {},
  line: Line = {},
): Promise<Queued> {
  const { id: tenantId, endpointIds } = await engine.createTenant([columns]);
  const endpointId = endpointIds[0] ?? '';
  const deliveryIds = Array.from({ length: count }, newUuid);
  await engine.sql(
    `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, lost_leases, subject_hash, sequence)
     SELECT id, id, $2, $3, now() - interval '1 minute' + n * interval '1 millisecond', $4, $5,
       CASE WHEN $5::uuid IS NOT NULL THEN n END
     FROM unnest($1::uuid[]) WITH ORDINALITY AS d (id, n) ORDER BY n`,
    [deliveryIds, endpointId, tenantId, line.lostLeases ?? 0, line.subject ?? null],
  );
  await engine.sql(
    `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, max_attempts, created_at)
     SELECT id, id, $2, $3, 'session.created', 'envelope', 'pending', 3, now() FROM unnest($1::uuid[]) AS id`,
    [deliveryIds, tenantId, endpointId],
  );
  // One that has never answered counts as slow.
  await engine.sql(
    'INSERT INTO endpoint_health (endpoint_id, last_success_at) VALUES ($1, now())',
    [endpointId],
  );
  return { tenantId, endpointId, deliveryIds };
}

/** Ids of what was claimed, in their order. */
export const idsOf = (claimed: { deliveries: { delivery_id: string }[] }): string[] =>
  claimed.deliveries.map((delivery) => delivery.delivery_id).toSorted();
