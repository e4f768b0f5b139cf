import { hash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AppError, TtlCache, systemClock } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, statement } from '../database/index.js';
import { KeyUsage } from './key-usage.js';
import type { Principal, Role } from './principal.js';
import { SignInRefused } from './refusals.js';
import { SESSION, Sessions } from './sessions.js';

interface KeyRow {
  id: string;
  role: Role;
  tenant_ids: string[] | null;
  key_end: KeyEnd | null;
}

/** Why a key is not valid any more. */
type KeyEnd = 'key_revoked' | 'key_expired';

interface KnownKey {
  principal: Principal;
  /** Null while it is valid. */
  end: KeyEnd | null;
}

const findApiKey = statement<KeyRow>(
  'find-api-key',
  `SELECT id, role, tenant_ids,
     CASE WHEN revoked_at IS NOT NULL THEN 'key_revoked' WHEN expires_at <= now() THEN 'key_expired' END AS key_end
   FROM api_keys WHERE key_hash = $1`,
);

const TTL_MS = 1_000;
const MAX_KEYS = 10_000;
const BEARER = /^Bearer +([^\s]{1,512})$/i;
/** The form of an API key; other texts are refused without a query. */
const KEY = /^pr_[\w-]{43}$/;
const NOT_VALID = 'The API key is not valid.';
const BOOTSTRAP: Principal = { keyId: null, role: 'admin', tenantIds: null };

/** Identifies the principal of a request by its key or session. One that has ended is refused everywhere within a second. */
@Injectable()
export class Authenticator {
  private readonly bootstrapHash: Buffer;
  private readonly cache = new TtlCache((keyHash) => this.load(keyHash), {
    ttlMs: TTL_MS,
    maxEntries: MAX_KEYS,
    clock: systemClock,
  });

  constructor(
    @Inject(SETTINGS) settings: RunSettings,
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(KeyUsage) private readonly usage: KeyUsage,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {
    this.bootstrapHash = hashKey(settings.adminApiKey);
  }

  /** Returns the principal of an `Authorization` header, synchronously if it is cached. Throws 401. */
  authenticate(authorization: string | undefined): Principal | Promise<Principal> {
    const key = BEARER.exec(authorization ?? '')?.[1];
    if (key === undefined) throw unauthorized('Send an API key: Authorization: Bearer pr_…');
    const keyHash = hashKey(key);
    if (timingSafeEqual(keyHash, this.bootstrapHash)) return BOOTSTRAP;
    if (!KEY.test(key)) return this.ofSession(key, keyHash);
    const cacheKey = keyHash.toString('base64');
    const known = this.cache.peek(cacheKey);
    return known ? valid(known) : this.lookUp(cacheKey);
  }

  /** Clears the caches. It must be called after a key, a link or a session was ended. */
  forget(): void {
    this.cache.clear();
    this.sessions.forget();
  }

  private ofSession(token: string, tokenHash: Buffer): Promise<Principal> {
    if (!SESSION.test(token)) throw unauthorized(NOT_VALID);
    return this.sessions.authenticate(tokenHash.toString('base64'));
  }

  private async lookUp(cacheKey: string): Promise<Principal> {
    const known = await this.cache.get(cacheKey);
    if (!known) throw unauthorized(NOT_VALID);
    return valid(known);
  }

  private async load(keyHash: string): Promise<KnownKey | undefined> {
    const [row] = await this.pool.run(findApiKey, [Buffer.from(keyHash, 'base64')]);
    if (!row) return undefined;
    const { id: keyId, role, tenant_ids: tenantIds, key_end: end } = row;
    if (end === null) this.usage.add(keyId);
    return { principal: { keyId, role, tenantIds }, end };
  }
}

/** Throws 401 for a key that has ended, with the same text as for one that never was. */
function valid({ principal, end }: KnownKey): Principal {
  if (end !== null) throw new SignInRefused('api_key', end, NOT_VALID, principal);
  return principal;
}

/** Returns the stored hash of a key or token. Both are random, so an unsalted SHA-256 suffices. */
export function hashKey(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

/** Returns the 401 of a request without a valid key or session. */
export function unauthorized(message: string): AppError {
  return new AppError('unauthorized', 401, { message });
}
