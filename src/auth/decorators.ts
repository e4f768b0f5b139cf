import { applyDecorators, createParamDecorator, SetMetadata } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { RouteOptions } from '../http/index.js';
import type { HttpRequest } from '../http/index.js';
import type { Principal, Role } from './principal.js';
import type { TenantRef } from './tenant-directory.js';

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
