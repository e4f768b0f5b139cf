import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant, actorOf } from '../../auth/index.js';
import type { Principal, TenantRef } from '../../auth/index.js';
import { AnswersWith, ENDPOINT_ID, NoBody, RouteOptions } from '../../http/index.js';
import { RevealedSecretsDto, RotateSecretDto } from './endpoint-secret.dto.js';
import { EndpointSecrets } from '../secrets/endpoint-secrets.service.js';

@ApiTags('endpoints')
@Controller('v1/tenants/:tenant/endpoints/:id/secret')
@Allow('tenant', { capability: 'secrets.write' })
export class EndpointSecretsController {
  constructor(@Inject(EndpointSecrets) private readonly secrets: EndpointSecrets) {}

  /** Returns the live secrets in plain text. Audited. */
  @Get()
  @Allow('tenant', { capability: 'secrets.read' })
  @ApiOperation({ operationId: 'getEndpointSecret' })
  @AnswersWith('not_for_channel')
  reveal(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
  ): Promise<RevealedSecretsDto> {
    return this.secrets.reveal({ tenantId: tenant.id, endpointId }, actorOf(principal));
  }

  /** Makes a new secret current; the previous one signs as well until its grace period ends. Audited. */
  @Post('rotate')
  @ApiOperation({ operationId: 'rotateEndpointSecret' })
  @AnswersWith('not_for_channel', 'too_many_secrets')
  @RouteOptions({ showsSecret: true })
  @HttpCode(200)
  rotate(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
    @Body() requested: RotateSecretDto,
  ): Promise<RevealedSecretsDto> {
    return this.secrets.rotate({ tenantId: tenant.id, endpointId }, requested, actorOf(principal));
  }

  /** Ends all grace periods now: only the current secret signs. Audited. */
  @Post('promote')
  @ApiOperation({ operationId: 'promoteEndpointSecret' })
  @AnswersWith('not_for_channel')
  @RouteOptions({ showsSecret: true })
  @NoBody()
  @HttpCode(200)
  promote(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
  ): Promise<RevealedSecretsDto> {
    return this.secrets.promote({ tenantId: tenant.id, endpointId }, actorOf(principal));
  }
}
