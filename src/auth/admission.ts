import {
  Inject,
  Injectable,
  applyDecorators,
  createParamDecorator,
  SetMetadata,
} from '@nestjs/common';
import { AppError } from '../common/index.js';
import { Authenticator, isAllowed } from './authenticator.js';
import type { Principal, Role } from './authenticator.js';
import { TenantDirectory } from './tenant-directory.js';
import type { TenantRef } from './tenant-directory.js';
import type { OnModuleInit, CanActivate, ExecutionContext } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import type { FastifyContextConfig, FastifyInstance } from 'fastify';
import { ApiExtension } from '@nestjs/swagger';
import { RouteOptions } from '../http/index.js';
import type { ApiRequest } from '../http/index.js';

export const PUBLIC = 'postrider:public';
export const ALLOW = 'postrider:allow';

/** A request with the results of its guards. */
export interface AuthenticatedRequest extends ApiRequest {
  principal?: Principal;
  tenant?: TenantRef;
  /** True after all guards have let it pass. */
  isAdmitted?: true;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The allowed roles; absent: only `admin`. */
    allow?: (Role | 'any')[];
  }
}

/** Marks a route that needs no key. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/**
 * Names the lowest roles of a route: `admin` always passes, `viewer` includes `tenant`, and `any` allows
 * every key. A route without roles is for `admin` only. Routes that only read name `support`.
 *
 * @example
 * `@Allow('viewer', 'support')`
 */
export const Allow = (...who: (Role | 'any')[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(ALLOW, who),
    RouteOptions({ allow: who }),
    ApiExtension('x-roles', who),
  );

/** Returns the principal of the request's key. */
export function principalOf({ principal }: AuthenticatedRequest): Principal {
  if (!principal) throw new Error('A public route has no principal.');
  return principal;
}

/** Injects the `Principal` of the request's key. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal =>
    principalOf(context.switchToHttp().getRequest<AuthenticatedRequest>()),
);

/** Injects the `TenantRef` of `{tenant}` in the path, which lies within the key's scope. */
export const CurrentTenant = createParamDecorator(
  (_data: unknown, context: ExecutionContext): TenantRef => {
    const { tenant } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!tenant) throw new Error('The path of this route has no :tenant.');
    return tenant;
  },
);

type RouteRules = Pick<FastifyContextConfig, 'allow'>;

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
    (request) => this.findTenant(request),
    requireRole,
  ];

  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
  ) {}

  /** Throws or rejects with 401, 404 or 403. It is synchronous if key and tenant are cached. */
  admit(request: AuthenticatedRequest, rules: RouteRules): void | Promise<void> {
    return this.passFrom(0, request, rules);
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
    const principal = this.authenticator.authenticate(request.headers.authorization);
    if (principal instanceof Promise) return principal.then((known) => hold(request, known));
    return hold(request, principal);
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

function requireRole(request: AuthenticatedRequest, { allow = [] }: RouteRules): void {
  const { role } = principalOf(request);
  if (isAllowed(role, allow)) return;
  throw new AppError('forbidden', 403, { message: `A key of the role '${role}' may not do this.` });
}

/**
 * Asks for key, scope and role before a body is read, so that the eight megabytes of a caller who
 * may not send them cost nothing.
 */
@Injectable()
export class EarlyAdmission implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, _reply, done) => {
      const { url, config } = request.routeOptions;
      if (request.is404 || url?.startsWith('/v1/') !== true) return done();
      try {
        const waiting = this.admission.admit(request, config);
        if (!waiting) return done();
        void settle(waiting, done);
      } catch (error) {
        done(error as Error);
      }
    });
  }
}

async function settle(waiting: Promise<void>, done: (error?: Error) => void): Promise<void> {
  try {
    await waiting;
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

/** Refuses whatever has not been admitted before its body was read. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.isAdmitted === true) return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<true | undefined>(PUBLIC, targets)) return true;
    const allow = this.reflector.getAllAndOverride<(Role | 'any')[] | undefined>(ALLOW, targets);
    await this.admission.admit(request, { ...(allow && { allow }) });
    return true;
  }
}
