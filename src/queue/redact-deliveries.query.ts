/**
 * What still waits of events $1 fails for a reason. An attempt under way keeps its place until it is on record;
 * one of a settled delivery is no longer made.
 */
const giveUpWaiting = (reason: 'redacted' | 'retention_expired'): string => `
WITH waiting AS MATERIALIZED (
  SELECT delivery_id FROM delivery_queue
  WHERE delivery_id = ANY (ARRAY(SELECT id FROM deliveries WHERE event_id = ANY ($1::uuid[])))
    AND leased_until IS NULL
  ORDER BY delivery_id FOR UPDATE
), gone AS (
  DELETE FROM delivery_queue q USING waiting w WHERE q.delivery_id = w.delivery_id
)
UPDATE deliveries SET status = 'failed', reason = '${reason}', unhappy = true, settled_at = now()
WHERE event_id = ANY ($1::uuid[])
  AND (status = 'held' OR (status = 'pending' AND id IN (SELECT delivery_id FROM waiting)))`;

export const GIVE_UP_WAITING = giveUpWaiting('redacted');
export const EXPIRE_WAITING = giveUpWaiting('retention_expired');

/** What the attempts of events $1 sent and got. */
export const FORGET_EXCHANGES = `
DELETE FROM attempt_bodies WHERE attempt_id = ANY (ARRAY(
  SELECT a.id FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.event_id = ANY ($1::uuid[])
))`;
