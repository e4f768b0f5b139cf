import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentTenant } from '../auth/index.js';
import type { TenantRef } from '../auth/index.js';
import { PageQuery } from '../http/index.js';
import { SubjectDto } from './subject.dto.js';
import { SubjectRecords } from './subject-records.service.js';

@ApiTags('events')
@Controller('v1/tenants/:tenant/subjects')
@Allow('viewer', 'support')
export class SubjectsController {
  constructor(@Inject(SubjectRecords) private readonly subjects: SubjectRecords) {}

  /** The latest data and the history of one session, verification, case, …, by its own id. */
  @Get(':subject')
  get(
    @CurrentTenant() tenant: TenantRef,
    @Param('subject') subject: string,
    @Query() page: PageQuery,
  ): Promise<SubjectDto> {
    return this.subjects.get({ tenantId: tenant.id, subject }, page);
  }
}
