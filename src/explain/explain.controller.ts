import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, AuditedReads, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { publicId } from '../common/index.js';
import { DELIVERY_ID } from '../http/index.js';
import { SearchQuery } from '../search/index.js';
import { Explanations } from './explain.service.js';
import { ExplanationDto } from './explanation.dto.js';

@ApiTags('support')
@Controller('v1')
export class ExplainController {
  constructor(
    @Inject(Explanations) private readonly explanations: Explanations,
    @Inject(AuditedReads) private readonly reads: AuditedReads,
  ) {}

  /**
   * Says in words why something arrived or did not. It takes what `GET /v1/search` takes, and idempotency keys. Where
   * several things are found, it explains the newest one that is in trouble; `others` has the rest.
   */
  @Get('explain')
  @ApiOperation({ operationId: 'explain' })
  @Allow('support')
  explain(
    @CurrentPrincipal() principal: Principal,
    @Query() { q }: SearchQuery,
  ): Promise<ExplanationDto> {
    return this.explanations.explain(principal, q);
  }

  /** Says in words what became of a delivery, and why. */
  @Get('tenants/:tenant/deliveries/:id/explain')
  @ApiOperation({ operationId: 'explainDelivery' })
  @Allow('viewer', 'support')
  async ofDelivery(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', DELIVERY_ID) deliveryId: string,
  ): Promise<ExplanationDto> {
    const explanation = await this.explanations.ofDelivery(tenant, deliveryId, principal);
    const target = publicId('delivery', deliveryId);
    // It quotes the answers of receivers, which may repeat the data of an event.
    const read = { principal, tenantId: tenant.id, action: 'delivery.read', target };
    await this.reads.notePersonal(read);
    return explanation;
  }
}
