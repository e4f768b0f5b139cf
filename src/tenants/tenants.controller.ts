import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { AnswersWith, NoBody, PageQuery, RouteOptions } from '../http/index.js';
import { DeleteTenantQuery, RestoreTenantDto } from './deletion/tenant-deletion.dto.js';
import { TenantDeletions } from './deletion/tenant-deletions.service.js';
import { CreateTenantDto, TenantDto, TenantPageDto, UpdateTenantDto } from './tenant.dto.js';
import { Tenants } from './tenants.service.js';

@ApiTags('tenants')
@Controller('v1/tenants')
export class TenantsController {
  constructor(
    @Inject(Tenants) private readonly tenants: Tenants,
    @Inject(TenantDeletions) private readonly deletions: TenantDeletions,
  ) {}

  /** Creates a tenant. Its `external_id` can be used in place of `id` everywhere. */
  @Post()
  @AnswersWith('external_id_taken')
  @Allow('admin')
  create(
    @CurrentPrincipal() principal: Principal,
    @Body() dto: CreateTenantDto,
  ): Promise<TenantDto> {
    return this.tenants.create(principal, dto);
  }

  /** Lists all tenants, newest first. */
  @Get()
  @Allow('support')
  list(@Query() page: PageQuery): Promise<TenantPageDto> {
    return this.tenants.list(page);
  }

  /** Returns a tenant. */
  @Get(':tenant')
  @Allow('viewer', 'support')
  get(@CurrentTenant() tenant: TenantRef): Promise<TenantDto> {
    return this.tenants.get(tenant.id);
  }

  /** Changes the fields that are present. Events that use a new `external_id` belong to the same tenant. */
  @Patch(':tenant')
  @AnswersWith('external_id_taken')
  @Allow('admin')
  update(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Body() dto: UpdateTenantDto,
  ): Promise<TenantDto> {
    return this.tenants.update(principal, tenant.id, dto);
  }

  /**
   * Deletes a tenant. For 30 days it is `deleting`: its keys and publishes for it are answered with 410
   * `tenant_deleting`, its deliveries are held, staff may read it, and an admin may restore it. Then, or at once with
   * `now=true`, all its content is erased; the records stay for as long as those of other tenants. A legal hold on one of
   * its subjects, or a minimum age, makes the erasure wait. A second request can only bring the erasure forward.
   */
  @Delete(':tenant')
  @NoBody()
  @RouteOptions({ whileDeleting: true })
  @Allow('admin')
  @HttpCode(202)
  delete(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Query() { now }: DeleteTenantQuery,
  ): Promise<TenantDto> {
    return this.tenants.delete(principal, tenant.id, now === 'true');
  }

  /**
   * Restores a tenant that is being deleted: keys work again, and the endpoints that the deletion has paused send or skip
   * what was held.
   */
  @Post(':tenant/restore')
  @RouteOptions({ whileDeleting: true })
  @Allow('admin')
  @HttpCode(200)
  async restore(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Body() { held }: RestoreTenantDto,
  ): Promise<TenantDto> {
    await this.deletions.restore(principal, tenant.id, held);
    return this.tenants.get(tenant.id);
  }
}
