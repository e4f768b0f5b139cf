import { Controller, Get, Inject, Query } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { HITS, SearchQuery } from './search.dto.js';
import type { SearchResult } from './search.dto.js';
import { Search } from './search.service.js';

@ApiTags('support')
@Controller('v1/search')
@Allow('support')
export class SearchController {
  constructor(@Inject(Search) private readonly hits: Search) {}

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
  search(
    @CurrentPrincipal() principal: Principal,
    @Query() { q }: SearchQuery,
  ): Promise<SearchResult> {
    return this.hits.findAndNote(principal, q);
  }
}
