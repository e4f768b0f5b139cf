import { Controller, Get, Header, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentTenant } from '../../auth/index.js';
import type { TenantRef } from '../../auth/index.js';
import { AnswersWith } from '../../http/index.js';
import type { HttpReply } from '../../http/index.js';
import { Metrics } from '../../metrics/index.js';
import { FeedPageDto, FeedQuery } from './feed.dto.js';
import { Feed } from './feed.service.js';

@ApiTags('events')
@Controller('v1/tenants/:tenant/events/feed')
export class FeedController {
  constructor(
    @Inject(Feed) private readonly feed: Feed,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /**
   * Returns the bodies of the tenant's events in the order in which they were committed. Poll with the
   * `next_cursor` of the previous answer; with `wait`, the answer comes as soon as there is an event.
   */
  @Get()
  @AnswersWith('unknown_event_type')
  @ApiOperation({ operationId: 'readFeed' })
  @Allow('viewer')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOkResponse({ type: FeedPageDto })
  async read(
    @CurrentTenant() tenant: TenantRef,
    @Query() query: FeedQuery,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    this.metrics.feedsOpen.inc();
    try {
      return await this.feed.read(tenant.id, query, () => reply.raw.destroyed);
    } finally {
      this.metrics.feedsOpen.dec();
    }
  }
}
