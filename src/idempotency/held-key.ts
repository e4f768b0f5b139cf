import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';
import { inProgress } from './idempotency-key.js';

/** The `Idempotency-Key` of the current request. */
export interface HeldKey {
  /** UUID; the zero UUID on routes without a tenant. */
  tenantId: string;
  keyHash: Buffer;
  /** Identifies the request that holds the key. A request that took too long loses it to the next. */
  token: string;
  isMade: boolean;
}

const current = new AsyncLocalStorage<HeldKey>();

/** Runs the work of a request under its key. */
export function underKey<T>(key: HeldKey, work: () => Promise<T>): Promise<T> {
  return current.run(key, work);
}

/**
 * Stores the public id (`target`) of a created object under the key of the current request, if it has
 * one. It uses the transaction that creates the object, so that no crash creates it twice. Throws 409 if
 * another request holds the key now.
 */
export async function markMade(manager: EntityManager, target: string): Promise<void> {
  const key = current.getStore();
  if (!key || key.isMade) return;
  const [, marked] = await manager.query<[unknown, number]>(
    'UPDATE request_keys SET made = $4 WHERE tenant_id = $1 AND key_hash = $2 AND token = $3',
    [key.tenantId, key.keyHash, key.token, target],
  );
  if (marked === 0) throw inProgress();
  key.isMade = true;
}
