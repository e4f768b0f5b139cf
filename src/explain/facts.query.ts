import type { EntityManager } from 'typeorm';
import type { ChannelName } from '../model/index.js';

export interface EndpointRow {
  id: string;
  tenant_id: string;
  tenant_name: string;
  channel: ChannelName;
  url: string | null;
  status: 'active' | 'paused' | 'disabled';
  disabled_reason: string | null;
  event_types: string[] | null;
  environment: 'live' | 'sandbox' | 'all';
  format: string;
  rate_limit_per_second: number | null;
  deleted_at: Date | null;
  last_success_at: Date | null;
  failing_since: Date | null;
  held_back_until: Date | null;
  open_until: Date | null;
}

/** Finds endpoints by id (UUIDs), also deleted ones. */
export function findEndpoints(
  manager: EntityManager,
  endpointIds: readonly string[],
): Promise<EndpointRow[]> {
  return manager.query<EndpointRow[]>(
    `SELECT e.id, e.tenant_id, t.name AS tenant_name, e.channel, e.url, e.status, e.disabled_reason, e.event_types,
       e.environment, e.format, e.rate_limit_per_second, e.deleted_at,
       h.last_success_at, h.failing_since, h.held_back_until, h.open_until
     FROM endpoints e JOIN tenants t ON t.id = e.tenant_id LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
     WHERE e.id = ANY ($1::uuid[]) ORDER BY e.id DESC`,
    [endpointIds],
  );
}

export interface ChangeRow {
  id: string;
  at: Date;
  actor: string;
  role: string;
  action: string;
  target: string;
  reason: string | null;
  details: Record<string, unknown>;
}

/** What explains the state of an endpoint or a delivery. */
const ACTIONS = [
  'endpoint.created',
  'endpoint.updated',
  'endpoint.paused',
  'endpoint.resumed',
  'endpoint.disabled',
  'endpoint.secret_rotated',
  'endpoint.secret_promoted',
  'endpoint.deleted',
  'delivery.skipped',
];
const MOST_CHANGES = 200;

/** Finds what was done to endpoints or deliveries (public ids) in the last 90 days, newest first. */
export function findChanges(
  manager: EntityManager,
  tenantId: string,
  targets: readonly string[],
): Promise<ChangeRow[]> {
  return manager.query<ChangeRow[]>(
    `SELECT id, at, actor, role, action, target, reason, details FROM audit_log
     WHERE tenant_id = $1 AND target = ANY ($2::text[]) AND action = ANY ($3::text[])
       AND id >= uuid_at(now() - interval '90 days')
     ORDER BY id DESC LIMIT ${MOST_CHANGES}`,
    [tenantId, targets, ACTIONS],
  );
}

/** Finds why the addresses of deliveries (UUIDs) are on hold. */
export function findHolds(
  manager: EntityManager,
  deliveryIds: readonly string[],
): Promise<{ delivery_id: string; reason: string }[]> {
  return manager.query<{ delivery_id: string; reason: string }[]>(
    `SELECT d.id AS delivery_id, h.reason
     FROM deliveries d JOIN held_addresses h ON h.endpoint_id = d.endpoint_id AND h.recipient = d.recipient
     WHERE d.id = ANY ($1::uuid[])`,
    [deliveryIds],
  );
}

/** Returns when a worker last looked after the endpoints; null where none ever did. */
export async function workerSeenAt(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ looked_at: Date }[]>('SELECT looked_at FROM endpoint_watch');
  return row?.looked_at ?? null;
}

/** Deliveries of one endpoint are counted up to this number. */
const MOST_WAITING = 10_000;

export async function countWaiting(manager: EntityManager, endpointId: string): Promise<number> {
  const [row] = await manager.query<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM (
       SELECT FROM delivery_queue WHERE endpoint_id = $1 AND leased_until IS NULL LIMIT ${MOST_WAITING}) q`,
    [endpointId],
  );
  return row?.count ?? 0;
}

/** Finds the endpoints (UUIDs) of a tenant, the most troubled first, and their number. */
export async function findEndpointsOfTenant(
  manager: EntityManager,
  tenantId: string,
  limit: number,
): Promise<{ ids: string[]; total: number }> {
  const rows = await manager.query<{ id: string; total: number }[]>(
    `SELECT e.id, count(*) OVER ()::int AS total
     FROM endpoints e LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
     WHERE e.tenant_id = $1 AND e.deleted_at IS NULL
     ORDER BY e.status = 'active', h.failing_since NULLS LAST, e.id DESC LIMIT $2`,
    [tenantId, limit],
  );
  return { ids: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 };
}

/** Returns when the newest event of a tenant was published. */
export async function lastPublishedAt(
  manager: EntityManager,
  tenantId: string,
): Promise<Date | null> {
  const [row] = await manager.query<{ created_at: Date }[]>(
    'SELECT created_at FROM events WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1',
    [tenantId],
  );
  return row?.created_at ?? null;
}

/** An event that was published with an idempotency key; ids are UUIDs. */
export interface KeyedEvent {
  event_id: string;
  tenant_id: string;
  tenant_name: string;
}

/**
 * Finds events by the fingerprint of their idempotency key, within the scope. Each tenant is looked up for itself,
 * since the index begins with the tenant.
 */
export function findByKey(
  manager: EntityManager,
  keyHash: Buffer,
  scope: readonly string[] | null,
): Promise<KeyedEvent[]> {
  return manager.query<KeyedEvent[]>(
    `SELECT k.event_id, t.id AS tenant_id, t.name AS tenant_name
     FROM tenants t CROSS JOIN LATERAL (
       SELECT event_id FROM idempotency_keys
       WHERE tenant_id = t.id AND key_hash = $1 AND expires_at > now() LIMIT 1) k
     WHERE t.deleted_at IS NULL AND ($2::uuid[] IS NULL OR t.id = ANY ($2))
     LIMIT 10`,
    [keyHash, scope],
  );
}
