-- version 2
--
-- Puts deliveries that are due and fit under a lease, and returns them. Before that it puts attempts of expired
-- leases on record and takes queued deliveries of inactive endpoints out of the queue. The last row names no
-- delivery and says what was left: see the type claim_result.
--
-- p_worker       the worker that gets the lease
-- p_slots        free slots of the lane of quick endpoints
-- p_slow         free slots of the slow lane
-- p_slow_total   all slots of the slow lane
-- p_lease        how long the lease lasts
-- p_attempt_ids  one new id for each attempt
-- p_after        looks at endpoints behind this one; null: from the first on
-- p_limit        how many endpoints with waiting deliveries it looks at; null: all
-- p_looks        how many looks it takes to see all waiting endpoints
--
-- While other claims hold some of the shards, it chooses in the others. One claim at a time chooses in a shard, so
-- that an endpoint's max_in_flight and rate limit hold over all workers. The locks are held as long as this call runs
-- on the server, whatever becomes of the client.
-- Locks: as free_expired_leases and hold_queued_at_inactive_endpoints take them, which wait for no row; those of
-- lock_shards; as lease_selected takes them.
CREATE OR REPLACE FUNCTION claim_due(
  p_worker uuid, p_slots integer, p_slow integer, p_slow_total integer, p_lease interval, p_attempt_ids uuid[],
  p_after uuid, p_limit integer, p_looks integer
) RETURNS SETOF claim_result LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz := clock_timestamp();
  look record;
  locked integer[];
  endpoints uuid[];
  selection claim_selection;
BEGIN
  -- The plan of this question is kept in the session, whereas the function is planned at each call.
  IF EXISTS (SELECT FROM delivery_queue WHERE leased_until < moment) THEN
    PERFORM free_expired_leases(moment);
  END IF;
  SELECT * INTO look FROM look_for_due(p_after, p_limit, moment);
  IF look.inactive IS NOT NULL THEN
    PERFORM hold_queued_at_inactive_endpoints(look.inactive);
  END IF;
  IF look.due IS NOT NULL THEN
    locked := lock_shards(ARRAY(SELECT DISTINCT shard FROM unnest(look.shards) shard), true);
    endpoints := ARRAY(
      SELECT d.endpoint_id FROM unnest(look.due, look.shards) d (endpoint_id, shard) WHERE d.shard = ANY (locked));
    moment := clock_timestamp();
    -- of the slow lane, these endpoints share the part that is theirs of all that have something due
    SELECT * INTO selection FROM select_due(endpoints, moment, p_lease, p_slots, p_slow,
      greatest(1, p_slow_total * cardinality(endpoints) / cardinality(look.due) / p_looks),
      (random() * 9e15)::bigint);
    RETURN QUERY SELECT l.*, NULL::uuid[], NULL::uuid
      FROM lease_selected(p_worker, p_lease, p_attempt_ids, selection, moment) l;
  END IF;
  -- what is quarantined is asked for after the lease, which may have filled its endpoint
  RETURN NEXT claim_left(
    selection.more OR cardinality(endpoints) < cardinality(look.due), selection.wake_seconds,
    EXISTS (SELECT FROM select_quarantined(moment, p_lease)), NULL, look.looked_to);
END
$$;
