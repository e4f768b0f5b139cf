import { Inject, Injectable } from '@nestjs/common';
import type { FastifyContextConfig } from 'fastify';
import { AppError } from '../common/index.js';
import type { ApiRequest } from '../http/index.js';
import { RateLimits } from '../rate-limits/index.js';
import { Authenticator, hashKey, unauthorized } from './authenticator.js';
import { refuseDeleting } from './refuse-deleting.js';
import { CAPABILITIES } from './principal.js';
import type { Capability, Principal, Role } from './principal.js';
import { Refusals, SignInRefused } from './refusals.js';
import { requireOwnPage } from './session-cookie.js';
import { Sessions } from './sessions.js';
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

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Needs no key. */
    isPublic?: true;
    /** The allowed roles; absent: only `admin`. */
    allow?: Allowed[];
    /** What a session needs beside the role; absent: `view` to read, and every capability to change something. */
    capability?: Capability | 'none';
    /** Requests with a valid key, or to a page, are not counted. */
    unlimited?: true;
    /** Staff may call it for a tenant that is being deleted; without it they may only read. */
    whileDeleting?: true;
  }
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
    requireCapabilities,
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

/** Sessions may be limited to less than their role. */
function requireCapabilities(request: AuthenticatedRequest, { capability }: RouteRules): void {
  const { capabilities } = principalOf(request);
  if (capabilities === undefined || capability === 'none') return;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const needed = capability ? [capability] : isRead ? (['view'] as const) : CAPABILITIES;
  const missing = needed.find((one) => !capabilities.includes(one));
  if (missing !== undefined) throw capabilityMissing(missing);
}

/** Throws 403 where a session lacks a capability, for a part of a request that needs more than its route. */
export function requireCapability({ capabilities }: Principal, capability: Capability): void {
  if (capabilities?.includes(capability) === false) throw capabilityMissing(capability);
}

function capabilityMissing(capability: Capability): AppError {
  const message = `This session may not do this: its link was made without the capability '${capability}'.`;
  return new AppError('capability_missing', 403, { message });
}
