import { Controller, Get, Inject, Query } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Allow, AuditLog, CurrentPrincipal } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import {
  DeliveryHitDto,
  EndpointHitDto,
  EventHitDto,
  RejectedHitDto,
  SearchQuery,
  TenantHitDto,
} from './search.dto.js';
import type { SearchResult } from './search.dto.js';
import { Vault } from '../database/index.js';
import { Search } from './search.service.js';

const HITS = [EventHitDto, DeliveryHitDto, RejectedHitDto, EndpointHitDto, TenantHitDto];

@ApiTags('support')
@Controller('v1/search')
@Allow('support')
export class SearchController {
  constructor(
    @Inject(Search) private readonly hits: Search,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /**
   * Finds events, deliveries, refused publishes, endpoints and tenants: the newest 50 of each kind. There
   * are no further pages; if `truncated` is true, a narrower search may find more.
   */
  @Get()
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
        truncated: {
          type: 'boolean',
          description: 'There are more than 50 of a kind, or may be more events.',
        },
      },
    },
  })
  async search(
    @CurrentPrincipal() principal: Principal,
    @Query() { q }: SearchQuery,
  ): Promise<SearchResult> {
    const result = await this.hits.find(principal, q);
    if (principal.role === 'support') {
      // What is looked for may be personal: its keyed hash shows whether two searches were for the same.
      const details = { query_hash: this.vault.hashRef(q), hits: result.data.length };
      const action = 'search.performed';
      await this.audit.note({ principal, tenantId: null, action, target: 'search', details });
    }
    return result;
  }
}
