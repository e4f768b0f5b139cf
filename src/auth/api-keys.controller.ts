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
import { ApiTags, ApiOperation } from '@nestjs/swagger';
import { AppError, invalid } from '../common/index.js';
import { AnswersWith, NoBody, RouteOptions } from '../http/index.js';
import {
  ApiKeyPageDto,
  ApiKeyQuery,
  CreateApiKeyDto,
  CreatedApiKeyDto,
  CreateTenantKeyDto,
} from './api-key.dto.js';
import { ApiKeys } from './api-keys.service.js';
import { Allow, CurrentPrincipal, CurrentTenant } from './route-access.js';
import type { Principal } from './principal.js';
import { TenantDirectory } from './tenant-directory.js';
import type { TenantRef } from './tenant-directory.js';

@ApiTags('keys')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(
    @Inject(ApiKeys) private readonly keys: ApiKeys,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
  ) {}

  /** Creates a publisher, support or admin key. Only this answer shows the key. */
  @Post()
  @RouteOptions({ showsSecret: true })
  @Allow('admin')
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body() { tenant_ids, ...fields }: CreateApiKeyDto,
  ): Promise<CreatedApiKeyDto> {
    const { role } = fields;
    if (tenant_ids !== undefined && role !== 'publisher') throw notScoped(role);
    const tenantIds = tenant_ids ? await this.resolveAll(principal, tenant_ids) : null;
    return this.keys.create(principal, fields, tenantIds);
  }

  /** All keys that are not revoked, those of tenants included. */
  @Get()
  @Allow('support')
  list(@Query() query: ApiKeyQuery): Promise<ApiKeyPageDto> {
    return this.keys.list(null, query);
  }

  /** Revokes any key. */
  @Delete(':id')
  @NoBody()
  @Allow('admin')
  @HttpCode(204)
  revoke(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<void> {
    return this.keys.revoke(principal, null, id);
  }

  private async resolveAll(principal: Principal, references: string[]): Promise<string[]> {
    const found = await Promise.all(
      references.map(async (reference, index) => {
        try {
          return (await this.tenants.resolve(principal, reference)).id;
        } catch (error) {
          if (!(error instanceof AppError) || error.status !== 404) throw error;
          const pointer = `/tenant_ids/${index}`;
          throw invalid([{ pointer, code: 'unknown_tenant', message: 'is no tenant' }]);
        }
      }),
    );
    return [...new Set(found)];
  }
}

function notScoped(role: string): AppError {
  const message = `must be absent: a key of the role '${role}' reaches every tenant`;
  return invalid([{ pointer: '/tenant_ids', code: 'not_allowed', message }]);
}

@ApiTags('keys')
@Controller('v1/tenants/:tenant/api-keys')
export class TenantKeysController {
  constructor(@Inject(ApiKeys) private readonly keys: ApiKeys) {}

  /** Creates a key for this tenant. Only this answer shows the key. */
  @Post()
  @ApiOperation({ operationId: 'createTenantApiKey' })
  @AnswersWith('too_many_api_keys')
  @RouteOptions({ showsSecret: true })
  @Allow('tenant')
  create(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Body() fields: CreateTenantKeyDto,
  ): Promise<CreatedApiKeyDto> {
    return this.keys.create(principal, fields, [tenant.id]);
  }

  /** The tenant's keys that are not revoked. */
  @Get()
  @ApiOperation({ operationId: 'listTenantApiKeys' })
  @Allow('tenant', 'support')
  list(@CurrentTenant() tenant: TenantRef, @Query() query: ApiKeyQuery): Promise<ApiKeyPageDto> {
    return this.keys.list(tenant.id, query);
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
