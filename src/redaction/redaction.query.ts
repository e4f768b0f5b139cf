import { FORGET_EXCHANGES } from '../queue/index.js';

/** The event and all that was derived from it. $1 event, $2 tenant. */
export const FIND_FAMILY = `
WITH RECURSIVE family AS (
  SELECT id, redacted_at FROM events WHERE id = $1 AND tenant_id = $2
  UNION
  SELECT e.id, e.redacted_at FROM family f JOIN events e ON e.caused_by = f.id AND e.tenant_id = $2
)
SELECT id, redacted_at IS NOT NULL AS is_redacted FROM family ORDER BY id = $1 DESC, id`;

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
