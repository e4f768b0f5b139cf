import { statement } from '../database/index.js';

/**
 * Takes a key for a request. Returns no row if another request has it. A key is free again when it has
 * expired, or when its request ended without a result before it created anything.
 *
 * $1 tenant, $2 hash of route and key, $3 fingerprint of the body, $4 token of the request, $5 for how
 * many milliseconds it is under way at most.
 */
export const takeRequestKey = statement<{ token: string }>(
  'take-request-key',
  `INSERT INTO request_keys AS k (tenant_id, key_hash, fingerprint, token, held_until, expires_at)
   VALUES ($1, $2, $3, $4, now() + $5 * interval '1 millisecond', now() + interval '24 hours')
   ON CONFLICT (tenant_id, key_hash) DO UPDATE SET
     fingerprint = excluded.fingerprint, token = excluded.token, made = NULL, sealed_answer = NULL,
     held_until = excluded.held_until, expires_at = excluded.expires_at
   WHERE k.expires_at <= now()
      OR (k.made IS NULL AND k.sealed_answer IS NULL AND k.held_until <= now())
   RETURNING k.token`,
);

export interface RequestKeyRow {
  token: string;
  fingerprint: Buffer;
  made: string | null;
  sealed_answer: Buffer | null;
  is_held: boolean;
}

/** $1 tenant, $2 hash of route and key. */
export const findRequestKey = statement<RequestKeyRow>(
  'find-request-key',
  `SELECT token, fingerprint, made, sealed_answer, held_until > now() AS is_held
   FROM request_keys WHERE tenant_id = $1 AND key_hash = $2`,
);

/** Keeps the answer, or null where it shows a secret; $1 tenant, $2 hash, $3 token, $4 sealed answer. */
export const finishRequestKey = statement<never>(
  'finish-request-key',
  `UPDATE request_keys SET sealed_answer = $4, held_until = now()
   WHERE tenant_id = $1 AND key_hash = $2 AND token = $3`,
);

/** Frees the key of a request that failed before it made anything; $1 tenant, $2 hash, $3 token. */
export const freeRequestKey = statement<never>(
  'free-request-key',
  `DELETE FROM request_keys
   WHERE tenant_id = $1 AND key_hash = $2 AND token = $3 AND made IS NULL`,
);
