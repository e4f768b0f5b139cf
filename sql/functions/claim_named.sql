-- version 1
--
-- Puts those of the named deliveries that are due and fit under a lease, and returns them. The last row names no
-- delivery: `more` then says that something that is due was left, and `busy` names what another claim kept from
-- being looked at.
--
-- p_worker       the worker that gets the lease
-- p_slots        free slots of the lane of quick endpoints
-- p_slow         free slots of the slow lane
-- p_lease        how long the lease lasts
-- p_attempt_ids  one new id for each attempt
-- p_ids          ids of deliveries
--
-- One claim at a time chooses in a shard, so that an endpoint's max_in_flight and rate limit hold over all workers.
-- Locks: those of lock_shards, then as lease_selected takes them.
CREATE OR REPLACE FUNCTION claim_named(
  p_worker uuid, p_slots integer, p_slow integer, p_lease interval, p_attempt_ids uuid[], p_ids uuid[]
) RETURNS SETOF claim_result LANGUAGE plpgsql AS $$
DECLARE
  wanted integer[];
  locked integer[];
  ids uuid[] := p_ids;
  busy uuid[];
  moment timestamptz;
  selection claim_selection;
BEGIN
  SELECT array_agg(DISTINCT claim_shard(tenant_id)) INTO wanted FROM delivery_queue WHERE delivery_id = ANY (p_ids);
  IF wanted IS NULL THEN
    RETURN;
  END IF;
  locked := lock_shards(wanted, false);
  IF cardinality(locked) < cardinality(wanted) THEN
    SELECT array_agg(delivery_id) FILTER (WHERE claim_shard(tenant_id) = ANY (locked)),
      array_agg(delivery_id) FILTER (WHERE claim_shard(tenant_id) <> ALL (locked))
    INTO ids, busy FROM delivery_queue WHERE delivery_id = ANY (p_ids);
  END IF;
  moment := clock_timestamp();
  SELECT * INTO selection FROM select_named(ids, moment, p_lease, p_slots, p_slow);
  RETURN QUERY SELECT l.*, NULL::uuid[], NULL::uuid
    FROM lease_selected(p_worker, p_lease, p_attempt_ids, selection, moment) l;
  IF selection.more OR busy IS NOT NULL THEN
    RETURN NEXT claim_left(selection.more, NULL, false, busy, NULL);
  END IF;
END
$$;
