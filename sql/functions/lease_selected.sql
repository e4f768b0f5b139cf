-- version 2
--
-- Takes what a claim has chosen: spends the tokens of its endpoints and puts its deliveries under a lease. Returns
-- the deliveries, with their endpoint's version.
--
-- p_worker       the worker that gets the lease
-- p_lease        how long the lease lasts
-- p_attempt_ids  one new id for each attempt; at most as many deliveries are taken
-- p_selection    what was chosen
-- p_moment       when it was chosen
--
-- Locks: rows of endpoint_pace in the order of ids, then rows of delivery_queue with SKIP LOCKED. The caller holds
-- the locks of their shards.
CREATE OR REPLACE FUNCTION lease_selected(
  p_worker uuid, p_lease interval, p_attempt_ids uuid[], p_selection claim_selection, p_moment timestamptz
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
BEGIN
  IF p_selection.endpoints IS NOT NULL THEN
    PERFORM spend_tokens(p_selection.endpoints, p_selection.tokens, p_moment);
  END IF;
  IF p_selection.deliveries IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH locked AS (
    SELECT q.delivery_id, e.version, row_number() OVER () AS number
    FROM (
      SELECT * FROM delivery_queue WHERE delivery_queue.delivery_id = ANY (p_selection.deliveries)
      LIMIT cardinality(p_attempt_ids) FOR UPDATE SKIP LOCKED
    ) q
    JOIN endpoints e ON e.id = q.endpoint_id
    -- spelled so that no partial index matches: the key is looked up, however small the planner takes the queue to be
    WHERE coalesce(q.leased_until, '-infinity') = '-infinity'
      -- where order is kept, what comes later in the subject waits, even if both are due
      AND (q.subject_hash IS NULL OR NOT EXISTS (
        SELECT FROM deliveries_ahead(q.endpoint_id, q.subject_hash, q.sequence, q.delivery_id)))
  )
  UPDATE delivery_queue q
  SET leased_until = clock_timestamp() + p_lease, leased_by = p_worker, fence = q.fence + 1,
      attempts = q.attempts + 1, attempt_id = p_attempt_ids[l.number]
  FROM locked l
  WHERE q.delivery_id = l.delivery_id
  RETURNING q.delivery_id, q.event_id, q.endpoint_id, q.tenant_id, q.fence, q.attempt_id, q.attempts,
    q.step, q.trigger, q.trigger = 'manual' OR q.resume_status IS NOT NULL, l.version,
    q.delivery_id = ANY (coalesce(p_selection.slow, '{}')), false, NULL::integer, false;
END
$$;
