import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../../auth/index.js';
import { PageQuery, TENANT_DELETION_ID } from '../../http/index.js';
import { TenantDeletionDto, TenantDeletionPageDto } from './tenant-deletion.dto.js';
import { TenantDeletions } from './tenant-deletions.service.js';

@ApiTags('tenants')
@Controller('v1/tenant-deletions')
export class TenantDeletionsController {
  constructor(@Inject(TenantDeletions) private readonly deletions: TenantDeletions) {}

  /** Lists the deletions of tenants, newest first, those of erased and restored tenants included. */
  @Get()
  @Allow('support')
  list(@Query() page: PageQuery): Promise<TenantDeletionPageDto> {
    return this.deletions.list(page);
  }

  /** Returns a deletion, with its signed receipt when the tenant is erased. */
  @Get(':id')
  @Allow('support')
  get(@Param('id', TENANT_DELETION_ID) deletionId: string): Promise<TenantDeletionDto> {
    return this.deletions.get(deletionId);
  }
}
