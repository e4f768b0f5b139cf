import { Controller, Get, Inject, Query } from '@nestjs/common';
import {
  ApiOperation,
  ApiTags,
  ApiExtraModels,
  ApiOkResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { Allow, CurrentPrincipal, TenantDirectory } from '../../auth/index.js';
import type { Principal } from '../../auth/index.js';
import { DeliveryRecords } from './delivery-records.service.js';
import { AllDeliveriesQuery, DeliveryPageDto } from './delivery.dto.js';
import {
  DeliveryHitDto,
  EndpointHitDto,
  EventHitDto,
  SearchQuery,
  TenantHitDto,
} from './search.dto.js';
import type { SearchResult } from './search.dto.js';
import { Search } from './search.service.js';

const HITS = [EventHitDto, DeliveryHitDto, EndpointHitDto, TenantHitDto];

/** Across tenants. */
@ApiTags('support')
@Controller('v1')
@Allow('support')
export class SupportController {
  constructor(
    @Inject(DeliveryRecords) private readonly records: DeliveryRecords,
    @Inject(Search) private readonly searching: Search,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
  ) {}

  /** The deliveries of every tenant within the key's scope, newest first. */
  @Get('deliveries')
  @ApiOperation({ operationId: 'listAllDeliveries' })
  async deliveries(
    @CurrentPrincipal() principal: Principal,
    @Query() query: AllDeliveriesQuery,
  ): Promise<DeliveryPageDto> {
    const { tenant_id: reference } = query;
    const scope =
      reference === undefined
        ? principal.tenantIds
        : [(await this.tenants.resolve(principal, reference)).id];
    return this.records.list(scope, query);
  }

  /**
   * Finds events, deliveries, endpoints and tenants: at most 50 of each kind, the newest ones. There
   * are no further pages; `truncated` tells that a narrower search would find more.
   */
  @Get('search')
  @ApiOperation({ operationId: 'search' })
  @ApiExtraModels(...HITS)
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['data', 'next_cursor', 'truncated'],
      properties: {
        data: {
          type: 'array',
          items: {
            oneOf: HITS.map((hit) => ({ $ref: getSchemaPath(hit) })),
            discriminator: { propertyName: 'kind' },
          },
        },
        next_cursor: { type: 'null' },
        truncated: { type: 'boolean', description: 'There are more than 50 of a kind.' },
      },
    },
  })
  search(
    @CurrentPrincipal() principal: Principal,
    @Query() { q }: SearchQuery,
  ): Promise<SearchResult> {
    return this.searching.find(principal.tenantIds, q);
  }
}
