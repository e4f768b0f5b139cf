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

  /** Deletes a tenant and its endpoints, cancels its queued and held deliveries, and revokes its keys. */
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
