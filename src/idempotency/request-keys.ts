import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson, LOGGER, newUuid, LOCK_NOT_AVAILABLE, sqlStateOf } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { HotPool, Vault, statement } from '../database/index.js';
import type { SealContext } from '../database/index.js';
import { answerErased, underKey, inProgress, keyUsed, otherBody } from './idempotency-key.js';
import type { HeldKey } from './idempotency-key.js';

/**
 * Takes a key for a request. Returns no row if another request has it. A key is free again when it has
 * expired, or when its request ended without a result before it created anything.
 *
 * $1 tenant, $2 hash of route, caller and key, $3 fingerprint of the body, $4 token of the request, $5 for how
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

interface RequestKeyRow {
  token: string;
  fingerprint: Buffer;
  made: string | null;
  sealed_answer: Buffer | null;
  is_held: boolean;
}

/** $1 tenant, $2 hash of route, caller and key. */
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

/** A request with an `Idempotency-Key`. */
export interface KeyedRequest {
  key: string;
  /** UUID of the tenant in the path, or null. */
  tenantId: string | null;
  /** Method, pattern and parameters, without the tenant. */
  route: string;
  /** Role and session: the answer shows what they may see, so that others have keys of their own. */
  caller: string;
  body: unknown;
  /** True if the answer shows a secret; then only the id of the created object is stored. */
  showsSecret: boolean;
}

const NO_TENANT = '00000000-0000-0000-0000-000000000000';
/** Longer than a request may take. Afterwards the key of a lost request is free. */
const HELD_MS = 120_000;

/** `request_keys.sealed_answer`: the JSON text of the answer. */
const answerOf = (token: string): SealContext => ({ table: 'request_keys', id: token });

/** Runs work once per key, kind of caller, tenant and route within 24 hours. */
@Injectable()
export class RequestKeys {
  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves to the answer of `work`, or to that of the first request with the key. Rejects with 409
   * `idempotency_conflict`, `idempotency_in_progress` or `idempotency_key_used`, and with the errors of
   * `work`, which leave the key free.
   */
  async once(
    request: KeyedRequest,
    work: () => Promise<unknown>,
  ): Promise<{ answer: unknown; isReplayed: boolean }> {
    const { key, tenantId, route, caller, body, showsSecret } = request;
    const held: HeldKey = {
      tenantId: tenantId ?? NO_TENANT,
      keyHash: this.vault.fingerprint(JSON.stringify([route, caller, key])),
      token: newUuid(),
      isMade: false,
    };
    const fingerprint = this.vault.fingerprint(canonicalJson(body ?? null));
    if (!(await this.take(held, fingerprint))) {
      return { answer: await this.firstAnswer(held, fingerprint), isReplayed: true };
    }
    const answer = await underKey(held, work).catch(async (error: unknown) => {
      await this.note(() => this.pool.run(freeRequestKey, placeOf(held)));
      throw error;
    });
    await this.note(async () => {
      const sealed = showsSecret ? null : await this.seal(held, answer);
      await this.pool.run(finishRequestKey, [...placeOf(held), sealed]);
    });
    return { answer, isReplayed: false };
  }

  private async take({ tenantId, keyHash, token }: HeldKey, fingerprint: Buffer): Promise<boolean> {
    try {
      const values = [tenantId, keyHash, fingerprint, token, HELD_MS];
      return (await this.pool.run(takeRequestKey, values)).length > 0;
    } catch (error) {
      // The first request is in its transaction.
      if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) throw inProgress();
      throw error;
    }
  }

  private async firstAnswer({ tenantId, keyHash }: HeldKey, fingerprint: Buffer): Promise<unknown> {
    const [row] = await this.pool.run(findRequestKey, [tenantId, keyHash]);
    // Without a row the first request has failed in this moment: the key is free again.
    if (!row) throw inProgress();
    if (row.sealed_answer?.length === 0) throw answerErased();
    if (!row.fingerprint.equals(fingerprint)) throw otherBody();
    if (row.sealed_answer) {
      const text = await this.vault.open(answerOf(row.token), row.sealed_answer);
      return JSON.parse(text.toString('utf8')) as unknown;
    }
    if (row.is_held || row.made === null) throw inProgress();
    throw keyUsed(row.made);
  }

  private async seal({ tenantId, token }: HeldKey, answer: unknown): Promise<Buffer> {
    const key = await this.vault.keyFor(tenantId);
    return this.vault.seal(key, answerOf(token), Buffer.from(JSON.stringify(answer ?? null)));
  }

  /** Logs a failed write. The answer is sent anyway, because the work has already been committed. */
  private async note(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.logger.error({ err: error }, 'the outcome of a request could not be kept for its key');
    }
  }
}

function placeOf({ tenantId, keyHash, token }: HeldKey): unknown[] {
  return [tenantId, keyHash, token];
}
