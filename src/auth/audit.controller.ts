import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PageQuery } from '../http/index.js';
import { AuditPageDto } from './audit.dto.js';
import { AuditLog } from './audit.js';
import { Allow, CurrentTenant } from './route-access.js';
import type { TenantRef } from './tenant-directory.js';

@ApiTags('tenants')
@Controller('v1/tenants/:tenant/audit')
export class AuditController {
  constructor(@Inject(AuditLog) private readonly audit: AuditLog) {}

  /** Lists the changes to this tenant and who made them. */
  @Get()
  @ApiOperation({ operationId: 'listAuditEntries' })
  @Allow('tenant', 'support')
  list(@CurrentTenant() tenant: TenantRef, @Query() page: PageQuery): Promise<AuditPageDto> {
    return this.audit.list(tenant.id, page);
  }
}

/** Across tenants, with what concerns none. */
@ApiTags('operations')
@Controller('v1/audit')
export class WholeAuditController {
  constructor(@Inject(AuditLog) private readonly audit: AuditLog) {}

  /** Lists all entries of the audit log, those without a tenant too. */
  @Get()
  @ApiOperation({ operationId: 'listWholeAudit' })
  @Allow('admin')
  list(@Query() page: PageQuery): Promise<AuditPageDto> {
    return this.audit.list(null, page);
  }
}
