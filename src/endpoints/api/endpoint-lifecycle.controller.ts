import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant, actorOf } from '../../auth/index.js';
import type { Principal, TenantRef } from '../../auth/index.js';
import { AnswersWith, NoBody } from '../../http/index.js';
import { EndpointIdPipe } from './endpoint-id.pipe.js';
import { EndpointLifecycle } from '../lifecycle/endpoint-lifecycle.js';
import { EndpointDto, ResumeEndpointDto } from './endpoint.dto.js';
import { Endpoints } from '../editing/endpoints.service.js';

@ApiTags('endpoints')
@Controller('v1/tenants/:tenant/endpoints/:id')
@Allow('tenant', 'support')
export class EndpointLifecycleController {
  constructor(
    @Inject(EndpointLifecycle) private readonly lifecycle: EndpointLifecycle,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
  ) {}

  /** Holds what is queued and what is published from now on. Attempts in flight go on. */
  @Post('pause')
  @NoBody()
  @HttpCode(200)
  async pause(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EndpointIdPipe) endpointId: string,
  ): Promise<EndpointDto> {
    const ref = { tenantId: tenant.id, endpointId };
    await this.lifecycle.pause(ref, actorOf(principal));
    return this.endpoints.get(ref);
  }

  /**
   * Makes a paused or disabled endpoint active again, and sends or skips what is held for it. Support
   * gets 409 `pending_confirmation` where the tenant or an admin must confirm a move first.
   */
  @Post('resume')
  @AnswersWith('pending_confirmation')
  @HttpCode(200)
  async resume(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EndpointIdPipe) endpointId: string,
    @Body() { held }: ResumeEndpointDto,
  ): Promise<EndpointDto> {
    const ref = { tenantId: tenant.id, endpointId };
    await this.lifecycle.resume(ref, held, actorOf(principal));
    return this.endpoints.get(ref);
  }
}
