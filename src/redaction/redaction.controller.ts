import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { EVENT_ID } from '../http/index.js';
import { EventDto, EventRecords } from '../records/index.js';
import { Allow, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { RedactEventDto } from './redact.dto.js';
import { Redactions } from './redactions.service.js';

@ApiTags('events')
@Controller('v1/tenants/:tenant/events/:id/redact')
export class RedactionController {
  constructor(
    @Inject(Redactions) private readonly redactions: Redactions,
    @Inject(EventRecords) private readonly events: EventRecords,
  ) {}

  /**
   * Takes the event's data, subject and ids away for good, and with them what its attempts sent and
   * got; so with every event that was derived from it. What was not sent yet fails with the reason
   * `redacted`; of an attempt under way the record stays, without the response. Records remain: ids,
   * type, times, deliveries, status codes. Redacting again changes nothing. For now only `admin` may,
   * until tenants have a policy that says what their own keys may redact.
   */
  @Post()
  @ApiOperation({ operationId: 'redactEvent' })
  @Allow('admin')
  @HttpCode(200)
  async redact(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', EVENT_ID) eventId: string,
    @Body() { reason }: RedactEventDto,
  ): Promise<EventDto> {
    const ref = { tenantId: tenant.id, eventId };
    await this.redactions.redact(ref, reason, principal);
    return this.events.get(ref, principal);
  }
}
