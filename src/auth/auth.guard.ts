import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AppError } from '../common/index.js';
import type { AuthenticatedRequest } from './authenticated-request.js';
import { Authenticator } from './authenticator.js';
import { ALLOW, PUBLIC } from './decorators.js';
import { isAllowed } from './principal.js';
import type { Principal, Role } from './principal.js';
import { TenantDirectory } from './tenant-directory.js';
import type { TenantRef } from './tenant-directory.js';

/** Key, then scope, then role: a tenant out of reach is a 404 whatever the role, 403 comes after. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<true | undefined>(PUBLIC, targets)) return true;
    const who = this.reflector.getAllAndOverride<(Role | 'any')[] | undefined>(ALLOW, targets);
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const principal = request.principal ?? this.identify(request);
    return principal instanceof Promise
      ? principal.then((known) => this.admit(request, known, who ?? []))
      : this.admit(request, principal, who ?? []);
  }

  private identify(request: AuthenticatedRequest): Principal | Promise<Principal> {
    return this.authenticator.authenticate(request.headers.authorization);
  }

  private admit(
    request: AuthenticatedRequest,
    principal: Principal,
    who: (Role | 'any')[],
  ): boolean | Promise<boolean> {
    request.principal = principal;
    const { tenant } = request.params as { tenant?: string };
    if (tenant === undefined) return checkRole(principal, who);
    const known = this.tenants.resolveCached(principal, tenant);
    if (known) {
      attachTenant(request, known);
      return checkRole(principal, who);
    }
    return this.tenants.resolve(principal, tenant).then((found) => {
      attachTenant(request, found);
      return checkRole(principal, who);
    });
  }
}

function attachTenant(request: AuthenticatedRequest, tenant: TenantRef): void {
  request.tenant = tenant;
  request.tenantId = tenant.id;
}

function checkRole(principal: Principal, who: (Role | 'any')[]): true {
  if (isAllowed(principal.role, who)) return true;
  const message = `A key of the role '${principal.role}' may not do this.`;
  throw new AppError('forbidden', 403, { message });
}
