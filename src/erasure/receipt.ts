import type { EntityManager } from 'typeorm';
import { canonicalJson, publicId } from '../common/index.js';
import { recordAudit } from '../auth/index.js';
import type { ErasureRow } from './erasure.query.js';

/** The most ids of events that a receipt names. */
const NAMED_EVENTS = 1_000;

const FIND_ERASED = `
SELECT event_id FROM erased_events WHERE erasure_id = $1 ORDER BY event_id LIMIT ${NAMED_EVENTS}`;

const FINISH = `
UPDATE erasures SET state = 'finished', finished_at = $2, receipt = $3, signature = $4 WHERE id = $1`;

interface Finished {
  erasure: ErasureRow;
  /** How many subjects were erased. */
  subjects: number;
  sign: (text: string) => Buffer;
}

/** Ends an erasure: its receipt says what went, when and by whom, and names no subject. */
export async function finish(
  manager: EntityManager,
  { erasure, subjects, sign }: Finished,
): Promise<void> {
  const { id, tenant_id: tenantId, actor, role, reason, created_at, counts } = erasure;
  const finishedAt = new Date();
  const events = await manager.query<{ event_id: string }[]>(FIND_ERASED, [id]);
  const { found: _found, ...removed } = counts;
  const receipt = canonicalJson({
    erasure_id: publicId('erasure', id),
    tenant_id: publicId('tenant', tenantId),
    requested_by: actor,
    role,
    reason,
    requested_at: created_at.toISOString(),
    finished_at: finishedAt.toISOString(),
    subjects,
    removed,
    event_ids: events.map(({ event_id }) => publicId('event', event_id)),
  });
  await manager.query(FINISH, [id, finishedAt, receipt, sign(receipt)]);
  await recordAudit(manager, {
    actor: { id: actor, role },
    tenantId,
    action: 'subjects.erased',
    target: publicId('erasure', id),
    details: { subjects, removed, ...(reason !== null && { reason }) },
  });
}
