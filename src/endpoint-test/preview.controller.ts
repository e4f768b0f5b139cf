import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, AuditedReads, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { AnswersWith } from '../http/index.js';
import { PreviewDto, PreviewedRequestDto } from './preview.dto.js';
import { EndpointPreview } from './preview.service.js';

@ApiTags('endpoints')
@Controller('v1/tenants/:tenant/endpoints/preview')
@Allow('tenant', { capability: 'view' })
export class PreviewController {
  constructor(
    private readonly previews: EndpointPreview,
    private readonly reads: AuditedReads,
  ) {}

  /**
   * Shows a request without sending it: the headers and the body that an event would be sent with. The real formats and
   * signing profiles are used. It is signed with the secret of the endpoint for callers that may read it, otherwise with
   * a sample secret.
   */
  @Post()
  @ApiOperation({ operationId: 'previewRequest' })
  @AnswersWith('unknown_event_type', 'format_cannot_carry', 'not_for_channel')
  @HttpCode(200)
  async preview(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Body() fields: PreviewDto,
  ): Promise<PreviewedRequestDto> {
    const shown = await this.previews.preview(tenant.id, fields, principal);
    const { endpoint_id: target } = fields;
    if (target !== undefined) {
      const action = 'endpoint.previewed';
      await this.reads.note({ principal, tenantId: tenant.id, action, target });
    }
    return shown;
  }
}
