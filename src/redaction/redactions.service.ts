import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { EventRef } from '../records/index.js';
import { actorOf, recordAudit } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { LOGGER, notFound, publicId, retryDeadlocks } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { eraseAnswers } from '../idempotency/index.js';
import { logForgotten } from '../erasure/index.js';
import { GIVE_UP_WAITING } from '../queue/index.js';
import { FIND_FAMILY, FORGET_CONTENT } from './redaction.query.js';

interface FamilyRow {
  id: string;
  is_redacted: boolean;
}

/** Takes the content of events away for good and leaves the records. */
@Injectable()
export class Redactions {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The event's data, subject and ids, and what its attempts sent and got, for the event and all that
   * was derived from it. What waits becomes `failed` with the reason `redacted`. A second time does
   * nothing. 404 where the tenant has no such event.
   */
  async redact(ref: EventRef, reason: string | undefined, principal: Principal): Promise<void> {
    await retryDeadlocks(() =>
      this.source.transaction(async (manager) => {
        const values = [ref.eventId, ref.tenantId];
        const family = await manager.query<FamilyRow[]>(FIND_FAMILY, values);
        if (family.length === 0) throw notFound('event');
        const ids = family.flatMap(({ id, is_redacted }) => (is_redacted ? [] : [id]));
        if (ids.length === 0) return;
        await manager.query(GIVE_UP_WAITING, [ids]);
        for (const step of FORGET_CONTENT) await manager.query(step, [ids]);
        await eraseAnswers(manager, ref.tenantId);
        for (const id of ids) await note(manager, { ...ref, eventId: id }, principal, reason);
        const redactedAt = new Date().toISOString();
        for (const id of ids) {
          const redaction = { id, tenant_id: ref.tenantId, redacted_at: redactedAt };
          logForgotten(this.logger, { redaction }, 'event redacted');
        }
      }),
    );
  }
}

function note(
  manager: EntityManager,
  { tenantId, eventId }: EventRef,
  principal: Principal,
  reason: string | undefined,
): Promise<void> {
  return recordAudit(manager, {
    actor: actorOf(principal),
    tenantId,
    action: 'event.redacted',
    target: publicId('event', eventId),
    details: {
      ...(reason !== undefined && { reason }),
      before: { redacted: false },
      after: { redacted: true },
    },
  });
}
