import { applyDecorators, createParamDecorator, SetMetadata } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { RouteOptions } from '../http/index.js';
import type { AuthenticatedRequest } from './authenticated-request.js';
import type { Principal, Role } from './principal.js';
import type { TenantRef } from './tenant-directory.js';

export const PUBLIC = 'postrider:public';
export const ALLOW = 'postrider:allow';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent: admin alone. */
    allow?: (Role | 'any')[];
  }
}

/** The route asks for no key. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/**
 * The least roles of a route: `admin` always passes, `viewer` includes `tenant`, `any` is every key.
 * A route that names nobody is for `admin` alone. Name `support` on everything that only reads.
 */
export const Allow = (...who: (Role | 'any')[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(ALLOW, who),
    RouteOptions({ allow: who }),
    ApiExtension('x-roles', who),
  );

/** The `Principal` behind the request's key. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal => {
    const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!principal) throw new Error('A public route has no principal.');
    return principal;
  },
);

/** The `TenantRef` that `{tenant}` of the path names, which lies within the key's scope. */
export const CurrentTenant = createParamDecorator(
  (_data: unknown, context: ExecutionContext): TenantRef => {
    const { tenant } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!tenant) throw new Error('The path of this route has no :tenant.');
    return tenant;
  },
);
