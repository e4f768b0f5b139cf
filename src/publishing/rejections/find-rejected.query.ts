import type { EntityManager } from 'typeorm';
import type { Conditions } from '../../records/index.js';
import type { FieldError } from '../../common/index.js';

export interface RejectedRow {
  id: string;
  tenant_id: string;
  tenant_ref: string;
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
  r.errors, r.sealed_body IS NOT NULL AS body_kept, r.created_at, r.expires_at,
  r.published_event_id, r.published_at`;

/** Newest first. Conditions may use r (rejected_publishes). */
export function findRejected(
  manager: EntityManager,
  conditions: Conditions,
  limit: number,
): Promise<RejectedRow[]> {
  const bound = conditions.bind(limit);
  return manager.query<RejectedRow[]>(
    `SELECT ${COLUMNS} FROM rejected_publishes r
     WHERE r.expires_at > now() AND ${conditions.toString()}
     ORDER BY r.id DESC LIMIT ${bound}`,
    [...conditions.values],
  );
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
