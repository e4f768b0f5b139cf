import type { EntityManager } from 'typeorm';

/** Conditions of a list across tenants; null: any. Ids are UUIDs. */
export interface EndpointConditions {
  tenantIds: readonly string[] | null;
  status: string | null;
  /** Whether nothing has succeeded since its first failure. */
  failing: boolean | null;
  /** `disabled_reason` */
  reason: string | null;
  /** Only endpoints that are older than this one. */
  before: string | null;
  limit: number;
}

/** Returns the ids of endpoints of tenants that are not deleted, newest first. */
export async function findEndpointIds(
  manager: EntityManager,
  { tenantIds, status, failing, reason, before, limit }: EndpointConditions,
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT e.id FROM endpoints e
     JOIN tenants t ON t.id = e.tenant_id AND t.deleted_at IS NULL
     LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
     WHERE e.deleted_at IS NULL
       AND ($1::uuid[] IS NULL OR e.tenant_id = ANY ($1))
       AND ($2::text IS NULL OR e.status = $2)
       AND ($3::boolean IS NULL OR (h.failing_since IS NOT NULL) = $3)
       AND ($4::text IS NULL OR e.disabled_reason = $4)
       AND ($5::uuid IS NULL OR e.id < $5)
     ORDER BY e.id DESC LIMIT $6`,
    [tenantIds, status, failing, reason, before, limit],
  );
  return rows.map(({ id }) => id);
}
