import { publicId } from '../common/index.js';
import type { ReasonGuide } from '../config/index.js';
import type { EndpointHitDto, TenantHitDto } from './search.dto.js';
import type { EndpointHitRow, TenantHitRow } from './search.query.js';

/** An endpoint in short. */
export function presentEndpointHit(
  row: EndpointHitRow,
  guide: ReasonGuide,
): Omit<EndpointHitDto, 'tenant_name'> {
  return {
    kind: 'endpoint',
    id: publicId('endpoint', row.id),
    tenant_id: publicId('tenant', row.tenant_id),
    endpoint_host: row.url === null ? null : new URL(row.url).host,
    url: row.url,
    description: row.description,
    format: row.format,
    status: row.status,
    disabled_reason: row.disabled_reason,
    ...guide.explain(row.disabled_reason),
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
    tenant_name: row.name,
    created_at: row.created_at.toISOString(),
  };
}
