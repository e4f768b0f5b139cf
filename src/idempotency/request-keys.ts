import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson, LOGGER, newUuid, sqlStateOf } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { HotPool, Vault } from '../database/index.js';
import type { SealContext } from '../database/index.js';
import { underKey } from './held-key.js';
import type { HeldKey } from './held-key.js';
import { inProgress, keyUsed, otherBody } from './idempotency-key.js';
import {
  findRequestKey,
  finishRequestKey,
  freeRequestKey,
  takeRequestKey,
} from './request-keys.query.js';

/** A request with an `Idempotency-Key`. */
export interface KeyedRequest {
  key: string;
  /** UUID of the tenant in the path, or null. */
  tenantId: string | null;
  /** Method, pattern and parameters, without the tenant. */
  route: string;
  body: unknown;
  /** True if the answer shows a secret; then only the id of the created object is stored. */
  showsSecret: boolean;
}

const NO_TENANT = '00000000-0000-0000-0000-000000000000';
/** Longer than a request may take. Afterwards the key of a lost request is free. */
const HELD_MS = 120_000;
const LOCK_NOT_AVAILABLE = '55P03';

/** `request_keys.sealed_answer`: the JSON text of the answer. */
const answerOf = (token: string): SealContext => ({ table: 'request_keys', id: token });

/** Runs work once per key, tenant and route within 24 hours. */
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
    const { key, tenantId, route, body, showsSecret } = request;
    const held: HeldKey = {
      tenantId: tenantId ?? NO_TENANT,
      keyHash: this.vault.fingerprint(JSON.stringify([route, key])),
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
