import type { EntityManager } from 'typeorm';

/**
 * Gives deliveries that wait already their place in their subject. The first keeps its time; were the others
 * due too, they would stand before other subjects without being sent.
 */
const KEEP_ORDER = `
UPDATE delivery_queue q SET subject_hash = p.subject_hash, sequence = p.sequence,
  due_at = CASE WHEN p.nth > 1 AND q.leased_until IS NULL THEN 'infinity' ELSE q.due_at END
FROM (
  SELECT w.delivery_id, e.subject_hash, e.sequence,
    row_number() OVER (PARTITION BY e.subject_hash ORDER BY e.sequence, w.delivery_id) AS nth
  FROM delivery_queue w JOIN events e ON e.id = w.event_id
  WHERE w.endpoint_id = $1 AND w.resume_status IS NULL AND e.subject_hash IS NOT NULL
) p
WHERE q.delivery_id = p.delivery_id`;

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
