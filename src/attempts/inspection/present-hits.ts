import { publicId } from '../../common/index.js';
import type { EndpointHitDto, TenantHitDto } from './search.dto.js';
import type { EndpointHitRow, TenantHitRow } from './search.query.js';

/** An endpoint in short. */
export function presentEndpointHit(row: EndpointHitRow): EndpointHitDto {
  return {
    kind: 'endpoint',
    id: publicId('endpoint', row.id),
    tenant_id: publicId('tenant', row.tenant_id),
    url: row.url,
    description: row.description,
    format: row.format,
    status: row.status,
    created_at: row.created_at.toISOString(),
  };
}

export function presentTenantHit(row: TenantHitRow): TenantHitDto {
  const id = publicId('tenant', row.id);
  return {
    kind: 'tenant',
    id,
    tenant_id: id,
    external_id: row.external_id,
    name: row.name,
    created_at: row.created_at.toISOString(),
  };
}
