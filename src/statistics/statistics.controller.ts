import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { readQuery } from './read-query.js';
import { StatisticsDto, StatisticsQuery } from './statistics.dto.js';
import { Statistics } from './statistics.service.js';

@ApiTags('statistics')
@Controller('v1')
export class StatisticsController {
  constructor(@Inject(Statistics) private readonly statistics: Statistics) {}

  /**
   * Measures of the tenant's events, deliveries and attempts, in groups and by hour or day, of a window of up to 90
   * days. Times are those of the records: deliveries count when they were made, whenever they ended. Percentiles are
   * at most 5 % away from the exact ones.
   */
  @Get('tenants/:tenant/stats')
  @ApiOperation({ operationId: 'getTenantStatistics' })
  @Allow('viewer', 'support')
  ofTenant(
    @CurrentTenant() tenant: TenantRef,
    @Query() query: StatisticsQuery,
  ): Promise<StatisticsDto> {
    const context = { nowMs: Date.now(), ofTenant: true };
    return this.statistics.of(readQuery(query, [tenant.id], context));
  }

  /** The same of all tenants within the key's scope, also by tenant. */
  @Get('stats')
  @ApiOperation({ operationId: 'getStatistics' })
  @Allow('support')
  ofAll(
    @CurrentPrincipal() principal: Principal,
    @Query() query: StatisticsQuery,
  ): Promise<StatisticsDto> {
    const context = { nowMs: Date.now(), ofTenant: false };
    return this.statistics.of(readQuery(query, principal.tenantIds, context));
  }
}
