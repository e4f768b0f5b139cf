import type { EntityManager } from 'typeorm';
import type { ChannelName } from '../model/index.js';
import type { Conditions } from '../records/index.js';

export interface EndpointHitRow {
  id: string;
  tenant_id: string;
  channel: ChannelName;
  /** As it is stored: masked where it has a query. */
  url: string | null;
  sealedUrl: Buffer | null;
  description: string | null;
  format: string;
  status: string;
  disabled_reason: string | null;
  created_at: Date;
}

export interface TenantHitRow {
  id: string;
  external_id: string | null;
  name: string;
  created_at: Date;
}

export function searchEndpoints(
  manager: EntityManager,
  conditions: Conditions,
  limit: number,
): Promise<EndpointHitRow[]> {
  const bound = conditions.bind(limit);
  return manager.query<EndpointHitRow[]>(
    `SELECT id, tenant_id, channel, url, sealed_url AS "sealedUrl", description, format, status, disabled_reason, created_at FROM endpoints
     WHERE deleted_at IS NULL AND ${conditions.toString()} ORDER BY id DESC LIMIT ${bound}`,
    [...conditions.values],
  );
}

export function searchTenants(
  manager: EntityManager,
  conditions: Conditions,
  limit: number,
): Promise<TenantHitRow[]> {
  const bound = conditions.bind(limit);
  return manager.query<TenantHitRow[]>(
    `SELECT id, external_id, name, created_at FROM tenants
     WHERE deleted_at IS NULL AND ${conditions.toString()} ORDER BY id DESC LIMIT ${bound}`,
    [...conditions.values],
  );
}

/** Finds tenants (UUIDs) with their names as they are stored. */
export async function findTenants(
  manager: EntityManager,
  tenantIds: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (tenantIds.length === 0) return [];
  return manager.query<{ id: string; name: string }[]>(
    'SELECT id, name FROM tenants WHERE id = ANY ($1::uuid[])',
    [tenantIds],
  );
}

/** Finds the delivery (UUID) of an attempt. */
export async function findDeliveryOfAttempt(
  manager: EntityManager,
  attemptId: string,
): Promise<string | undefined> {
  const [row] = await manager.query<{ delivery_id: string }[]>(
    'SELECT delivery_id FROM attempts WHERE id = $1',
    [attemptId],
  );
  return row?.delivery_id;
}
