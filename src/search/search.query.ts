import type { EntityManager } from 'typeorm';
import type { Conditions } from '../records/index.js';

export interface EndpointHitRow {
  id: string;
  tenant_id: string;
  url: string | null;
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
    `SELECT id, tenant_id, url, description, format, status, disabled_reason, created_at FROM endpoints
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

/** Finds the names of tenants, by UUID. */
export async function findTenantNames(
  manager: EntityManager,
  tenantIds: readonly string[],
): Promise<Map<string, string>> {
  if (tenantIds.length === 0) return new Map();
  const rows = await manager.query<{ id: string; name: string }[]>(
    'SELECT id, name FROM tenants WHERE id = ANY ($1::uuid[])',
    [tenantIds],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
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
