import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AttemptDto, DeliveryRecords } from '../records/index.js';
import { Allow, AuditLog, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { AnswersWith, ENDPOINT_ID, RouteOptions } from '../http/index.js';
import { notFound, publicId } from '../common/index.js';
import { TestEndpointDto } from './endpoint-test.dto.js';
import { EndpointTest } from './endpoint-test.service.js';

@ApiTags('endpoints')
@Controller('v1/tenants/:tenant/endpoints/:id/test')
@Allow('tenant', 'support', { capability: 'test' })
export class EndpointTestController {
  constructor(
    private readonly tests: EndpointTest,
    private readonly deliveries: DeliveryRecords,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Sends a signed sample with `is_sandbox: true`, with the given data or the example of its type, regardless of the endpoint's filters and status, and
   * returns the attempt. It waits for room within `max_in_flight` and `rate_limit_per_second`, at most three
   * seconds. A test by support is sent without the endpoint's custom headers.
   */
  @Post()
  @ApiOperation({ operationId: 'testEndpoint' })
  @AnswersWith(
    'unknown_event_type',
    'format_cannot_carry',
    'unknown_recipient',
    'not_supported_yet',
    'endpoint_busy',
    'recipient_not_confirmed',
  )
  @RouteOptions({ takes: 'its time' })
  @HttpCode(200)
  async test(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
    @Body() fields: TestEndpointDto,
  ): Promise<AttemptDto> {
    const deliveryId = await this.tests.run({ tenantId: tenant.id, endpointId }, fields, {
      withHeaders: principal.role !== 'support',
    });
    await this.audit.note({
      principal,
      tenantId: tenant.id,
      action: 'endpoint.tested',
      target: publicId('endpoint', endpointId),
      details: {
        delivery_id: publicId('delivery', deliveryId),
        ...(fields.data && { own_data: true }),
      },
    });
    const [attempt] = await this.deliveries.ofTest({ tenantId: tenant.id, deliveryId }, principal);
    if (!attempt) throw notFound('attempt');
    return attempt;
  }
}
