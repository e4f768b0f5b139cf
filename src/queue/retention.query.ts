import { statement } from '../database/index.js';

/**
 * Deletes what inspectors have recorded seven days ago, at most $1 requests. It looks at the deliveries of one day,
 * because older ones were looked at before; what a long pause of all workers leaves ends with its partition.
 */
export const purgeInspections = statement<{ purged: number }>(
  'purge-inspections',
  `WITH old AS MATERIALIZED (
     SELECT b.attempt_id FROM endpoints e
     JOIN deliveries d ON d.endpoint_id = e.id
       AND d.id < uuid_at(now() - interval '7 days') AND d.id >= uuid_at(now() - interval '8 days')
     JOIN attempts a ON a.delivery_id = d.id
     JOIN attempt_bodies b ON b.attempt_id = a.id
     WHERE e.channel = 'inspector' LIMIT $1
   ), deleted AS (
     DELETE FROM attempt_bodies WHERE attempt_id = ANY (ARRAY(SELECT attempt_id FROM old)) RETURNING 1
   )
   SELECT count(*)::int AS purged FROM deleted`,
);

/**
 * Queued deliveries with ids before a moment ($1), at most $2, fail, because the data of their events is no longer
 * kept. One of a settled delivery leaves the queue as it was. An attempt under way is not touched.
 */
export const EXPIRE_QUEUED = `
WITH waiting AS MATERIALIZED (
  SELECT delivery_id FROM delivery_queue WHERE delivery_id < uuid_at($1) AND leased_until IS NULL
  ORDER BY delivery_id LIMIT $2 FOR UPDATE SKIP LOCKED
), gone AS (
  DELETE FROM delivery_queue q USING waiting w WHERE q.delivery_id = w.delivery_id
)
UPDATE deliveries SET status = 'failed', reason = 'retention_expired', unhappy = true, settled_at = now()
WHERE id = ANY (ARRAY(SELECT delivery_id FROM waiting)) AND status = 'pending'`;

/** Which of the events $1 have deliveries in the queue. */
export const FIND_QUEUED = `
SELECT DISTINCT d.event_id FROM deliveries d JOIN delivery_queue q ON q.delivery_id = d.id
WHERE d.event_id = ANY ($1::uuid[])`;

/** The records of attempts and deliveries of events $1, whose bodies are gone and of which nothing is queued. */
export const FORGET_ATTEMPTS = `
DELETE FROM attempts WHERE id = ANY (ARRAY(
  SELECT a.id FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.event_id = ANY ($1::uuid[])
))`;
export const FORGET_DELIVERIES = `DELETE FROM deliveries WHERE event_id = ANY ($1::uuid[])`;

/** What is known of the health and the rates of endpoints $1. */
export const FORGET_HEALTH = `
WITH pace AS (DELETE FROM endpoint_pace WHERE endpoint_id = ANY ($1::uuid[]))
DELETE FROM endpoint_health WHERE endpoint_id = ANY ($1::uuid[])`;
