import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';
import { inProgress } from './refusals.js';

/** The key that the request under way was sent with. */
export interface HeldKey {
  /** UUID; the zero UUID on routes without a tenant. */
  tenantId: string;
  keyHash: Buffer;
  /** Of the request that holds it: one that took too long has lost the key to the next. */
  token: string;
  isMade: boolean;
}

const current = new AsyncLocalStorage<HeldKey>();

/** Runs a request's work under its key. */
export function underKey<T>(key: HeldKey, work: () => Promise<T>): Promise<T> {
  return current.run(key, work);
}

/**
 * Notes under the key of the request under way, if it has one, what its transaction makes: `target`
 * is a public id. Both are committed together or not at all, so that no crash makes it twice. Throws
 * where another request holds the key by now.
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
