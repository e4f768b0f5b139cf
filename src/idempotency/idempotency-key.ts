import { invalid, AppError } from '../common/index.js';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';

const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** Returns the value of an `Idempotency-Key` header; undefined if it is absent. Throws 422 if malformed. */
export function parseIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && KEY.test(header)) return header;
  const message = 'The header Idempotency-Key must be 1 to 255 printable ASCII characters.';
  throw invalid(
    [{ pointer: '', code: 'invalid_idempotency_key', message }],
    'invalid_idempotency_key',
  );
}

export function inProgress(): AppError {
  const message = 'The first request with this Idempotency-Key is under way; repeat it shortly.';
  return new AppError('idempotency_in_progress', 409, { message, retryAfterSeconds: 1 });
}

export function otherBody(): AppError {
  const message = 'This Idempotency-Key was used with another body in the last 24 hours.';
  return new AppError('idempotency_conflict', 409, { message });
}

/** The first answer is not stored: it showed a secret, or was lost in a crash. */
export function keyUsed(id: string): AppError {
  const message = `This Idempotency-Key made ${id}; its answer is not kept, because it showed a secret or was never sent.`;
  return new AppError('idempotency_key_used', 409, { message, id });
}

/** The first answer was erased together with the content of an event of the tenant. */
export function answerErased(): AppError {
  const message =
    'The first request with this Idempotency-Key was carried out; its answer is not kept, because content of the tenant was erased since.';
  return new AppError('idempotency_key_used', 409, { message });
}

/**
 * Erases the stored answers of a tenant (UUID), which may repeat what an event contained, and the hashes of their
 * requests. Their keys stay taken.
 */
export async function eraseAnswers(manager: EntityManager, tenantId: string): Promise<void> {
  await manager.query(
    `UPDATE request_keys SET sealed_answer = '', fingerprint = ''
     WHERE tenant_id = $1 AND sealed_answer IS NOT NULL AND sealed_answer <> ''`,
    [tenantId],
  );
}

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
