-- version 1
--
-- Returns whether deliveries of an endpoint take slots of the slow lane: none has succeeded yet, the last
-- attempts failed, one took two seconds within the last minute, or one has been in flight for 250 ms.
--
-- p_last_success_at  when a delivery last succeeded; null: never
-- p_strikes          failures since then
-- p_slow_until       a minute after the last attempt that took two seconds; null: there was none
-- p_first_lease_end  the earliest end of a lease at the endpoint; null: nothing is in flight
-- p_moment, p_lease  now, by the database's clock, and how long a lease lasts
--
-- The result is never null, because the claim counts the endpoints of each lane.
CREATE OR REPLACE FUNCTION uses_slow_lane(
  p_last_success_at timestamptz, p_strikes integer, p_slow_until timestamptz, p_first_lease_end timestamptz,
  p_moment timestamptz, p_lease interval
) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_last_success_at IS NULL OR coalesce(p_strikes, 0) > 0 OR coalesce(p_slow_until > p_moment, false)
    OR coalesce(p_first_lease_end < p_moment + p_lease - interval '250 milliseconds', false)
$$;
