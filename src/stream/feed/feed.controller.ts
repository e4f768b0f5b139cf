import { Controller, Get, Header, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  Allow,
  AuditedReads,
  CurrentPrincipal,
  CurrentTenant,
  KeyWatch,
} from '../../auth/index.js';
import type { Principal, TenantRef } from '../../auth/index.js';
import { AppError, publicId, tenantDeleting } from '../../common/index.js';
import { AnswersWith, RouteOptions } from '../../http/index.js';
import type { HttpReply } from '../../http/index.js';
import { Metrics } from '../../metrics/index.js';
import { FeedPageDto, FeedQuery } from './feed.dto.js';
import { Feed } from './feed.service.js';

@ApiTags('events')
@Controller('v1/tenants/:tenant/events/feed')
export class FeedController {
  constructor(
    @Inject(Feed) private readonly feed: Feed,
    @Inject(KeyWatch) private readonly keys: KeyWatch,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(AuditedReads) private readonly reads: AuditedReads,
  ) {}

  /**
   * Returns the bodies of the tenant's events in the order in which they were committed. Poll with the
   * `next_cursor` of the previous answer; with `wait`, the answer comes as soon as there is an event, or as
   * soon as the key ends (401).
   */
  @Get()
  @AnswersWith('unknown_event_type')
  @RouteOptions({ takes: 'its time' })
  @ApiOperation({ operationId: 'readFeed' })
  @Allow('viewer', { capability: 'payloads.read' })
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOkResponse({ type: FeedPageDto })
  async read(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Query() query: FeedQuery,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    const ending = new AbortController();
    reply.raw.once('close', () => ending.abort());
    let refusal: AppError | undefined;
    const stopWatching = this.keys.watch(principal, tenant.id, (cause) => {
      refusal = cause === 'key' ? keyEnded() : tenantDeleting();
      ending.abort();
    });
    this.metrics.feedsOpen.inc();
    try {
      const page = await this.feed.read(tenant.id, query, ending.signal);
      if (refusal) throw refusal;
      const target = publicId('tenant', tenant.id);
      await this.reads.note({ principal, tenantId: tenant.id, action: 'feed.read', target });
      return page;
    } finally {
      stopWatching();
      this.metrics.feedsOpen.dec();
    }
  }
}

function keyEnded(): AppError {
  return new AppError('unauthorized', 401, { message: 'The API key is no longer valid.' });
}
