import type { EntityManager } from 'typeorm';
import type { Conditions } from '../../records/index.js';
import type { FieldError } from '../../common/index.js';

export interface RejectedRow {
  id: string;
  tenant_id: string;
  tenant_ref: string;
  /** As it is stored, sealed in most installations; the empty string where there is no such tenant. */
  tenant_name: string;
  type: string | null;
  source: string;
  publisher_key_id: string | null;
  status: number;
  code: string;
  errors: FieldError[];
  body_kept: boolean;
  created_at: Date;
  expires_at: Date;
  published_event_id: string | null;
  published_at: Date | null;
}

const COLUMNS = `r.id, r.tenant_id, r.tenant_ref, r.type, r.source, r.publisher_key_id, r.status, r.code,
  r.errors, r.sealed_body IS NOT NULL AS body_kept, r.created_at,
  r.published_event_id, r.published_at, coalesce(t.name, '') AS tenant_name`;

/**
 * Newest first. Conditions may use r (rejected_publishes). `payloadDays` is for how many days the installation keeps
 * content: a tenant that keeps it for less than a week loses its refused publishes then (src/retention).
 */
export function findRejected(
  manager: EntityManager,
  conditions: Conditions,
  { limit, payloadDays }: { limit: number; payloadDays: number },
): Promise<RejectedRow[]> {
  const bound = conditions.bind(limit);
  const days = `least(${conditions.bind(payloadDays)}::int, t.retention_days)`;
  const expiresAt = `least(r.expires_at, r.created_at + make_interval(days => ${days}))`;
  return manager.query<RejectedRow[]>(
    `SELECT ${COLUMNS}, ${expiresAt} AS expires_at
     FROM rejected_publishes r LEFT JOIN tenants t ON t.id = r.tenant_id
     WHERE ${expiresAt} > now() AND ${conditions.toString()}
     ORDER BY r.id DESC LIMIT ${bound}`,
    [...conditions.values],
  );
}

interface Match {
  /** The keyed hash of `ref`. */
  hash: string;
  ref: string;
  tenantIds: readonly string[];
  limit: number;
}

/**
 * Returns a SELECT of the newest ids that have `hash` among their hashes, that were for `ref` as their publisher wrote
 * it, or that were for one of the tenants. Each of these has an index, but one condition of all three has none that
 * keeps the order.
 */
export function matchingIds(bound: Conditions, { hash, ref, tenantIds, limit }: Match): string {
  const rows = bound.bind(limit);
  const within = bound.toString();
  const newest = (condition: string, order = 'r.id DESC'): string =>
    `SELECT r.id FROM rejected_publishes r WHERE ${within} AND ${condition} ORDER BY ${order} LIMIT ${rows}`;
  // A range instead of an equality: the planner could otherwise look for the tenant among those of all tenants.
  const ofTenant = `(r.tenant_id, r.id) >= (t.id, '00000000-0000-0000-0000-000000000000')
    AND (r.tenant_id, r.id) <= (t.id, 'ffffffff-ffff-ffff-ffff-ffffffffffff')`;
  return `(${newest(`r.ref_hashes @> ARRAY[${bound.bind(hash)}::uuid]`)})
    UNION (${newest(`r.tenant_ref = ${bound.bind(ref)}`)})
    UNION (SELECT n.id FROM unnest(${bound.bind(tenantIds)}::uuid[]) AS t (id)
      CROSS JOIN LATERAL (${newest(ofTenant, 'r.tenant_id DESC, r.id DESC')}) n)`;
}

export async function findSealedBody(
  manager: EntityManager,
  id: string,
): Promise<Buffer | undefined> {
  const [row] = await manager.query<{ sealed_body: Buffer | null }[]>(
    'SELECT sealed_body FROM rejected_publishes WHERE id = $1',
    [id],
  );
  return row?.sealed_body ?? undefined;
}

/** Within the scope (tenants; null: all) and the last 7 days. */
export async function sumDrops(
  manager: EntityManager,
  scope: readonly string[] | null,
): Promise<number> {
  const [row] = await manager.query<{ count: string }[]>(
    `SELECT coalesce(sum(count), 0) AS count FROM rejected_publish_drops
     WHERE hour > now() - interval '7 days' AND ($1::uuid[] IS NULL OR tenant_id = ANY ($1))`,
    [scope],
  );
  return Number(row?.count ?? 0);
}

/** Answers whether it was this call that marked it. */
export async function markPublished(
  manager: EntityManager,
  id: string,
  eventId: string,
): Promise<boolean> {
  const [, count] = await manager.query<[unknown, number]>(
    `UPDATE rejected_publishes SET published_event_id = $2, published_at = now()
     WHERE id = $1 AND published_event_id IS NULL`,
    [id, eventId],
  );
  return count > 0;
}
