import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { parseId, publicId } from '../common/index.js';
import { RejectedPublishes } from '../publishing/index.js';
import { EventRecords } from '../records/index.js';
import type { EventDto, SubjectRef } from '../records/index.js';
import type { SubjectExportDto } from './export.dto.js';

const MAX_REJECTED = 100;

/** Collects what is kept about a subject. */
@Injectable()
export class SubjectExport {
  constructor(
    @Inject(EventRecords) private readonly events: EventRecords,
    @Inject(RejectedPublishes) private readonly rejected: RejectedPublishes,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  /** A page of all that is kept. The audit log says that it was read, and does not name the subject. */
  async page(
    ref: SubjectRef,
    page: { limit: number; cursor?: string },
    principal: Principal,
  ): Promise<SubjectExportDto> {
    const { tenantId, subject } = ref;
    const found = await this.events.list(tenantId, { ...page, ref: subject }, principal);
    const events: EventDto[] = [];
    for (const { id } of found.data) {
      events.push(
        await this.events.get({ tenantId, eventId: parseId('event', id) ?? '' }, principal),
      );
    }
    const hasRejected = principal.role === 'admin' && page.cursor === undefined;
    const rejected = hasRejected ? await this.rejected.about(ref, MAX_REJECTED) : [];
    await this.audit.note({
      principal,
      tenantId,
      action: 'subject.exported',
      target: publicId('tenant', tenantId),
      details: { events: events.length, ...(hasRejected && { rejected: rejected.length }) },
    });
    const { next_cursor } = found;
    return { subject, exported_at: new Date().toISOString(), events, rejected, next_cursor };
  }
}
