-- version 1
--
-- Claims due deliveries that a hint named, as far as the capacity of their endpoints and the worker's free
-- slots allow. A tenth of an endpoint's max_in_flight is left to what has waited longer, retries above all.
--
-- p_worker       the worker that gets the leases
-- p_slots        free slots for endpoints that answer quickly
-- p_slow         free slots of the slow lane
-- p_lease        how long a lease lasts
-- p_attempt_ids  one new id for each attempt
-- p_ids          ids of deliveries
--
-- A last row without a delivery_id says in "more" that due deliveries were left for want of capacity.
-- Locks: the advisory lock of the claim until the transaction ends, so that max_in_flight and rate limits hold
-- across workers; then as charge_pace and claim_picked.
CREATE OR REPLACE FUNCTION claim_named_deliveries(
  p_worker uuid, p_slots integer, p_slow integer, p_lease interval, p_attempt_ids uuid[], p_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  picked uuid[];
  slow_ones uuid[];
  charged uuid[];
  charges double precision[];
  left_over boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512202);
  moment := clock_timestamp();
  WITH due AS MATERIALIZED (
    SELECT q.delivery_id, q.endpoint_id,
      row_number() OVER (PARTITION BY q.endpoint_id ORDER BY q.due_at, q.delivery_id) AS nth
    -- OFFSET keeps the conditions apart, so that rows are found by key whatever the planner's statistics say.
    FROM (SELECT * FROM delivery_queue WHERE delivery_id = ANY (p_ids) OFFSET 0) q
    WHERE q.leased_until IS NULL AND q.due_at <= moment AND q.lost_leases < 5
  ), fitting AS (
    SELECT d.*, r.is_slow, r.rate, r.tokens, (d.nth + r.max_items - 1) / r.max_items AS request,
      d.nth <= r.room - r.max_in_flight / 10
        AND coalesce((d.nth + r.max_items - 1) / r.max_items <= floor(r.tokens), true) AS fits
    FROM due d
    JOIN room_at_endpoints(ARRAY(SELECT DISTINCT endpoint_id FROM due), moment, p_lease) r USING (endpoint_id)
    WHERE r.is_open
  ), ranked AS (
    SELECT *, fits AND row_number() OVER (PARTITION BY is_slow ORDER BY NOT fits, nth)
      <= CASE WHEN is_slow THEN p_slow ELSE p_slots END AS taken
    FROM fitting
  ), spent AS (
    SELECT endpoint_id, min(tokens) - count(DISTINCT request) AS tokens
    FROM ranked WHERE taken AND rate IS NOT NULL GROUP BY endpoint_id
  )
  SELECT array_agg(delivery_id) FILTER (WHERE taken), array_agg(delivery_id) FILTER (WHERE taken AND is_slow),
    bool_or(NOT taken),
    (SELECT array_agg(endpoint_id ORDER BY endpoint_id) FROM spent),
    (SELECT array_agg(tokens ORDER BY endpoint_id) FROM spent)
  INTO picked, slow_ones, left_over, charged, charges FROM ranked;
  IF charged IS NOT NULL THEN
    PERFORM charge_pace(charged, charges, moment);
  END IF;
  IF picked IS NOT NULL THEN
    RETURN QUERY SELECT * FROM claim_picked(p_worker, p_lease, p_attempt_ids, picked, slow_ones);
  END IF;
  IF left_over THEN
    RETURN NEXT ROW(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
      true, NULL, false)::claimed_delivery;
  END IF;
END
$$;
