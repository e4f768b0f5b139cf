import type { EntityManager } from 'typeorm';
import { FORGET_BODIES, FORGET_REFS } from '../../events/index.js';
import { cancelAll, FORGET_ADDRESSES, FORGET_EXCHANGES } from '../../queue/index.js';

/** How many rows were removed, by table. */
export type Counts = Record<string, number>;

const FIND_EVENTS = `SELECT id FROM events WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3`;

const EMPTY_EVENTS = `
UPDATE events SET redacted_at = coalesce(redacted_at, now()), sealed_labels = NULL, subject_hash = NULL, violations = NULL
WHERE id = ANY ($1::uuid[])`;

/** Deletes rows of a table by tenant ($1), $2 at most. */
const ofTenant = (table: string): string => `
DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE tenant_id = $1 LIMIT $2))`;

/** The same for a table whose rows belong to rows of a table by tenant. */
const ofOwner = (table: string, key: string, owner: string): string => `
DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
  SELECT r.ctid FROM ${owner} o JOIN ${table} r ON r.${key} = o.id WHERE o.tenant_id = $1 LIMIT $2))`;

/**
 * What goes beside events, endpoints and keys. What stays as the record, without content: the rows of `events`,
 * `deliveries`, `attempts`, `endpoints`, `replays`, `erasures`, `audit_log` and `event_log`, which have ids, times and
 * codes.
 */
const TABLES: readonly (readonly [table: string, text: string])[] = [
  ['replay_deliveries', ofOwner('replay_deliveries', 'replay_id', 'replays')],
  ['erasure_subjects', ofOwner('erasure_subjects', 'erasure_id', 'erasures')],
  ...[
    'rejected_publishes',
    'rejected_publish_drops',
    'request_keys',
    'idempotency_keys',
    'derived_effects',
    'subject_sequences',
    'subject_holds',
    'stream_consumers',
    'sessions',
    'sign_in_links',
    'endpoint_notices',
    'data_keys',
  ].map((table) => [table, ofTenant(table)] as const),
];

/** Cancels what waits or is held, in chunks of their own. */
export async function cancelDeliveries(manager: EntityManager, tenantId: string): Promise<void> {
  const endpoints = await manager.query<{ id: string }[]>(
    'SELECT id FROM endpoints WHERE tenant_id = $1 ORDER BY id',
    [tenantId],
  );
  for (const { id } of endpoints) await cancelAll(manager, id);
}

/** Removes the content of the next events behind one, `limit` at most. `last` is absent where there are no others. */
export async function eraseEvents(
  manager: EntityManager,
  { tenantId, after, limit }: { tenantId: string; after: string; limit: number },
): Promise<{ last?: string; counts: Counts }> {
  const rows = await manager.query<{ id: string }[]>(FIND_EVENTS, [tenantId, after, limit]);
  const ids = rows.map(({ id }) => id);
  const last = ids.at(-1);
  if (last === undefined) return { counts: {} };
  const counts: Counts = { events: ids.length };
  for (const [table, text] of [
    ['event_bodies', FORGET_BODIES],
    ['event_refs', FORGET_REFS],
    ['attempt_bodies', FORGET_EXCHANGES],
  ] as const) {
    const [, removed] = await manager.query<[unknown, number]>(text, [ids]);
    counts[table] = removed;
  }
  for (const text of [...FORGET_ADDRESSES, EMPTY_EVENTS]) await manager.query(text, [ids]);
  return { last, counts };
}

/** Removes rows of the other tables, `limit` of each at most; returns whether there may be more. */
export async function eraseTables(
  manager: EntityManager,
  { tenantId, limit }: { tenantId: string; limit: number },
): Promise<{ more: boolean; counts: Counts }> {
  const counts: Counts = {};
  for (const [table, text] of TABLES) {
    const [, removed] = await manager.query<[unknown, number]>(text, [tenantId, limit]);
    if (removed > 0) counts[table] = removed;
  }
  return { more: Object.values(counts).some((removed) => removed === limit), counts };
}
