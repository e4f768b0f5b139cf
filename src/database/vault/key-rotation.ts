import { setTimeout as pause } from 'node:timers/promises';
import { AppError, LOCK_NOT_AVAILABLE, sqlStateOf } from '../../common/index.js';
import { statement } from '../hot-pool.js';
import type { HotPool } from '../hot-pool.js';
import { INDEX_PERIOD, SYSTEM_TENANT, findDataKey, listRetiredKeys } from './data-key-store.js';
import { encryptionKeyMissing } from './key-ring.js';
import type { KeyRing, WrappedKey } from './key-ring.js';

const listDataKeysToRewrap = statement<WrappedKey>(
  'list-data-keys-to-rewrap',
  `SELECT id, tenant_id, period, wrapped_by, wrapped FROM data_keys
   WHERE id > $2 AND wrapped_by <> $1 ORDER BY id LIMIT $3`,
);

/** Stores the new wrapping unless another process has already changed it. */
const replaceWrapping = statement<object>(
  'replace-wrapping',
  `UPDATE data_keys AS kept SET wrapped = fresh.wrapped, wrapped_by = $4
   FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS fresh (id, old_wrapped_by, wrapped)
   WHERE kept.id = fresh.id AND kept.wrapped_by = fresh.old_wrapped_by`,
);

const countDataKeys = statement<{ id: string; data_keys: number }>(
  'count-data-keys',
  'SELECT wrapped_by AS id, count(*) AS data_keys FROM data_keys GROUP BY wrapped_by ORDER BY wrapped_by',
);

const retireKey = statement<{ needed: number }>(
  'retire-encryption-key',
  'SELECT retire_encryption_key($1) AS needed',
);

/** How many data keys a master key wraps. */
export interface KeyUse {
  id: string;
  dataKeys: number;
}

export interface RotationProgress {
  done: number;
  total: number;
}

const BATCH = 200;
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
const MAX_TRIES = 20;
const PAUSE_MS = 500;

/** Moves data keys from one master key to another, and retires master keys, while processes run. */
export class KeyRotation {
  constructor(
    private readonly pool: HotPool,
    private readonly ring: KeyRing,
  ) {}

  async uses(): Promise<KeyUse[]> {
    const rows = await this.pool.run(countDataKeys);
    return rows.map(({ id, data_keys: dataKeys }) => ({ id, dataKeys }));
  }

  /** Returns which of the master keys are retired. */
  async retired(ids: readonly string[]): Promise<string[]> {
    return (await this.pool.run(listRetiredKeys, [ids])).map(({ id }) => id);
  }

  /**
   * Wraps every data key with the master key `targetId`, in batches; after a break, the next call continues. The key
   * of the keyed hashes is the first: from then on processes wrap new data keys with `targetId`. Returns the ids of
   * data keys that do not unwrap, and that stay as they are. Errors: `unavailable` where a master key is out of reach.
   */
  async rotate(
    targetId: string,
    onProgress: (progress: RotationProgress) => void,
  ): Promise<string[]> {
    if (!this.ring.has(targetId)) throw encryptionKeyMissing([targetId]);
    const others = (await this.uses()).filter(({ id }) => id !== targetId);
    const total = others.reduce((sum, { dataKeys }) => sum + dataKeys, 0);
    const [index] = await this.pool.run(findDataKey, [SYSTEM_TENANT, INDEX_PERIOD]);
    let done = 0;
    if (index && index.wrapped_by !== targetId) {
      const [damaged] = await this.rewrap([index], targetId);
      if (damaged) throw damaged.error;
      done += 1;
    }
    const failed: string[] = [];
    for (let after = LOWEST_ID; ;) {
      const rows = await this.pool.run(listDataKeysToRewrap, [targetId, after, BATCH]);
      const last = rows.at(-1);
      if (!last) return failed;
      failed.push(...(await this.rewrap(rows, targetId)).map(({ id }) => id));
      done += rows.length;
      after = last.id;
      onProgress({ done, total: Math.max(done, total) });
    }
  }

  /** Retires a master key. Returns how many data keys need it; it is then not retired. */
  async retire(id: string): Promise<number> {
    for (let tries = 1; ; tries += 1) {
      try {
        const [row] = await this.pool.run(retireKey, [id]);
        return row?.needed ?? 0;
      } catch (error) {
        if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE || tries >= MAX_TRIES) throw error;
        await pause(PAUSE_MS);
      }
    }
  }

  /** Returns the rows that do not unwrap, each with its error. */
  private async rewrap(
    rows: readonly WrappedKey[],
    targetId: string,
  ): Promise<{ id: string; error: Error }[]> {
    const fresh: { row: WrappedKey; formerId: string }[] = [];
    const failed: { id: string; error: Error }[] = [];
    const rewrapOne = async (former: WrappedKey): Promise<void> => {
      try {
        const row = await this.ring.rewrap(former, targetId);
        fresh.push({ row, formerId: former.wrapped_by });
      } catch (error) {
        if (!isOfRow(error)) throw error;
        failed.push({ id: former.id, error });
      }
    };
    await Promise.all(rows.map(rewrapOne));
    await this.pool.run(replaceWrapping, [
      fresh.map(({ row }) => row.id),
      fresh.map(({ formerId }) => formerId),
      fresh.map(({ row }) => row.wrapped),
      targetId,
    ]);
    return failed;
  }
}

/** The error of one data key, not of the master key's reach or of the settings. */
function isOfRow(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'encryption_key_wrong';
}
