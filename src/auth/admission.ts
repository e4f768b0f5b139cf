import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import type { AuthenticatedRequest } from './authenticated-request.js';
import { Authenticator } from './authenticator.js';
import { isAllowed } from './principal.js';
import type { Principal, Role } from './principal.js';
import { TenantDirectory } from './tenant-directory.js';
import type { TenantRef } from './tenant-directory.js';

/** Key, then scope, then role: a tenant out of reach is a 404 whatever the role, 403 comes after. */
@Injectable()
export class Admission {
  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
  ) {}

  /** Throws or rejects with 401, 404 or 403. At once where key and tenant are known. */
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
