import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { AppError } from '../common/index.js';
import { Endpoints } from '../endpoints/index.js';
import { AnswersWith, ENDPOINT_ID } from '../http/index.js';
import { SnippetsDto } from './snippets.dto.js';
import { snippetsFor } from './snippets.js';

@ApiTags('endpoints')
@Controller('v1/tenants/:tenant/endpoints/:id/snippets')
@Allow('viewer', 'support')
export class SnippetsController {
  constructor(@Inject(Endpoints) private readonly endpoints: Endpoints) {}

  /** Code in eight languages that verifies the requests of this endpoint, for each of its signing profiles. */
  @Get()
  @ApiOperation({ operationId: 'listSnippets' })
  @AnswersWith('not_for_channel')
  async list(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
  ): Promise<SnippetsDto> {
    const { signing } = await this.endpoints.get({ tenantId: tenant.id, endpointId }, principal);
    if (signing !== null) return { data: snippetsFor(signing) };
    const message = 'Only requests to webhooks are signed.';
    throw new AppError('not_for_channel', 422, { message });
  }
}
