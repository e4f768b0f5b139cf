import { LRUCache } from 'lru-cache';
import { newUuid } from '../../common/index.js';
import type { Clock } from '../../common/index.js';
import type { EncryptionKey } from '../../config/index.js';
import type { HotPool } from '../hot-pool.js';
import {
  dataKeyIdOf,
  openBytes,
  sealBytes,
  sealedDataDamaged,
  INDEX_PERIOD,
  KeyedHashes,
  SYSTEM_TENANT,
} from './envelope.js';
import type { DataKey, SealContext } from './envelope.js';
import { encryptionKeyMissing, KeyRing } from './key-ring.js';
import type { WrappedKey } from './key-ring.js';
import { statement } from '../hot-pool.js';

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

/** A sealed value with the place it was read from. */
export interface SealedItem {
  context: SealContext;
  sealed: Buffer;
}

const MAX_CACHED_KEYS = 20_000;
const REWRAP_BATCH = 500;

/**
 * Envelope encryption of what is stored: a data key per tenant and month, itself encrypted by
 * ENCRYPTION_KEYS. Sealing is synchronous once the tenant's key is in memory. Errors:
 * `sealed_data_damaged`, `encryption_key_missing`, `encryption_key_wrong` (all 500).
 */
export class Vault {
  private readonly ring: KeyRing;
  private readonly byId = new LRUCache<string, DataKey>({ max: MAX_CACHED_KEYS });
  private readonly current = new LRUCache<string, DataKey>({ max: MAX_CACHED_KEYS });
  private readonly loading = new Map<string, Promise<DataKey>>();
  private period = '';
  private periodEndsAt = 0;
  private hashes: KeyedHashes | undefined;

  constructor(
    private readonly pool: HotPool,
    encryptionKeys: readonly EncryptionKey[],
    private readonly clock: Clock,
  ) {
    this.ring = new KeyRing(encryptionKeys);
  }

  /**
   * Must be awaited once before use. Throws an error that names an encryption key that is missing. Wraps every
   * data key with the first encryption key (the data itself stays as it is).
   */
  async init(): Promise<void> {
    const inUse = await this.pool.run(listWrappingKeys);
    const missing = inUse.map((row) => row.wrapped_by).filter((id) => !this.ring.has(id));
    if (missing.length > 0) throw encryptionKeyMissing(missing);
    await this.rewrapAll();
    this.hashes = new KeyedHashes(await this.findOrCreate(SYSTEM_TENANT, INDEX_PERIOD));
  }

  /** Returns the tenant's key of the current month, which the first call creates. */
  keyFor(tenantId: string): Promise<DataKey> {
    const cached = this.cachedKey(tenantId);
    if (cached) return Promise.resolve(cached);
    const pending = this.loading.get(tenantId);
    if (pending) return pending;
    const load = this.findOrCreate(tenantId, this.currentPeriod())
      .then((key) => {
        this.current.set(tenantId, key);
        return key;
      })
      .finally(() => this.loading.delete(tenantId));
    this.loading.set(tenantId, load);
    return load;
  }

  /** Returns the same without waiting; undefined until `keyFor` has returned once in this month. */
  cachedKey(tenantId: string): DataKey | undefined {
    const key = this.current.get(tenantId);
    return key && key.period === this.currentPeriod() ? key : undefined;
  }

  /** Encrypts a value for one place; it cannot be opened at another place. */
  seal(key: DataKey, context: SealContext, plaintext: Buffer): Buffer {
    return sealBytes(key, context, plaintext);
  }

  /** Decrypts a value and loads the data key where it is not in memory. */
  async open(context: SealContext, sealed: Buffer): Promise<Buffer> {
    const plaintext = this.openCached(context, sealed);
    if (plaintext) return plaintext;
    const [opened] = await this.openMany([{ context, sealed }]);
    if (!opened) throw sealedDataDamaged(context);
    return opened;
  }

  /** Decrypts a value without waiting; returns undefined where the data key is not in memory. */
  openCached(context: SealContext, sealed: Buffer): Buffer | undefined {
    const key = this.byId.get(dataKeyIdOf(context, sealed));
    return key && openBytes(key, context, sealed);
  }

  /** Decrypts values in the given order, with one query for all data keys that are not in memory. */
  async openMany(items: readonly SealedItem[]): Promise<Buffer[]> {
    const keyIds = items.map(({ context, sealed }) => dataKeyIdOf(context, sealed));
    const keys = await this.load(new Set(keyIds));
    return items.map(({ context, sealed }, position) => {
      const key = keys.get(keyIds[position] ?? '');
      if (!key) throw sealedDataDamaged(context, new Error(`no data key ${keyIds[position]}`));
      return openBytes(key, context, sealed);
    });
  }

  /** Returns a keyed hash in the form of a UUID, by which a value is found without being stored. */
  hashRef(value: string): string {
    return this.initialised().hashRef(value);
  }

  /** Returns a keyed hash (32 bytes) to compare bodies by. Without the key no body can be guessed. */
  fingerprint(bytes: Buffer | string): Buffer {
    return this.initialised().fingerprint(bytes);
  }

  private currentPeriod(): string {
    const now = this.clock.now();
    if (now >= this.periodEndsAt || this.period === '') {
      const date = new Date(now);
      this.period = date.toISOString().slice(0, 7);
      this.periodEndsAt = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
    }
    return this.period;
  }

  private async findOrCreate(tenantId: string, period: string): Promise<DataKey> {
    const found = await this.find(tenantId, period);
    if (found) return found;
    const row = this.ring.create(newUuid(), tenantId, period);
    const values = [row.id, row.tenant_id, row.period, row.wrapped_by, row.wrapped];
    const inserted = await this.pool.run(insertDataKey, values);
    const key = inserted.length > 0 ? this.remember(row) : await this.find(tenantId, period);
    if (!key) throw new Error(`data key of ${tenantId} for ${period} vanished`);
    return key;
  }

  private async find(tenantId: string, period: string): Promise<DataKey | undefined> {
    const [row] = await this.pool.run(findDataKey, [tenantId, period]);
    return row && this.remember(row);
  }

  private remember(row: WrappedKey): DataKey {
    const key = this.ring.unwrap(row);
    this.byId.set(key.id, key);
    return key;
  }

  private async load(keyIds: Set<string>): Promise<Map<string, DataKey>> {
    const keys = new Map<string, DataKey>();
    const unknown: string[] = [];
    for (const id of keyIds) {
      const cached = this.byId.get(id);
      if (cached) keys.set(id, cached);
      else unknown.push(id);
    }
    if (unknown.length > 0) {
      for (const row of await this.pool.run(findDataKeysById, [unknown])) {
        keys.set(row.id, this.remember(row));
      }
    }
    return keys;
  }

  private async rewrapAll(): Promise<void> {
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

  private initialised(): KeyedHashes {
    if (!this.hashes) throw new Error('The vault was not initialised.');
    return this.hashes;
  }
}
