import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentTenant } from '../auth/index.js';
import type { TenantRef } from '../auth/index.js';
import { AnswersWith, EVENT_ID, PageQuery } from '../http/index.js';
import type { HttpReply } from '../http/index.js';
import { EventRecords } from './event-records.service.js';
import { EventRendering } from './event-rendering.js';
import { EventDto, EventPageDto, EventQuery, FormatQuery } from './event.dto.js';
import { SubjectDto } from './subject.dto.js';
import { SubjectRecords } from './subject-records.service.js';

@ApiTags('events')
@Controller('v1/tenants/:tenant/subjects')
@Allow('viewer', 'support')
export class SubjectsController {
  constructor(@Inject(SubjectRecords) private readonly subjects: SubjectRecords) {}

  /** The latest data and the history of one session, verification, case, …, by its own id. */
  @Get(':subject')
  get(
    @CurrentTenant() tenant: TenantRef,
    @Param('subject') subject: string,
    @Query() page: PageQuery,
  ): Promise<SubjectDto> {
    return this.subjects.get({ tenantId: tenant.id, subject }, page);
  }
}

@ApiTags('events')
@Controller('v1/tenants/:tenant/events')
@Allow('viewer', 'support')
export class EventsController {
  constructor(
    @Inject(EventRecords) private readonly events: EventRecords,
    @Inject(EventRendering) private readonly rendering: EventRendering,
  ) {}

  /** The tenant's events, newest first, with their deliveries but without data and attempts. */
  @Get()
  @AnswersWith('unknown_event_type')
  list(@CurrentTenant() tenant: TenantRef, @Query() query: EventQuery): Promise<EventPageDto> {
    return this.events.list(tenant.id, query);
  }

  /**
   * All that is on record of an event. With `format` the answer is no record but the body as a receiver of
   * that format gets it, in its media type.
   */
  @Get(':id')
  @AnswersWith('redacted', 'gone', 'format_cannot_carry', 'asset_store_not_configured')
  @ApiOkResponse({ type: EventDto })
  async get(
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EVENT_ID) eventId: string,
    @Query() { format }: FormatQuery,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<EventDto | Buffer> {
    const ref = { tenantId: tenant.id, eventId };
    if (format === undefined) return this.events.get(ref);
    const { body, contentType } = await this.rendering.render(ref, format);
    reply.header('content-type', contentType);
    return body;
  }
}
