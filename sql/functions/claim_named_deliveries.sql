-- version 2
--
-- Puts those of the named deliveries that are due and fit under a lease, and returns them. The last row may name no
-- delivery: `more` then says that something that is due was left.
--
-- p_worker       the worker that gets the lease
-- p_slots        free slots of the lane of quick endpoints
-- p_slow         free slots of the slow lane
-- p_lease        how long the lease lasts
-- p_attempt_ids  one new id for each attempt
-- p_ids          ids of deliveries
--
-- One claim runs at a time, so that an endpoint's max_in_flight and rate limit hold over all workers.
-- Locks: the advisory lock of the claim, then as lease_selected takes them.
CREATE OR REPLACE FUNCTION claim_named_deliveries(
  p_worker uuid, p_slots integer, p_slow integer, p_lease interval, p_attempt_ids uuid[], p_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  selection claim_selection;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512202);
  moment := clock_timestamp();
  SELECT * INTO selection FROM select_named(p_ids, moment, p_lease, p_slots, p_slow);
  RETURN QUERY SELECT * FROM lease_selected(p_worker, p_lease, p_attempt_ids, selection, moment);
  IF selection.more THEN
    RETURN NEXT claim_remainder(true, NULL, false);
  END IF;
END
$$;
