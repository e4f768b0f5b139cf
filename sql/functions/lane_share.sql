-- version 1
--
-- Returns how many deliveries of one endpoint a claim takes at most, for the sake of the other endpoints that
-- wait for slots of the same lane.
--
-- p_is_slow          whether the lane is the slow one
-- p_endpoints        endpoints that wait for slots of the lane, this one included
-- p_leased           deliveries of this endpoint in flight
-- p_slots, p_slow    free slots of the two lanes of this worker
-- p_slow_total       all slots of the slow lane
--
-- The slow lane is shared evenly, whatever is free of it now: an endpoint that holds its slots for long must
-- leave the others theirs. Slots of the other lane come back at once, so there an endpoint may have twice its
-- even share, and two at least.
CREATE OR REPLACE FUNCTION lane_share(
  p_is_slow boolean, p_endpoints bigint, p_leased bigint, p_slots integer, p_slow integer, p_slow_total integer
) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN p_is_slow THEN least(p_slow, greatest(0, greatest(1, p_slow_total / p_endpoints) - p_leased))
    ELSE least(p_slots, greatest(2, 2 * p_slots / p_endpoints)) END
$$;
