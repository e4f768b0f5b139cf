import type { EntityManager } from 'typeorm';

/** Why a tenant is not erased yet. */
export interface Obstacle {
  reason: 'legal_hold' | 'minimum_age';
  /** Null: until the hold is ended. */
  until: Date | null;
}

/** A row of `tenant_deletions`. */
export interface DeletionRow {
  id: string;
  tenant_id: string;
  actor: string;
  role: string;
  reason: string | null;
  state: 'scheduled' | 'waiting' | 'erasing' | 'finished' | 'restored';
  requested_at: Date;
  erase_at: Date;
  waits_for: Obstacle['reason'] | null;
  waits_until: Date | null;
  erased_at: Date | null;
  stage: 'deliveries' | 'events' | 'tables';
  looked_to: string;
  counts: Record<string, number>;
  ended_at: Date | null;
  receipt: string | null;
  signature: Buffer | null;
}

/** A second request returns no row, unless it brings the end of the grace ($7) forward. */
export const SCHEDULE = `
INSERT INTO tenant_deletions AS known (id, tenant_id, actor, role, reason, requested_at, erase_at, next_step_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
ON CONFLICT (tenant_id) WHERE state IN ('scheduled', 'waiting', 'erasing')
DO UPDATE SET erase_at = excluded.erase_at, next_step_at = excluded.erase_at
WHERE known.state <> 'erasing' AND excluded.erase_at < known.erase_at
RETURNING id`;

/** The deletions of tenants $1 that have not ended. */
export const FIND_OPEN = `
SELECT * FROM tenant_deletions
WHERE tenant_id = ANY ($1::uuid[]) AND state IN ('scheduled', 'waiting', 'erasing')`;

export const MARK_DELETING = `
UPDATE tenants SET deleting_at = coalesce(deleting_at, $2), fanout_version = fanout_version + 1 WHERE id = $1`;

export const UNMARK_DELETING = `
UPDATE tenants SET deleting_at = NULL, fanout_version = fanout_version + 1 WHERE id = $1`;

export const END_RESTORED = `
UPDATE tenant_deletions SET state = 'restored', ended_at = now(), next_step_at = 'infinity'
WHERE tenant_id = $1 AND state IN ('scheduled', 'waiting')`;

export const TAKE_DUE = `
SELECT * FROM tenant_deletions
WHERE state IN ('scheduled', 'waiting', 'erasing') AND next_step_at <= now()
ORDER BY next_step_at LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** A legal hold ends by itself or by hand: $4, at the latest, is when it is looked for again. */
export const WAIT = `
UPDATE tenant_deletions SET state = 'waiting', waits_for = $2, waits_until = $3, next_step_at = $4 WHERE id = $1`;

const FIND_HOLD = `
SELECT until FROM subject_holds WHERE tenant_id = $1 AND (until IS NULL OR until > now())
ORDER BY until DESC NULLS FIRST LIMIT 1`;

/** The last event with content that one of the tenant's minimum ages protects, and until when. */
const FIND_PROTECTED = `
SELECT max(time_of_uuid(e.id) + make_interval(days => m.days)) AS until
FROM tenants t
CROSS JOIN LATERAL (SELECT key AS pattern, value::text::int AS days FROM jsonb_each(t.minimum_days)) m
CROSS JOIN LATERAL (
  SELECT id FROM events
  WHERE tenant_id = t.id AND id > uuid_at(greatest(to_timestamp(0), now() - make_interval(days => m.days))) AND redacted_at IS NULL
    AND (m.pattern = '*' OR type = m.pattern
      OR (right(m.pattern, 2) = '.*' AND starts_with(type, left(m.pattern, -1))))
  ORDER BY id DESC LIMIT 1
) e
WHERE t.id = $1`;

/** Returns what forbids the erasure of a tenant (UUID) at this moment. */
export async function findObstacle(
  manager: EntityManager,
  tenantId: string,
): Promise<Obstacle | undefined> {
  const [hold] = await manager.query<{ until: Date | null }[]>(FIND_HOLD, [tenantId]);
  if (hold) return { reason: 'legal_hold', until: hold.until };
  const [found] = await manager.query<{ until: Date | null }[]>(FIND_PROTECTED, [tenantId]);
  return found?.until ? { reason: 'minimum_age', until: found.until } : undefined;
}

/**
 * Ends tenant $1, in this order and in one transaction. The first step locks the row on which publishers hold a shared
 * lock. When its data keys are gone, nothing that was sealed with them can be read any more.
 */
const END_TENANT = [
  `UPDATE tenants SET deleted_at = now(), deleting_at = coalesce(deleting_at, now()), name = '', name_refs = '{}', external_id = NULL,
     fanout_version = fanout_version + 1 WHERE id = $1`,

  `UPDATE endpoints SET deleted_at = coalesce(deleted_at, now()), updated_at = now(), version = version + 1,
     description = NULL, sealed_headers = NULL, sealed_url = NULL, releasing = NULL,
     url = CASE WHEN url IS NOT NULL THEN 'https://erased.invalid/' END,
     recipients = CASE WHEN recipients IS NOT NULL THEN '{}'::text[] END
   WHERE tenant_id = $1`,

  ...['endpoint_secrets', 'held_addresses', 'mail_recipients', 'mail_windows'].map(
    (table) =>
      `DELETE FROM ${table} WHERE endpoint_id IN (SELECT id FROM endpoints WHERE tenant_id = $1)`,
  ),

  'DELETE FROM endpoint_notices WHERE tenant_id = $1',

  `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()), name = '', owner = NULL
   WHERE tenant_ids = ARRAY[$1::uuid] AND role IN ('tenant', 'viewer')`,

  'DELETE FROM data_keys WHERE tenant_id = $1',
];

const BEGIN = `
UPDATE tenant_deletions SET state = 'erasing', waits_for = NULL, waits_until = NULL, erased_at = now(), next_step_at = now()
WHERE id = $1`;

/** Ends a tenant for good: nothing of it can be restored or read any more. What is stored of it, workers remove. */
export async function endTenant(
  manager: EntityManager,
  { id, tenant_id: tenantId }: Pick<DeletionRow, 'id' | 'tenant_id'>,
): Promise<void> {
  for (const text of END_TENANT) await manager.query(text, [tenantId]);
  await manager.query(BEGIN, [id]);
}
