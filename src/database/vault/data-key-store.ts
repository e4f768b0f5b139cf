import { newUuid } from '../../common/index.js';
import type { EncryptionKey } from '../../config/index.js';
import { statement } from '../hot-pool.js';
import type { HotPool } from '../hot-pool.js';
import { encryptionKeyMissing, KeyRing } from './key-ring.js';
import type { DataKey, WrappedKey } from './key-ring.js';

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

const REWRAP_BATCH = 500;

/** The data keys as they are stored, wrapped by ENCRYPTION_KEYS. */
export class DataKeyStore {
  private readonly ring: KeyRing;

  constructor(
    private readonly pool: HotPool,
    encryptionKeys: readonly EncryptionKey[],
  ) {
    this.ring = new KeyRing(encryptionKeys);
  }

  /** Throws an error that names an encryption key that is missing. */
  async requireKeysInUse(): Promise<void> {
    const inUse = await this.pool.run(listWrappingKeys);
    const missing = inUse.map((row) => row.wrapped_by).filter((id) => !this.ring.has(id));
    if (missing.length > 0) throw encryptionKeyMissing(missing);
  }

  /** Wraps every data key with the first encryption key. */
  async rewrapAll(): Promise<void> {
    for (;;) {
      const rows = await this.pool.run(listDataKeysToRewrap, [this.ring.firstId, REWRAP_BATCH]);
      if (rows.length === 0) return;
      const fresh = rows.map((row) => this.ring.rewrap(row));
      await this.pool.run(replaceWrapping, [
        rows.map((row) => row.id),
        rows.map((row) => row.wrapped_by),
        fresh.map((row) => row.wrapped),
        this.ring.firstId,
      ]);
    }
  }

  async findOrCreate(tenantId: string, period: string): Promise<DataKey> {
    const found = await this.find(tenantId, period);
    if (found) return found;
    const row = this.ring.create(newUuid(), tenantId, period);
    const values = [row.id, row.tenant_id, row.period, row.wrapped_by, row.wrapped];
    const inserted = await this.pool.run(insertDataKey, values);
    const key = inserted.length > 0 ? this.ring.unwrap(row) : await this.find(tenantId, period);
    if (!key) throw new Error(`data key of ${tenantId} for ${period} vanished`);
    return key;
  }

  /** Returns those of the keys that exist. */
  async findById(keyIds: readonly string[]): Promise<DataKey[]> {
    const rows = await this.pool.run(findDataKeysById, [keyIds]);
    return rows.map((row) => this.ring.unwrap(row));
  }

  private async find(tenantId: string, period: string): Promise<DataKey | undefined> {
    const [row] = await this.pool.run(findDataKey, [tenantId, period]);
    return row && this.ring.unwrap(row);
  }
}
