-- version 1
--
-- Puts deliveries that were chosen under a lease and returns them, with their endpoint's version.
--
-- p_worker       the worker that gets the lease
-- p_lease        how long the lease lasts
-- p_attempt_ids  one new id for each attempt; at most as many deliveries are taken
-- p_picked       ids of the chosen deliveries
-- p_slow         those of them that take a slot of the slow lane
--
-- Locks: rows of delivery_queue, with SKIP LOCKED. The caller holds the advisory lock of the claim.
CREATE OR REPLACE FUNCTION claim_picked(
  p_worker uuid, p_lease interval, p_attempt_ids uuid[], p_picked uuid[], p_slow uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE sql AS $$
  WITH locked AS (
    SELECT q.delivery_id, e.version, row_number() OVER () AS nth
    FROM (
      SELECT * FROM delivery_queue WHERE delivery_id = ANY (p_picked)
      LIMIT cardinality(p_attempt_ids) FOR UPDATE SKIP LOCKED
    ) q
    JOIN endpoints e ON e.id = q.endpoint_id
    -- coalesce() matches no partial index, so that rows are found by key whatever the planner's statistics say.
    WHERE coalesce(q.leased_until, '-infinity') = '-infinity'
      -- Where order is kept, a later delivery of the subject waits, even if both are due.
      AND (q.subject_hash IS NULL OR NOT EXISTS (
        SELECT FROM delivery_queue o
        WHERE o.endpoint_id = q.endpoint_id AND o.subject_hash = q.subject_hash
          AND (o.leased_until IS NOT NULL OR (o.sequence, o.delivery_id) < (q.sequence, q.delivery_id))))
  )
  UPDATE delivery_queue q
  SET leased_until = clock_timestamp() + p_lease, leased_by = p_worker, fence = q.fence + 1,
      attempts = q.attempts + 1, attempt_id = p_attempt_ids[l.nth]
  FROM locked l
  WHERE q.delivery_id = l.delivery_id
  RETURNING q.delivery_id, q.event_id, q.endpoint_id, q.tenant_id, q.fence, q.attempt_id, q.attempts,
    q.step, q.trigger, q.trigger = 'manual' OR q.resume_status IS NOT NULL, l.version,
    q.delivery_id = ANY (coalesce(p_slow, '{}')), false, NULL::integer, false
$$;
