import { setTimeout as sleep } from 'node:timers/promises';
import { asSystem, newUuid } from '../../common/index.js';
import { statement } from '../hot-pool.js';
import type { HotPool, Statement } from '../hot-pool.js';
import { encryptionKeyMissing } from './key-ring.js';
import type { DataKey, KeyRing, WrappedKey } from './key-ring.js';

/** Owns the key behind the keyed hashes, which belong to no tenant and no month. */
export const SYSTEM_TENANT = '00000000-0000-0000-0000-000000000000';
export const INDEX_PERIOD = 'index';

const COLUMNS = 'id, tenant_id, period, wrapped_by, wrapped';
const INDEX_ROW = `tenant_id = '${SYSTEM_TENANT}' AND period = '${INDEX_PERIOD}'`;

export const findDataKey = statement<WrappedKey>(
  'find-data-key',
  `SELECT ${COLUMNS} FROM data_keys WHERE tenant_id = $1 AND period = $2`,
);

export const findDataKeysById = statement<WrappedKey>(
  'find-data-keys-by-id',
  `SELECT ${COLUMNS} FROM data_keys WHERE id = ANY ($1::uuid[])`,
);

/** The master key that new data keys are wrapped with. */
export const findMasterKeyInUse = statement<{ wrapped_by: string }>(
  'find-master-key-in-use',
  `SELECT wrapped_by FROM data_keys WHERE ${INDEX_ROW}`,
);

/** The key of the keyed hashes. Returns no row where another process was first. */
export const insertIndexKey = statement<{ id: string }>(
  'insert-index-key',
  `INSERT INTO data_keys (${COLUMNS}) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (tenant_id, period) DO NOTHING RETURNING id`,
);

/**
 * Returns no row where another process was first, or where the master key $4 is not in use any more. The lock makes
 * `keys rotate` wait for the commit, so that no data key appears under a key that it has replaced.
 */
export const insertDataKey = statement<{ id: string }>(
  'insert-data-key',
  `WITH in_use AS MATERIALIZED (
     SELECT FROM data_keys WHERE ${INDEX_ROW} AND wrapped_by = $4::text FOR SHARE
   )
   INSERT INTO data_keys (${COLUMNS})
   SELECT $1::uuid, $2::uuid, $3::text, $4::text, $5::bytea FROM in_use
   ON CONFLICT (tenant_id, period) DO NOTHING RETURNING id`,
);

export const listWrappingKeys = statement<{ wrapped_by: string }>(
  'list-wrapping-keys',
  'SELECT DISTINCT wrapped_by FROM data_keys ORDER BY wrapped_by',
);

/** Of the master keys $1. */
export const listRetiredKeys = statement<{ id: string }>(
  'list-retired-keys',
  'SELECT id FROM retired_encryption_keys WHERE id = ANY ($1::text[]) ORDER BY id',
);

/** A rotation that commits between the questions is followed by the next try, after a pause that grows by this. */
const MAX_TRIES = 15;
const PAUSE_MS = 10;

/** The data keys as they are stored, wrapped by master keys. */
export class DataKeyStore {
  constructor(
    private readonly pool: HotPool,
    private readonly ring: KeyRing,
  ) {}

  /**
   * Throws an error that names a master key that is missing, or that says that the first one is retired. Returns
   * what the operator should know of the others, a sentence each.
   */
  async checkMasterKeys(): Promise<string[]> {
    const { ring } = this;
    const inUse = await this.run(listWrappingKeys);
    const missing = inUse.map((row) => row.wrapped_by).filter((id) => !ring.has(id));
    if (missing.length > 0) throw encryptionKeyMissing(missing);
    const retired = (await this.run(listRetiredKeys, [ring.ids])).map(({ id }) => id);
    if (retired.includes(ring.firstId)) {
      throw new Error(
        `The encryption key '${ring.firstId}' is retired and must not encrypt again: put another one first.`,
      );
    }
    const warnings = retired.map(
      (id) => `The encryption key '${id}' is retired: take it out of the settings.`,
    );
    const current = await this.masterKeyInUse();
    if (current === undefined || current === ring.firstId) return warnings;
    const hint = `The encryption key in use is '${current}' until 'keys rotate' changes it to '${ring.firstId}'.`;
    return [...warnings, hint];
  }

  async findOrCreate(tenantId: string, period: string): Promise<DataKey> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const [found] = await this.run(findDataKey, [tenantId, period]);
      if (found) return this.ring.unwrap(found);
      const isIndex = tenantId === SYSTEM_TENANT && period === INDEX_PERIOD;
      const masterKeyId = isIndex ? this.ring.firstId : await this.masterKeyInUse();
      if (masterKeyId === undefined) break;
      const place = { id: newUuid(), tenant_id: tenantId, period };
      const { key, row } = await this.ring.create(place, masterKeyId);
      const values = [row.id, row.tenant_id, row.period, row.wrapped_by, row.wrapped];
      const insert = isIndex ? insertIndexKey : insertDataKey;
      const inserted = await this.run(insert, values);
      if (inserted.length > 0) return key;
      await sleep(PAUSE_MS * tries);
    }
    throw new Error(`data key of ${tenantId} for ${period} could not be agreed on`);
  }

  /** Returns the rows of those of the keys that exist. */
  findById(keyIds: readonly string[]): Promise<WrappedKey[]> {
    return this.run(findDataKeysById, [keyIds]);
  }

  /** Tenants reach no data keys: those that are loaded serve all callers. */
  private run<Row extends object>(query: Statement<Row>, values?: unknown[]): Promise<Row[]> {
    return asSystem(() => this.pool.run(query, values));
  }

  private async masterKeyInUse(): Promise<string | undefined> {
    return (await this.run(findMasterKeyInUse))[0]?.wrapped_by;
  }
}
