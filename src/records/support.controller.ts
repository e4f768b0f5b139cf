import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, TenantDirectory } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { AnswersWith } from '../http/index.js';
import { DeliveryRecords } from './delivery-records.service.js';
import { AllDeliveriesQuery, DeliveryPageDto } from './delivery.dto.js';

/** Across tenants. */
@ApiTags('support')
@Controller('v1')
@Allow('support')
export class SupportController {
  constructor(
    @Inject(DeliveryRecords) private readonly records: DeliveryRecords,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
  ) {}

  /** The deliveries of every tenant within the key's scope, newest first. */
  @Get('deliveries')
  @ApiOperation({ operationId: 'listAllDeliveries' })
  @AnswersWith('unknown_event_type')
  async deliveries(
    @CurrentPrincipal() principal: Principal,
    @Query() query: AllDeliveriesQuery,
  ): Promise<DeliveryPageDto> {
    const { tenant_id: reference } = query;
    const scope =
      reference === undefined
        ? principal.tenantIds
        : [(await this.tenants.resolve(principal, reference)).id];
    return this.records.list(scope, query, principal);
  }
}
