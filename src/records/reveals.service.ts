import { Inject, Injectable } from '@nestjs/common';
import { AuditLog, SEES_ALL } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { publicId } from '../common/index.js';
import type { EventDto } from './event.dto.js';
import { EventRecords } from './event-records.service.js';
import type { EventRef } from './event-records.service.js';

/** Shows an event with its personal data, for a reason that is on record. */
@Injectable()
export class Reveals {
  constructor(
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(EventRecords) private readonly events: EventRecords,
  ) {}

  /** The audit entry is committed before anything is shown. 404 where the tenant has no such event. */
  async reveal(ref: EventRef, reason: string, principal: Principal): Promise<EventDto> {
    const event = await this.events.get(ref, SEES_ALL);
    await this.audit.note({
      principal,
      tenantId: ref.tenantId,
      action: 'event.revealed',
      target: publicId('event', ref.eventId),
      details: { reason },
    });
    return event;
  }
}
