-- version 2
--
-- Puts deliveries that are due and fit under a lease, and returns them. Before that it puts attempts of expired
-- leases on record and takes queued deliveries of inactive endpoints out of the queue. The last row may name no
-- delivery and then says what was left: see claim_remainder.
--
-- p_worker       the worker that gets the lease
-- p_slots        free slots of the lane of quick endpoints
-- p_slow         free slots of the slow lane
-- p_slow_total   all slots of the slow lane
-- p_lease        how long the lease lasts
-- p_attempt_ids  one new id for each attempt
--
-- One claim runs at a time, so that an endpoint's max_in_flight and rate limit hold over all workers. The lock is
-- held as long as this call runs on the server, whatever becomes of the client.
-- Locks: the advisory lock of the claim, then as free_expired_leases, hold_queued_at_inactive_endpoints and
-- lease_selected take them.
CREATE OR REPLACE FUNCTION claim_due_deliveries(
  p_worker uuid, p_slots integer, p_slow integer, p_slow_total integer, p_lease interval, p_attempt_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  waiting uuid[];
  due uuid[];
  selection claim_selection;
  is_quarantined_due boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512202);
  moment := clock_timestamp();
  PERFORM free_expired_leases(moment);
  SELECT array_agg(endpoint_id) INTO waiting FROM waiting_endpoints();
  IF waiting IS NULL THEN
    RETURN;
  END IF;
  PERFORM hold_queued_at_inactive_endpoints(waiting);
  SELECT array_agg(endpoint_id) INTO due FROM due_endpoints(waiting, moment);
  SELECT * INTO selection
  FROM select_due(due, moment, p_lease, p_slots, p_slow, p_slow_total, (random() * 9e15)::bigint);
  RETURN QUERY SELECT * FROM lease_selected(p_worker, p_lease, p_attempt_ids, selection, moment);
  -- asked after the lease, which may have filled the endpoint
  is_quarantined_due := EXISTS (SELECT FROM select_quarantined(moment, p_lease));
  IF selection.more OR selection.wake_seconds IS NOT NULL OR is_quarantined_due THEN
    RETURN NEXT claim_remainder(selection.more, selection.wake_seconds, is_quarantined_due);
  END IF;
END
$$;
