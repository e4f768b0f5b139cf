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
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { NoBody, PageQuery, RouteOptions } from '../http/index.js';
import { CreatedPortalLinkDto, CreatePortalLinkDto, PortalLinkPageDto } from './portal-link.dto.js';
import { PortalLinks } from './portal-links.js';

@ApiTags('sessions')
@Controller('v1/tenants/:tenant/portal-links')
export class PortalLinksController {
  constructor(@Inject(PortalLinks) private readonly links: PortalLinks) {}

  /** Makes a link that signs a person in to the tenant's portal, once. Only this answer shows the link. */
  @Post()
  @RouteOptions({ showsSecret: true })
  @Allow('tenant')
  create(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Body() fields: CreatePortalLinkDto,
  ): Promise<CreatedPortalLinkDto> {
    return this.links.create(principal, tenant.id, fields);
  }

  /** Lists the tenant's links until a day after they expired, newest first. */
  @Get()
  @Allow('tenant')
  list(@CurrentTenant() tenant: TenantRef, @Query() page: PageQuery): Promise<PortalLinkPageDto> {
    return this.links.list(tenant.id, page);
  }

  /** Revokes a link: it signs in no more, and the session that was begun with it ends within a second. */
  @Delete(':id')
  @NoBody()
  @Allow('tenant')
  @HttpCode(204)
  revoke(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id') id: string,
  ): Promise<void> {
    return this.links.revoke(principal, tenant.id, id);
  }
}
