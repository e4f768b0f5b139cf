import { statement } from '../database/index.js';

export interface TenantRow {
  id: string;
  external_id: string | null;
  name: string;
  fanout_version: number;
}

const COLUMNS = 'id, external_id, name, fanout_version';

export const findTenantById = statement<TenantRow>(
  'find-tenant-by-id',
  `SELECT ${COLUMNS} FROM tenants WHERE id = $1 AND deleted_at IS NULL`,
);

export const findTenantByExternalId = statement<TenantRow>(
  'find-tenant-by-external-id',
  `SELECT ${COLUMNS} FROM tenants WHERE external_id = $1 AND deleted_at IS NULL`,
);
