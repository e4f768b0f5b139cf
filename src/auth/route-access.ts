import { SetMetadata, applyDecorators, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { RouteOptions } from '../http/index.js';
import { principalOf, tenantOf } from './admission.js';
import type { Allowed, AuthenticatedRequest } from './admission.js';
import type { Capability, Principal } from './principal.js';
import type { TenantRef } from './tenant-directory.js';

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

export const PUBLIC = 'postrider:public';
export const ALLOW = 'postrider:allow';

/** Marks a route that needs no key. */
export const Public = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PUBLIC, true), RouteOptions({ isPublic: true }));

interface Needed {
  /** What a session needs; `none` where every session may. */
  capability: Capability | 'none';
}

/**
 * Names the lowest roles of a route: `admin` always passes, `viewer` includes `tenant`, and `any` allows
 * every key. A route without roles is for `admin` only. Routes that only read name `support`. Last, names the
 * capability that a session needs; without one it is `view` for a route that reads, and all of them for others.
 *
 * @example
 * `@Allow('tenant', 'support', { capability: 'endpoints.write' })`
 */
export function Allow(
  ...given: [...who: Allowed[], needed: Needed] | Allowed[]
): MethodDecorator & ClassDecorator {
  const all: readonly (Allowed | Needed)[] = given;
  const who = all.filter((one) => typeof one === 'string');
  const capability = all.find((one) => typeof one === 'object')?.capability;
  return applyDecorators(
    SetMetadata(ALLOW, { allow: who, ...(capability && { capability }) }),
    RouteOptions({ allow: who, ...(capability && { capability }) }),
    ApiExtension('x-roles', who),
    ...(capability === undefined || capability === 'none'
      ? []
      : [ApiExtension('x-capability', capability)]),
  );
}

/** Injects the `Principal` of the request's key. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal =>
    principalOf(context.switchToHttp().getRequest<AuthenticatedRequest>()),
);

/** Injects the `TenantRef` of `{tenant}` in the path, which lies within the key's scope. */
export const CurrentTenant = createParamDecorator(
  (_data: unknown, context: ExecutionContext): TenantRef =>
    tenantOf(context.switchToHttp().getRequest<AuthenticatedRequest>()),
);
