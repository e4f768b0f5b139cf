import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditPageDto, AuditQuery, WholeAuditPageDto, WholeAuditQuery } from './audit.dto.js';
import { AuditLog } from './audit.js';
import type { Principal } from './principal.js';
import { Allow, CurrentPrincipal, CurrentTenant } from './route-access.js';
import type { TenantRef } from './tenant-directory.js';
import { WholeAudit } from './whole-audit.service.js';

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
  constructor(@Inject(WholeAudit) private readonly audit: WholeAudit) {}

  /** Lists all entries of the audit log, those without a tenant too. */
  @Get()
  @ApiOperation({ operationId: 'listWholeAudit' })
  @Allow('admin')
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() query: WholeAuditQuery,
  ): Promise<WholeAuditPageDto> {
    return this.audit.list(principal, query);
  }
}
