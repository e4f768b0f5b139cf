import { hash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyContextConfig } from 'fastify';
import { AppError, TtlCache, systemClock } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, statement } from '../database/index.js';
import type { ApiRequest } from '../http/index.js';
import { RateLimits } from '../rate-limits/index.js';
import { requireCapabilities } from './capabilities.js';
import { KeyUsage } from './key-usage.js';
import { refuseDeleting } from './refuse-deleting.js';
import type { Principal, Role } from './principal.js';
import { Refusals, SignInRefused } from './refusals.js';
import { requireOwnPage } from './session-cookie.js';
import { SESSION, Sessions } from './sessions.js';
import { TenantDirectory } from './tenant-directory.js';
import type { TenantRef } from './tenant-directory.js';

/** A caller that a route allows. */
export type Allowed = Role | 'any';

/** A request with the results of its guards. */
export interface AuthenticatedRequest extends ApiRequest {
  /** Absent: POST. */
  method?: string;
  principal?: Principal;
  tenant?: TenantRef;
  /** True after all guards have let it pass. */
  isAdmitted?: true;
}

/** Returns the principal of the request's key. */
export function principalOf({ principal }: AuthenticatedRequest): Principal {
  if (!principal) throw new Error('A public route has no principal.');
  return principal;
}

/** Returns the tenant of the request's path. */
export function tenantOf({ tenant }: AuthenticatedRequest): TenantRef {
  if (!tenant) throw new Error('The path of this route has no :tenant.');
  return tenant;
}

/** Why a key is not valid any more. */
type KeyEnd = 'key_revoked' | 'key_expired';

interface KnownKey {
  principal: Principal;
  /** Null while it is valid. */
  end: KeyEnd | null;
}

const findApiKey = statement<{
  id: string;
  role: Role;
  tenant_ids: string[] | null;
  key_end: KeyEnd | null;
}>(
  'find-api-key',
  `SELECT id, role, tenant_ids,
     CASE WHEN revoked_at IS NOT NULL THEN 'key_revoked' WHEN expires_at <= now() THEN 'key_expired' END AS key_end
   FROM api_keys WHERE key_hash = $1`,
);

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
    ttlMs: 1_000,
    maxEntries: 10_000,
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
function unauthorized(message: string): AppError {
  return new AppError('unauthorized', 401, { message });
}

interface RouteRules extends Pick<
  FastifyContextConfig,
  'allow' | 'capability' | 'unlimited' | 'whileDeleting'
> {
  /** The path of the route, for the audit log. */
  url?: string;
}

/**
 * One check of a request, before its body is read. Throws or rejects with the refusal; returns a promise
 * only where it has to wait.
 */
type Guard = (request: AuthenticatedRequest, rules: RouteRules) => void | Promise<void>;

/** The guards of every request with a key, whether Nest serves its route or not. */
@Injectable()
export class Admission {
  /** In this order: a tenant outside the scope is a 404 for every role. */
  private readonly guards: readonly Guard[] = [
    (request) => this.identify(request),
    (request, rules) => this.limit(request, rules),
    (request) => this.findTenant(request),
    (request, rules) => {
      const principal = principalOf(request);
      if (!request.tenant && principal.role === 'publisher') return undefined;
      return refuseDeleting(principal, request, rules, this.tenants);
    },
    requireRole,
    ({ principal, method }, { capability }) =>
      principal?.capabilities && requireCapabilities(principal, method, capability),
  ];

  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  /**
   * Throws or rejects with 401, 429, 404, 410 or 403. It is synchronous if nothing is counted, and key and tenant
   * are cached.
   */
  admit(request: AuthenticatedRequest, rules: RouteRules): void | Promise<void> {
    const refuse = (error: unknown): never => {
      this.refusals.noteRequest(request, error, rules.url);
      throw error;
    };
    try {
      return this.passFrom(0, request, rules)?.catch(refuse);
    } catch (error) {
      return refuse(error);
    }
  }

  private passFrom(
    first: number,
    request: AuthenticatedRequest,
    rules: RouteRules,
  ): void | Promise<void> {
    for (let index = first; index < this.guards.length; index += 1) {
      const waiting = this.guards[index]?.(request, rules);
      if (waiting) return waiting.then(() => this.passFrom(index + 1, request, rules));
    }
    request.isAdmitted = true;
  }

  private identify(request: AuthenticatedRequest): void | Promise<void> {
    try {
      const { authorization, cookie } = request.headers;
      const principal =
        authorization === undefined && cookie !== undefined
          ? this.ofCookie(request, cookie)
          : this.authenticator.authenticate(authorization);
      if (!(principal instanceof Promise)) return hold(request, principal);
      return principal.then(
        (known) => hold(request, known),
        (error: unknown) => this.refuse(request, error),
      );
    } catch (error) {
      return this.refuse(request, error);
    }
  }

  /** A browser sends its cookie also for pages of other sites: the request must come from a page of this host. */
  private async ofCookie(request: AuthenticatedRequest, header: string): Promise<Principal> {
    const { cookie } = this.sessions;
    const token = cookie.read(header);
    if (token === undefined) throw unauthorized('Sign in, or send an API key.');
    const principal = await this.sessions.authenticate(hashKey(token).toString('base64'));
    request.principal = principal;
    requireOwnPage(request, token, cookie.publicOrigin);
    return principal;
  }

  /** Counts a request without a valid key, or with a wrong one. Rejects with its 401, or with 429. */
  async refuse(
    request: AuthenticatedRequest,
    error: unknown,
    isWrongKey = request.headers.authorization !== undefined,
  ): Promise<never> {
    if (!(error instanceof AppError) || error.status !== 401) throw error;
    const { remoteAddress } = request.socket;
    if (isWrongKey || error instanceof SignInRefused) this.refusals.noteInvalid(request, error);
    const counted = isWrongKey
      ? await this.limits.ofWrongKey(remoteAddress)
      : await this.limits.ofAddress(remoteAddress);
    throw new AppError(error.code, error.status, { ...error.details, headers: counted });
  }

  private limit(request: AuthenticatedRequest, { unlimited }: RouteRules): void | Promise<void> {
    if (unlimited) return;
    return this.count(request);
  }

  private async count(request: AuthenticatedRequest): Promise<void> {
    const { keyId, signedIn } = principalOf(request);
    request.answerHeaders = await this.limits.ofKey(signedIn?.sessionId ?? keyId);
  }

  private findTenant(request: AuthenticatedRequest): void | Promise<void> {
    const { tenant } = request.params as { tenant?: string };
    if (tenant === undefined) return;
    const principal = principalOf(request);
    const known = this.tenants.resolveCached(principal, tenant);
    if (known) return place(request, known);
    return this.tenants.resolve(principal, tenant).then((found) => place(request, found));
  }
}

function hold(request: AuthenticatedRequest, principal: Principal): void {
  request.principal = principal;
  request.caller = principal;
}

function place(request: AuthenticatedRequest, tenant: TenantRef): void {
  request.tenant = tenant;
  request.tenantId = tenant.id;
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

function requireRole(request: AuthenticatedRequest, { allow = [] }: RouteRules): void {
  const { role } = principalOf(request);
  if (isAllowed(role, allow)) return;
  throw new AppError('forbidden', 403, { message: `A key of the role '${role}' may not do this.` });
}
