import type { EntityManager } from 'typeorm';
import { firstUuidAt } from '../common/index.js';
import { FORGET_BODIES, FORGET_REFS } from '../events/index.js';
import {
  EXPIRE_WAITING,
  FIND_QUEUED,
  FORGET_ATTEMPTS,
  FORGET_DELIVERIES,
  FORGET_EXCHANGES,
} from '../queue/index.js';
import type { Ages } from './purges.query.js';
import type { Removal } from './removals.js';

/** A tenant with a shorter retention of its own. */
export interface TenantPurge {
  tenant_id: string;
  kind: keyof Ages;
  days: number;
  /** The last event that was looked at. */
  looked_to: string;
}

/** Tenants whose own retention is shorter than the general one of payloads ($1) or of records ($2), in days. */
export const FIND_TENANT_PURGES = `
SELECT t.id AS tenant_id, k.kind, k.days, coalesce(p.looked_to, '00000000-0000-0000-0000-000000000000') AS looked_to
FROM tenants t
CROSS JOIN LATERAL (VALUES ('payload', t.retention_days, $1::int), ('record', t.record_retention_days, $2::int))
  AS k (kind, days, general)
LEFT JOIN tenant_purges p ON p.tenant_id = t.id AND p.kind = k.kind
WHERE k.days < k.general
ORDER BY t.id, k.kind`;

const FIND_EVENTS = `
SELECT id FROM events WHERE tenant_id = $1 AND id > $2 AND id < $3 ORDER BY id LIMIT $4`;

const ADVANCE = `
INSERT INTO tenant_purges (tenant_id, kind, looked_to) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, kind) DO UPDATE SET looked_to = excluded.looked_to`;

const BODIES: readonly (readonly [relation: string, text: string])[] = [
  ['attempt_bodies', FORGET_EXCHANGES],
  ['event_bodies', FORGET_BODIES],
];

/** Steps that remove content or records of events $1, in this order. */
const STEPS = {
  payload: BODIES,
  record: [
    ...BODIES,
    ['attempts', FORGET_ATTEMPTS],
    ['deliveries', FORGET_DELIVERIES],
    ['event_refs', FORGET_REFS],
    ['events', 'DELETE FROM events WHERE id = ANY ($1::uuid[])'],
  ] as const,
} satisfies Record<keyof Ages, readonly (readonly [string, string])[]>;

const DAY_MS = 24 * 3_600_000;

/** The outcome of a step: what was removed, and whether there may be more. */
export interface Purged {
  removals: Removal[];
  more: boolean;
}

/** Purges at most `limit` events of a tenant, the oldest first, and remembers how far it has got. */
export async function purgeTenant(
  manager: EntityManager,
  { tenant_id: tenantId, kind, days, looked_to: after }: TenantPurge,
  { nowMs, limit }: { nowMs: number; limit: number },
): Promise<Purged> {
  const before = firstUuidAt(nowMs - days * DAY_MS);
  const found = await manager.query<{ id: string }[]>(FIND_EVENTS, [
    tenantId,
    after,
    before,
    limit,
  ]);
  const all = found.map(({ id }) => id);
  await manager.query(EXPIRE_WAITING, [all]);
  const ids = kind === 'record' ? await upToFirstQueued(manager, all) : all;
  const last = ids.at(-1);
  if (last === undefined) return { removals: [], more: false };
  const removals: Removal[] = [];
  for (const [relation, text] of STEPS[kind]) {
    const [, rows] = await manager.query<[unknown, number]>(text, [ids]);
    removals.push({ relation, rows });
  }
  await manager.query(ADVANCE, [tenantId, kind, last]);
  return { removals, more: ids.length === limit };
}

/** The record of a delivery stays while an attempt of it is under way, and later events stay with it. */
async function upToFirstQueued(manager: EntityManager, ids: string[]): Promise<string[]> {
  const queued = await manager.query<{ event_id: string }[]>(FIND_QUEUED, [ids]);
  const busy = new Set(queued.map(({ event_id }) => event_id));
  const end = ids.findIndex((id) => busy.has(id));
  return end === -1 ? ids : ids.slice(0, end);
}
