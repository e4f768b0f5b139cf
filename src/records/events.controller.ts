import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Allow,
  AuditedReads,
  CurrentPrincipal,
  CurrentTenant,
  seesPersonalData,
} from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { publicId } from '../common/index.js';
import { Vault } from '../database/index.js';
import { AnswersWith, EVENT_ID, PageQuery, RouteOptions } from '../http/index.js';
import type { HttpReply } from '../http/index.js';
import { EventRecords } from './event-records.service.js';
import { EventRendering } from './event-rendering.js';
import { EventDto, EventPageDto, EventQuery, FormatQuery } from './event.dto.js';
import { RevealDto } from './reveal.dto.js';
import { Reveals } from './reveals.service.js';
import { SubjectDto } from './subject.dto.js';
import { SubjectRecords } from './subject-records.service.js';

@ApiTags('events')
@Controller('v1/tenants/:tenant/subjects')
@Allow('viewer', 'support')
export class SubjectsController {
  constructor(
    @Inject(SubjectRecords) private readonly subjects: SubjectRecords,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(AuditedReads) private readonly reads: AuditedReads,
  ) {}

  /** The latest data and the history of one session, verification, case, …, by its own id. */
  @Get(':subject')
  async get(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('subject') subject: string,
    @Query() page: PageQuery,
  ): Promise<SubjectDto> {
    if (!seesPersonalData(principal)) {
      await this.reads.note(searchFor(subject, this.vault, { principal, tenantId: tenant.id }));
    }
    const found = await this.subjects.get({ tenantId: tenant.id, subject }, page, principal);
    const target = found.latest.id;
    await this.reads.notePersonal({ principal, tenantId: tenant.id, action: 'event.read', target });
    return found;
  }
}

@ApiTags('events')
@Controller('v1/tenants/:tenant/events')
@Allow('viewer', 'support')
export class EventsController {
  constructor(
    @Inject(EventRecords) private readonly events: EventRecords,
    @Inject(EventRendering) private readonly rendering: EventRendering,
    @Inject(Reveals) private readonly reveals: Reveals,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(AuditedReads) private readonly reads: AuditedReads,
  ) {}

  /** The tenant's events, newest first, with their deliveries but without data and attempts. */
  @Get()
  @AnswersWith('unknown_event_type')
  async list(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Query() query: EventQuery,
  ): Promise<EventPageDto> {
    const page = await this.events.list(tenant.id, query, principal);
    const text = query.subject ?? query.ref;
    if (text !== undefined) {
      await this.reads.note(searchFor(text, this.vault, { principal, tenantId: tenant.id }));
    }
    return page;
  }

  /**
   * All that is on record of an event. With `format` the answer is no record but the body as a receiver of
   * that format gets it, in its media type.
   */
  @Get(':id')
  @AnswersWith('redacted', 'gone', 'format_cannot_carry', 'asset_store_not_configured')
  @ApiOkResponse({ type: EventDto })
  async get(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EVENT_ID) eventId: string,
    @Query() { format }: FormatQuery,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<EventDto | Buffer> {
    const ref = { tenantId: tenant.id, eventId };
    const read = { principal, tenantId: tenant.id, action: 'event.read' };
    const target = publicId('event', eventId);
    if (format === undefined) {
      const event = await this.events.get(ref, principal);
      await this.reads.notePersonal({ ...read, target });
      return event;
    }
    const { body, contentType } = await this.rendering.render(ref, format, principal);
    await this.reads.notePersonal({ ...read, target });
    reply.header('content-type', contentType);
    return body;
  }

  /**
   * Returns the event with all personal data, once: a later request is masked again. The reason is in the audit log
   * of the tenant.
   */
  @Post(':id/reveal')
  @ApiOperation({ operationId: 'revealEvent' })
  @RouteOptions({ showsSecret: true, whileDeleting: true })
  @Allow('tenant', 'support', { capability: 'payloads.read' })
  @HttpCode(200)
  reveal(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EVENT_ID) eventId: string,
    @Body() { reason }: RevealDto,
  ): Promise<EventDto> {
    return this.reveals.reveal({ tenantId: tenant.id, eventId }, reason, principal);
  }
}

/** What was looked for may be personal: its keyed hash shows whether two searches were for the same. */
function searchFor(
  text: string,
  vault: Vault,
  by: { principal: Principal; tenantId: string },
): Parameters<AuditedReads['note']>[0] {
  const hash = vault.hashRef(text);
  const target = publicId('tenant', by.tenantId);
  const details = { query_hash: hash };
  return { ...by, action: 'events.searched', target, about: hash, details };
}
