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
import type { FastifyInstance } from 'fastify';
import { ApiExtension } from '@nestjs/swagger';
import { RouteOptions } from '../http/index.js';
import type { HttpRequest } from '../http/index.js';

export const PUBLIC = 'postrider:public';
export const ALLOW = 'postrider:allow';

/** A request with the results of authentication. */
export interface AuthenticatedRequest extends HttpRequest {
  principal?: Principal;
  tenant?: TenantRef;
  /** True after key, scope and role of the route have been checked. */
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

/** Injects the `Principal` of the request's key. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal => {
    const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!principal) throw new Error('A public route has no principal.');
    return principal;
  },
);

/** Injects the `TenantRef` of `{tenant}` in the path, which lies within the key's scope. */
export const CurrentTenant = createParamDecorator(
  (_data: unknown, context: ExecutionContext): TenantRef => {
    const { tenant } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!tenant) throw new Error('The path of this route has no :tenant.');
    return tenant;
  },
);

/** Checks the key, then the scope, then the role: a tenant outside the scope is a 404 for every role. */
@Injectable()
export class Admission {
  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
  ) {}

  /** Throws or rejects with 401, 404 or 403. It is synchronous if key and tenant are cached. */
  admit(request: AuthenticatedRequest, who: readonly (Role | 'any')[]): true | Promise<true> {
    const principal = this.authenticator.authenticate(request.headers.authorization);
    return principal instanceof Promise
      ? principal.then((known) => this.admitAs(request, known, who))
      : this.admitAs(request, principal, who);
  }

  private admitAs(
    request: AuthenticatedRequest,
    principal: Principal,
    who: readonly (Role | 'any')[],
  ): true | Promise<true> {
    request.principal = principal;
    request.caller = principal;
    const { tenant } = request.params as { tenant?: string };
    if (tenant === undefined) return this.pass(request, principal, who);
    const known = this.tenants.resolveCached(principal, tenant);
    if (known) return this.pass(request, principal, who, known);
    return this.tenants
      .resolve(principal, tenant)
      .then((found) => this.pass(request, principal, who, found));
  }

  private pass(
    request: AuthenticatedRequest,
    { role }: Principal,
    who: readonly (Role | 'any')[],
    tenant?: TenantRef,
  ): true {
    if (tenant) {
      request.tenant = tenant;
      request.tenantId = tenant.id;
    }
    if (!isAllowed(role, who)) {
      const message = `A key of the role '${role}' may not do this.`;
      throw new AppError('forbidden', 403, { message });
    }
    request.isAdmitted = true;
    return true;
  }
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
    fastify.addHook('onRequest', (request: AuthenticatedRequest, _reply, done) => {
      const { url, config } = request.routeOptions;
      if (request.is404 || url?.startsWith('/v1/') !== true) return done();
      try {
        const admitted = this.admission.admit(request, config.allow ?? []);
        if (admitted === true) return done();
        void settle(admitted, done);
      } catch (error) {
        done(error as Error);
      }
    });
  }
}

async function settle(admitted: Promise<true>, done: (error?: Error) => void): Promise<void> {
  try {
    await admitted;
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

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.isAdmitted === true) return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<true | undefined>(PUBLIC, targets)) return true;
    const who = this.reflector.getAllAndOverride<(Role | 'any')[] | undefined>(ALLOW, targets);
    return this.admission.admit(request, who ?? []);
  }
}
