import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant, actorOf } from '../../auth/index.js';
import type { Principal, TenantRef } from '../../auth/index.js';
import { AnswersWith, ENDPOINT_ID, NoBody } from '../../http/index.js';
import { EndpointLifecycle } from '../lifecycle/endpoint-lifecycle.js';
import { ResumeEndpointDto } from './endpoint-request.dto.js';
import { EndpointDto } from './endpoint.dto.js';
import { Endpoints } from '../editing/endpoints.service.js';

@ApiTags('endpoints')
@Controller('v1/tenants/:tenant/endpoints/:id')
@Allow('tenant', 'support', { capability: 'endpoints.write' })
export class EndpointLifecycleController {
  constructor(
    @Inject(EndpointLifecycle) private readonly lifecycle: EndpointLifecycle,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
  ) {}

  /** Pauses an endpoint: its queued deliveries and those of later events are held. Attempts in flight continue. */
  @Post('pause')
  @NoBody()
  @HttpCode(200)
  async pause(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
  ): Promise<EndpointDto> {
    const ref = { tenantId: tenant.id, endpointId };
    await this.lifecycle.pause(ref, actorOf(principal));
    return this.endpoints.get(ref, principal);
  }

  /**
   * Reactivates a paused or disabled endpoint and sends or skips its held deliveries. Support gets 409
   * `pending_confirmation` if the tenant or an admin must confirm a changed URL first.
   */
  @Post('resume')
  @AnswersWith('pending_confirmation')
  @HttpCode(200)
  async resume(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
    @Body() { held }: ResumeEndpointDto,
  ): Promise<EndpointDto> {
    const ref = { tenantId: tenant.id, endpointId };
    await this.lifecycle.resume(ref, held, actorOf(principal));
    return this.endpoints.get(ref, principal);
  }
}
