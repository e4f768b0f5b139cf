import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { parseId } from '../common/index.js';
import { AuditPageDto, AuditQuery, WholeAuditQuery } from './audit.dto.js';
import { AuditLog } from './audit.js';
import type { Principal } from './principal.js';
import { Allow, CurrentPrincipal, CurrentTenant } from './route-access.js';
import { TenantDirectory } from './tenant-directory.js';
import type { TenantRef } from './tenant-directory.js';

@ApiTags('tenants')
@Controller('v1/tenants/:tenant/audit')
export class AuditController {
  constructor(@Inject(AuditLog) private readonly audit: AuditLog) {}

  /** Lists the changes to this tenant and who made them. */
  @Get()
  @ApiOperation({ operationId: 'listAuditEntries' })
  @Allow('tenant', 'support')
  list(@CurrentTenant() tenant: TenantRef, @Query() query: AuditQuery): Promise<AuditPageDto> {
    return this.audit.list(tenant.id, query);
  }
}

/** Across tenants, with what concerns none. */
@ApiTags('operations')
@Controller('v1/audit')
export class WholeAuditController {
  constructor(
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
  ) {}

  /** Lists all entries of the audit log, those without a tenant too. */
  @Get()
  @ApiOperation({ operationId: 'listWholeAudit' })
  @Allow('admin')
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query() { tenant_id: tenant, ...query }: WholeAuditQuery,
  ): Promise<AuditPageDto> {
    if (tenant === undefined) return this.audit.list(null, query);
    // What a deleted tenant leaves is found by its id.
    const id = parseId('tenant', tenant) ?? (await this.tenants.resolve(principal, tenant)).id;
    return this.audit.list(id, query);
  }
}
