import type { Schemas } from '../../api/client';
import { tenantBase } from '../../app/tenant';

const PAGES = { event: 'events', delivery: 'deliveries', endpoint: 'endpoints' } as const;

/**
 * The page of a record. `base` is where the pages of the reader's tenant live; without it, the record's
 * own tenant in the console. Null where the reader has no page for it.
 */
export function evidencePath(link: Schemas['EvidenceLink'], base?: string): string | null {
  const { kind, id, tenant_id: tenant } = link;
  const own = base ?? (tenant === null ? null : tenantBase(tenant));
  if (kind === 'rejected')
    return base === '/portal' ? null : `/console/rejected/${encodeURIComponent(id)}`;
  if (own === null) return kind === 'audit' && base === undefined ? '/console/audit' : null;
  if (kind === 'tenant') return own;
  if (kind === 'audit') return `${own}/audit`;
  return `${own}/${PAGES[kind]}/${encodeURIComponent(id)}`;
}
