import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, AuditLog, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { publicId } from '../common/index.js';
import { AnswersWith, DELIVERY_ID, PASTED_BODY, RouteOptions } from '../http/index.js';
import { VerificationDto, VerifyDto } from './verify.dto.js';
import { Verifications } from './verify.service.js';

@ApiTags('deliveries')
@Controller('v1/tenants/:tenant/deliveries/:id/verify')
@Allow('viewer', 'support', { capability: 'view' })
export class VerifyController {
  constructor(
    @Inject(Verifications) private readonly verifications: Verifications,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  /**
   * Finds out why a receiver does not accept the signature of a delivery. It compares the headers, the body and the
   * signature that the receiver got and computed with what was signed, tries the mistakes that are known for every
   * signing profile, and names the one that fits. The secret and the right signature are never shown. For callers who
   * may not see the data of events, `body` is not compared with the one that was sent: it is taken as it was received.
   */
  @Post()
  @ApiOperation({ operationId: 'verifyDelivery' })
  @AnswersWith('not_for_channel')
  @RouteOptions({ body: PASTED_BODY })
  @HttpCode(200)
  async verify(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', DELIVERY_ID) deliveryId: string,
    @Body() fields: VerifyDto,
  ): Promise<VerificationDto> {
    const ref = { tenantId: tenant.id, deliveryId };
    const result = await this.verifications.verify(ref, fields, principal);
    const target = publicId('delivery', deliveryId);
    const details = { verdict: result.verdict };
    const checked = { principal, tenantId: tenant.id, action: 'delivery.verified', target };
    await this.audit.note({ ...checked, details });
    return result;
  }
}
