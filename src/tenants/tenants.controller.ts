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
import { AnswersWith, NoBody, PageQuery } from '../http/index.js';
import { CreateTenantDto, TenantDto, TenantPageDto, UpdateTenantDto } from './tenant.dto.js';
import { Tenants } from './tenants.service.js';

@ApiTags('tenants')
@Controller('v1/tenants')
export class TenantsController {
  constructor(@Inject(Tenants) private readonly tenants: Tenants) {}

  /** Makes a tenant. With an `external_id` it goes by that wherever one is named. */
  @Post()
  @AnswersWith('external_id_taken')
  @Allow('admin')
  create(
    @CurrentPrincipal() principal: Principal,
    @Body() dto: CreateTenantDto,
  ): Promise<TenantDto> {
    return this.tenants.create(principal, dto);
  }

  /** Every tenant, newest first. */
  @Get()
  @Allow('support')
  list(@Query() page: PageQuery): Promise<TenantPageDto> {
    return this.tenants.list(page);
  }

  /** One tenant. */
  @Get(':tenant')
  @Allow('viewer', 'support')
  get(@CurrentTenant() tenant: TenantRef): Promise<TenantDto> {
    return this.tenants.get(tenant.id);
  }

  /** Changes what is named; a new `external_id` takes the tenant's events with it. */
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

  /** Its endpoints are deleted, deliveries that wait are cancelled, its keys are revoked. */
  @Delete(':tenant')
  @NoBody()
  @Allow('admin')
  @HttpCode(204)
  delete(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
  ): Promise<void> {
    return this.tenants.delete(principal, tenant.id);
  }
}
