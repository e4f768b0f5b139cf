import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { ERASURE_ID, NoBody, RouteOptions, SUBJECTS_BODY } from '../http/index.js';
import { ErasureDto, EraseSubjectDto, EraseSubjectsDto } from './erasure.dto.js';
import { HoldSubjectDto, SubjectHoldDto } from './erasure.dto.js';
import { Erasures } from './erasures.service.js';
import { SubjectHolds } from './subject-holds.service.js';

@ApiTags('erasure')
@Controller('v1/tenants/:tenant')
export class ErasuresController {
  constructor(
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(SubjectHolds) private readonly holds: SubjectHolds,
  ) {}

  /**
   * Erases several subjects, at most 10,000, as `…/subjects/{subject}/erase` erases one. While an erasure of the same
   * subjects runs, the request returns that erasure.
   */
  @Post('subjects/erase')
  @ApiOperation({ operationId: 'eraseSubjects' })
  @RouteOptions({ body: SUBJECTS_BODY, whileDeleting: true })
  @Allow('tenant')
  @HttpCode(202)
  eraseMany(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Body() { subjects, reason }: EraseSubjectsDto,
  ): Promise<ErasureDto> {
    return this.erasures.start({ tenantId: tenant.id, subjects, reason }, principal);
  }

  /**
   * Removes all content of the events of a subject, and of those derived from them, for good: data, labels, ids, what
   * attempts sent and got, refused publishes. Records stay. A delivery that still waits or is held is sent with ids and
   * required fields that are not personal (`minimised`). A tenant may do it where an admin has set `allow_erasure`. A
   * legal hold or a minimum age makes it wait (`waiting`); it follows when they end.
   */
  @Post('subjects/:subject/erase')
  @ApiOperation({ operationId: 'eraseSubject' })
  @RouteOptions({ whileDeleting: true })
  @Allow('tenant')
  @HttpCode(202)
  erase(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('subject') subject: string,
    @Body() { reason }: EraseSubjectDto,
  ): Promise<ErasureDto> {
    const request = { tenantId: tenant.id, subjects: [subject], reason };
    return this.erasures.start(request, principal);
  }

  /** Returns the progress of an erasure, and its signed receipt when it has finished. */
  @Get('erasures/:id')
  @ApiOperation({ operationId: 'getErasure' })
  @Allow('tenant', 'support')
  get(
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ERASURE_ID) erasureId: string,
  ): Promise<ErasureDto> {
    return this.erasures.get(tenant.id, erasureId);
  }

  /** Holds a subject for legal reasons: it is not erased. A second hold replaces the first. */
  @Post('subjects/:subject/hold')
  @ApiOperation({ operationId: 'holdSubject' })
  @RouteOptions({ whileDeleting: true })
  @Allow('admin')
  @HttpCode(200)
  hold(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('subject') subject: string,
    @Body() fields: HoldSubjectDto,
  ): Promise<SubjectHoldDto> {
    return this.holds.hold({ tenantId: tenant.id, subject }, fields, principal);
  }

  /** Ends the hold of a subject. */
  @Delete('subjects/:subject/hold')
  @ApiOperation({ operationId: 'releaseSubject' })
  @RouteOptions({ whileDeleting: true })
  @NoBody()
  @Allow('admin')
  @HttpCode(204)
  release(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('subject') subject: string,
  ): Promise<void> {
    return this.holds.release({ tenantId: tenant.id, subject }, principal);
  }
}
