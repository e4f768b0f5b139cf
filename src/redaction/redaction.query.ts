/** The event and all that was derived from it. $1 event, $2 tenant. */
export const FIND_FAMILY = `
WITH RECURSIVE family AS (
  SELECT id, redacted_at FROM events WHERE id = $1 AND tenant_id = $2
  UNION
  SELECT e.id, e.redacted_at FROM family f JOIN events e ON e.caused_by = f.id AND e.tenant_id = $2
)
SELECT id, redacted_at IS NOT NULL AS is_redacted FROM family ORDER BY id = $1 DESC, id`;

/**
 * What still waits of events $1 fails. An attempt under way keeps its place until it is on record; one
 * of a settled delivery is no longer made.
 */
export const GIVE_UP_WAITING = `
WITH waiting AS MATERIALIZED (
  SELECT delivery_id FROM delivery_queue
  WHERE delivery_id = ANY (ARRAY(SELECT id FROM deliveries WHERE event_id = ANY ($1::uuid[])))
    AND leased_until IS NULL
  ORDER BY delivery_id FOR UPDATE
), gone AS (
  DELETE FROM delivery_queue q USING waiting w WHERE q.delivery_id = w.delivery_id
)
UPDATE deliveries SET status = 'failed', reason = 'redacted', unhappy = true, settled_at = now()
WHERE event_id = ANY ($1::uuid[])
  AND (status = 'held' OR (status = 'pending' AND id IN (SELECT delivery_id FROM waiting)))`;

/** What the attempts of events $1 sent and got. */
export const FORGET_EXCHANGES = `
DELETE FROM attempt_bodies WHERE attempt_id = ANY (ARRAY(
  SELECT a.id FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.event_id = ANY ($1::uuid[])
))`;

/** Steps that make events $1 empty records, in this order. */
export const FORGET_CONTENT = [
  `DELETE FROM event_bodies WHERE event_id = ANY ($1::uuid[])`,
  `DELETE FROM event_refs WHERE event_id = ANY ($1::uuid[])`,
  FORGET_EXCHANGES,
  `UPDATE events SET redacted_at = now(), sealed_labels = NULL, subject_hash = NULL, violations = NULL
   WHERE id = ANY ($1::uuid[]) AND redacted_at IS NULL`,
  `INSERT INTO redaction_follow_ups (event_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING`,
];

/** Redacted events, at most $1, whose last attempts may have been reported since the last look. */
export const FIND_FOLLOW_UPS = `
SELECT event_id FROM redaction_follow_ups WHERE next_look_at <= now()
ORDER BY next_look_at LIMIT $1 FOR UPDATE SKIP LOCKED`;

/** Ever less often; a worker that was away for longer than a day reports nothing any more. */
export const PUT_OFF_FOLLOW_UPS = `
UPDATE redaction_follow_ups
SET next_look_at = now() + greatest(interval '1 second', least(interval '1 hour', (now() - redacted_at) / 4))
WHERE event_id = ANY ($1::uuid[])`;

export const END_FOLLOW_UPS = `
DELETE FROM redaction_follow_ups
WHERE event_id = ANY ($1::uuid[]) AND redacted_at < now() - interval '25 hours'`;
