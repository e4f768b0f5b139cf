/*
 * The state of a delivery as people are shown it, as SQL expressions over d (deliveries), q (its row of
 * delivery_queue, if any) and h (endpoint_health).
 */

/** The status: a settled delivery that is tried once more is pending meanwhile. */
export const SHOWN_STATUS = `CASE
  WHEN q.delivery_id IS NOT NULL AND d.status <> 'succeeded' THEN 'pending'
  ELSE d.status END`;

/** The reason of a delivery that waits follows from its place in the queue and from its endpoint. */
export const SHOWN_REASON = `CASE
  WHEN q.delivery_id IS NULL OR d.status = 'succeeded' THEN d.reason
  WHEN q.trigger = 'manual' THEN 'queued'
  WHEN q.leased_until IS NOT NULL THEN CASE WHEN d.attempt_count > 0 THEN 'retry_scheduled' ELSE 'queued' END
  WHEN q.digest_id IS NOT NULL AND d.attempt_count = 0 THEN 'waiting_for_digest'
  WHEN q.due_at = 'infinity' AND q.digest_id IS NULL THEN 'waiting_for_subject'
  WHEN greatest(h.held_back_until, h.open_until) > greatest(q.due_at, now()) THEN 'backing_off'
  WHEN h.trips > 0 AND q.due_at <= now() THEN 'backing_off'
  WHEN q.due_at <= now() AND EXISTS (
    SELECT FROM endpoint_pace p WHERE p.endpoint_id = q.endpoint_id AND p.refilled_at > now() - interval '2 seconds'
  ) THEN 'rate_limited'
  WHEN d.attempt_count > 0 THEN 'retry_scheduled'
  ELSE 'queued' END`;

/** The delivery that a subject waits for: the first of it in the queue, found by the index on what waits. */
export const BLOCKED_BY = `CASE
  WHEN q.due_at = 'infinity' AND q.digest_id IS NULL AND q.trigger <> 'manual' AND d.status <> 'succeeded' THEN (
    SELECT b.delivery_id FROM delivery_queue b
    WHERE b.endpoint_id = q.endpoint_id AND b.subject_hash = q.subject_hash AND b.delivery_id <> q.delivery_id
    ORDER BY b.sequence, b.delivery_id LIMIT 1)
  END`;

/** The time of the next attempt; null where one is in flight or none is planned. */
export const NEXT_ATTEMPT_AT = `CASE
  WHEN q.delivery_id IS NULL OR q.leased_until IS NOT NULL THEN NULL
  WHEN q.trigger = 'manual' THEN q.due_at
  WHEN q.due_at = 'infinity' THEN (
    SELECT min(c.due_at) FROM delivery_queue c WHERE c.digest_id = q.digest_id AND c.due_at < 'infinity')
  ELSE greatest(q.due_at, h.held_back_until, h.open_until) END`;
