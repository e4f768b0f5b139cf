import { Body, Controller, Get, Inject, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant, requireCapability } from '../../auth/index.js';
import { AnswersWith } from '../../http/index.js';
import type { Principal, TenantRef } from '../../auth/index.js';
import { PatchTenantSettingsDto, TenantSettingsDto } from './tenant-settings.dto.js';
import { TenantSettings } from './tenant-settings.service.js';

@ApiTags('tenants')
@Controller('v1/tenants/:tenant/settings')
export class TenantSettingsController {
  constructor(@Inject(TenantSettings) private readonly settings: TenantSettings) {}

  /** Returns the tenant's settings with a masked secret. */
  @Get()
  @Allow('tenant', 'support')
  get(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
  ): Promise<TenantSettingsDto> {
    return this.settings.get(tenant.id, principal);
  }

  /** Changes the fields that are present. `webhook_url` is stored as one of the tenant's endpoints. */
  @Patch()
  @AnswersWith('url_not_allowed', 'mail_not_configured', 'too_many_secrets', 'too_many_endpoints')
  @Allow('tenant', { capability: 'endpoints.write' })
  patch(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Body() fields: PatchTenantSettingsDto,
  ): Promise<TenantSettingsDto> {
    if (fields.webhook_secret !== undefined) requireCapability(principal, 'secrets.write');
    return this.settings.patch(principal, tenant.id, fields);
  }
}
