-- version 2
--
-- Returns what endpoints can take at a moment.
--
-- p_endpoints  ids of endpoints; deleted ones are left out
-- p_moment     now, by the database's clock
-- p_lease      how long a lease lasts, from which follows when an attempt in flight began
--
-- is_open    automatic deliveries may go: the endpoint is active, releases no held deliveries in order, is not
--            held back, and its breaker is not open
-- leased     deliveries in flight, as endpoint_in_flight counts them
-- free       how many more deliveries may be in flight; one at a time while the breaker probes
-- is_slow    its deliveries take slots of the slow lane
-- rate       requests a second; null: no limit
-- tokens     how many requests may go now; null: no limit
CREATE OR REPLACE FUNCTION endpoint_capacity(p_endpoints uuid[], p_moment timestamptz, p_lease interval)
RETURNS TABLE (
  endpoint_id uuid, tenant_id uuid, max_items integer, max_in_flight integer, is_open boolean,
  leased bigint, free bigint, is_slow boolean, rate double precision, tokens double precision
) LANGUAGE sql STABLE AS $$
  SELECT e.id, e.tenant_id, greatest(1, (e.batch->>'max_items')::int), e.max_in_flight,
    e.status = 'active' AND NOT (e.ordered AND e.releasing IS NOT NULL)
      AND coalesce(h.held_back_until <= p_moment, true) AND b.state <> 'open',
    l.in_flight,
    greatest(0, CASE WHEN b.state = 'closed' THEN e.max_in_flight ELSE 1 END - l.in_flight),
    uses_slow_lane(h.last_success_at, h.strikes, h.slow_until, l.first_end, p_moment, p_lease),
    r.rate, r.tokens
  FROM endpoints e
  LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
  CROSS JOIN LATERAL (
    SELECT breaker_state(h.trips, h.open_until, p_moment) AS state,
      greatest(h.ramp_from, h.held_back_until) AS ramp_from
  ) b
  -- only endpoints with a limit or on a ramp have a row
  LEFT JOIN endpoint_pace p ON p.endpoint_id = e.id
    AND (e.rate_limit_per_second IS NOT NULL OR b.ramp_from > p_moment - interval '10 seconds')
  CROSS JOIN LATERAL rate_limiter(e.rate_limit_per_second, b.ramp_from, p.tokens, p.refilled_at, p_moment) r
  CROSS JOIN LATERAL endpoint_in_flight(e.id) l
  WHERE e.id = ANY (p_endpoints) AND e.deleted_at IS NULL
$$;
