import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant, actorOf } from '../../auth/index.js';
import type { Principal, TenantRef } from '../../auth/index.js';
import { AnswersWith, NoBody, RouteOptions } from '../../http/index.js';
import { EndpointIdPipe } from './endpoint-id.pipe.js';
import { RevealedSecretsDto, RotateSecretDto } from './endpoint-secret.dto.js';
import { EndpointSecrets } from '../secrets/endpoint-secrets.service.js';

@ApiTags('endpoints')
@Controller('v1/tenants/:tenant/endpoints/:id/secret')
@Allow('tenant')
export class EndpointSecretsController {
  constructor(@Inject(EndpointSecrets) private readonly secrets: EndpointSecrets) {}

  /** The live secrets in the clear. Audited. */
  @Get()
  @ApiOperation({ operationId: 'getEndpointSecret' })
  @AnswersWith('not_for_channel')
  reveal(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EndpointIdPipe) endpointId: string,
  ): Promise<RevealedSecretsDto> {
    return this.secrets.reveal({ tenantId: tenant.id, endpointId }, actorOf(principal));
  }

  /** A new current secret; the former one signs too until the grace ends. Audited. */
  @Post('rotate')
  @ApiOperation({ operationId: 'rotateEndpointSecret' })
  @AnswersWith('not_for_channel', 'too_many_secrets')
  @RouteOptions({ showsSecret: true })
  @HttpCode(200)
  rotate(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EndpointIdPipe) endpointId: string,
    @Body() wanted: RotateSecretDto,
  ): Promise<RevealedSecretsDto> {
    return this.secrets.rotate({ tenantId: tenant.id, endpointId }, wanted, actorOf(principal));
  }

  /** Ends every grace now. Audited. */
  @Post('promote')
  @ApiOperation({ operationId: 'promoteEndpointSecret' })
  @AnswersWith('not_for_channel')
  @RouteOptions({ showsSecret: true })
  @NoBody()
  @HttpCode(200)
  promote(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EndpointIdPipe) endpointId: string,
  ): Promise<RevealedSecretsDto> {
    return this.secrets.promote({ tenantId: tenant.id, endpointId }, actorOf(principal));
  }
}
