import { statement } from '../hot-pool.js';
import type { WrappedKey } from './key-ring.js';

const COLUMNS = 'id, tenant_id, period, wrapped_by, wrapped';

export const findDataKey = statement<WrappedKey>(
  'find-data-key',
  `SELECT ${COLUMNS} FROM data_keys WHERE tenant_id = $1 AND period = $2`,
);

export const findDataKeysById = statement<WrappedKey>(
  'find-data-keys-by-id',
  `SELECT ${COLUMNS} FROM data_keys WHERE id = ANY ($1::uuid[])`,
);

/** Returns no row where another process was first. */
export const insertDataKey = statement<{ id: string }>(
  'insert-data-key',
  `INSERT INTO data_keys (${COLUMNS}) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (tenant_id, period) DO NOTHING RETURNING id`,
);

export const listWrappingKeys = statement<{ wrapped_by: string }>(
  'list-wrapping-keys',
  'SELECT DISTINCT wrapped_by FROM data_keys ORDER BY wrapped_by',
);

export const listDataKeysToRewrap = statement<WrappedKey>(
  'list-data-keys-to-rewrap',
  `SELECT ${COLUMNS} FROM data_keys WHERE wrapped_by <> $1 ORDER BY id LIMIT $2`,
);

/** Stores the new wrapping unless another process has already changed it. */
export const replaceWrapping = statement<object>(
  'replace-wrapping',
  `UPDATE data_keys AS kept SET wrapped = fresh.wrapped, wrapped_by = $4
   FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS fresh (id, old_wrapped_by, wrapped)
   WHERE kept.id = fresh.id AND kept.wrapped_by = fresh.old_wrapped_by`,
);
