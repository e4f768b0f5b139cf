import type { EntityManager } from 'typeorm';

/** What waits already takes its place in its subject; who is due stays due, and the claim minds the order. */
const KEEP_ORDER = `
UPDATE delivery_queue q SET subject_hash = e.subject_hash, sequence = e.sequence
FROM events e
WHERE q.endpoint_id = $1 AND e.id = q.event_id AND q.resume_status IS NULL AND e.subject_hash IS NOT NULL`;

const DROP_ORDER = `
UPDATE delivery_queue SET subject_hash = NULL, sequence = NULL,
  due_at = CASE WHEN due_at = 'infinity' THEN now() ELSE due_at END
WHERE endpoint_id = $1 AND subject_hash IS NOT NULL`;

/** To be called in the transaction that changes an endpoint's `ordered`. */
export async function applyOrder(
  manager: EntityManager,
  { id, ordered }: { id: string; ordered: boolean },
): Promise<void> {
  await manager.query(ordered ? KEEP_ORDER : DROP_ORDER, [id]);
}
