import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { NoBody, PageQuery, RouteOptions } from '../http/index.js';
import { ApiKeyPageDto, CreatedApiKeyDto, CreateTenantKeyDto } from './api-key.dto.js';
import { ApiKeys } from './api-keys.service.js';
import { Allow, CurrentPrincipal, CurrentTenant } from './decorators.js';
import type { Principal } from './principal.js';
import type { TenantRef } from './tenant-directory.js';

@ApiTags('keys')
@Controller('v1/tenants/:tenant/api-keys')
export class TenantKeysController {
  constructor(@Inject(ApiKeys) private readonly keys: ApiKeys) {}

  /** Makes a key for this tenant. The key is in this answer only. */
  @Post()
  @ApiOperation({ operationId: 'createTenantApiKey' })
  @RouteOptions({ showsSecret: true })
  @Allow('tenant')
  create(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Body() { role, name }: CreateTenantKeyDto,
  ): Promise<CreatedApiKeyDto> {
    return this.keys.create(principal, { role, name, tenantIds: [tenant.id] });
  }

  /** The tenant's live keys. */
  @Get()
  @ApiOperation({ operationId: 'listTenantApiKeys' })
  @Allow('tenant', 'support')
  list(@CurrentTenant() tenant: TenantRef, @Query() page: PageQuery): Promise<ApiKeyPageDto> {
    return this.keys.list(tenant.id, page);
  }

  /** Revokes one of the tenant's keys. */
  @Delete(':id')
  @ApiOperation({ operationId: 'deleteTenantApiKey' })
  @NoBody()
  @Allow('tenant')
  @HttpCode(204)
  revoke(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id') id: string,
  ): Promise<void> {
    return this.keys.revoke(principal, tenant.id, id);
  }
}
