/**
 * What is asked for beside the schedule of settled deliveries of events $1 (a retry by hand, a replay) is no longer
 * sent. An attempt under way keeps its place until it is on record.
 */
export const LEAVE_SETTLED = `
DELETE FROM delivery_queue WHERE delivery_id = ANY (ARRAY(
  SELECT q.delivery_id FROM deliveries d JOIN delivery_queue q ON q.delivery_id = d.id
  WHERE d.event_id = ANY ($1::uuid[]) AND d.status NOT IN ('pending', 'held') AND q.leased_until IS NULL
  ORDER BY q.delivery_id FOR UPDATE OF q
))`;

/** Which of the events $1 are still to be sent to an endpoint, or to be fanned out. */
export const FIND_UNSENT = `
SELECT event_id FROM deliveries WHERE event_id = ANY ($1::uuid[]) AND status IN ('pending', 'held')
UNION SELECT event_id FROM pending_fanouts WHERE event_id = ANY ($1::uuid[])
UNION SELECT d.event_id FROM deliveries d JOIN delivery_queue q ON q.delivery_id = d.id WHERE d.event_id = ANY ($1::uuid[])`;

/** Deliveries of events $1 that wait go out minimised. One under way has all of the data, and is marked if it is to be tried again. */
export const MARK_MINIMISED = `
UPDATE deliveries d SET minimised = true
WHERE d.event_id = ANY ($1::uuid[]) AND d.status IN ('pending', 'held') AND NOT d.minimised
  AND NOT EXISTS (SELECT FROM delivery_queue q WHERE q.delivery_id = d.id AND q.leased_until IS NOT NULL)`;

/** Where deliveries and attempts of events $1 went. */
export const FORGET_ADDRESSES = [
  `UPDATE attempts SET url = '', ip = NULL, error_message = NULL, body_hash = NULL WHERE id = ANY (ARRAY(
     SELECT a.id FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.event_id = ANY ($1::uuid[])
   ))`,
  `UPDATE deliveries SET recipient = NULL WHERE event_id = ANY ($1::uuid[]) AND recipient IS NOT NULL`,
];

/** The hashes that the former build has stored of what attempts of events $1 sent. */
export const FORGET_HASHES = `
UPDATE attempts SET body_hash = NULL
WHERE octet_length(body_hash) = 32 AND id = ANY (ARRAY(
  SELECT a.id FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.event_id = ANY ($1::uuid[])
))`;
