import { hash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AppError, TtlCache, systemClock } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, statement } from '../database/index.js';

/** The role of a key; each route names its lowest roles. */
export type Role = 'admin' | 'publisher' | 'support' | 'tenant' | 'viewer';

/** The caller of a request. */
export interface Principal {
  /** UUID of the API key; null for the bootstrap admin key. */
  keyId: string | null;
  role: Role;
  /** UUIDs of the tenants in scope; null: all tenants. */
  tenantIds: readonly string[] | null;
}

/** Returns whether a tenant (a UUID) lies within the key's scope. */
export function reaches(principal: Principal, tenantId: string): boolean {
  return principal.tenantIds === null || principal.tenantIds.includes(tenantId);
}

/** Returns whether a role passes a route: `viewer` includes `tenant`, and `admin` passes everywhere. */
export function isAllowed(role: Role, who: readonly (Role | 'any')[]): boolean {
  return (
    role === 'admin' ||
    who.includes('any') ||
    who.includes(role) ||
    (role === 'tenant' && who.includes('viewer'))
  );
}

const findApiKey = statement<{ id: string; role: Role; tenant_ids: string[] | null }>(
  'find-api-key',
  'SELECT id, role, tenant_ids FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL',
);

const TTL_MS = 1_000;
const MAX_KEYS = 10_000;
const BEARER = /^Bearer +([^\s]{1,512})$/i;
/** The form of an API key; other texts are refused without a query. */
const KEY = /^pr_[\w-]{43}$/;
const BOOTSTRAP: Principal = { keyId: null, role: 'admin', tenantIds: null };

/** Identifies the principal of a request by its key. A revoked key is refused everywhere within a second. */
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
  ) {
    this.bootstrapHash = hashKey(settings.adminApiKey);
  }

  /** Returns the principal of an `Authorization` header, synchronously if it is cached. Throws 401. */
  authenticate(authorization: string | undefined): Principal | Promise<Principal> {
    const key = BEARER.exec(authorization ?? '')?.[1];
    if (key === undefined) throw unauthorized('Send an API key: Authorization: Bearer pr_…');
    const keyHash = hashKey(key);
    if (timingSafeEqual(keyHash, this.bootstrapHash)) return BOOTSTRAP;
    if (!KEY.test(key)) throw unauthorized('The API key is not valid.');
    const cacheKey = keyHash.toString('base64');
    return this.cache.peek(cacheKey) ?? this.lookUp(cacheKey);
  }

  /** Clears the cache. It must be called after a key was revoked. */
  forget(): void {
    this.cache.clear();
  }

  private async lookUp(cacheKey: string): Promise<Principal> {
    const principal = await this.cache.get(cacheKey);
    if (!principal) throw unauthorized('The API key is not valid.');
    return principal;
  }

  private async load(keyHash: string): Promise<Principal | undefined> {
    const [row] = await this.pool.run(findApiKey, [Buffer.from(keyHash, 'base64')]);
    return row && { keyId: row.id, role: row.role, tenantIds: row.tenant_ids };
  }
}

/** Returns the stored hash of a key. Keys are random, so an unsalted SHA-256 suffices. */
export function hashKey(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

function unauthorized(message: string): AppError {
  return new AppError('unauthorized', 401, { message });
}
