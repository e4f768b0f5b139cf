-- version 1
--
-- Returns the capacity of endpoints at a moment.
--
-- p_endpoints  ids of endpoints; deleted ones are left out
-- p_moment     now, by the database's clock
-- p_lease      how long a lease lasts, from which follows when an attempt in flight began
--
-- is_open    automatic deliveries may go
-- leased     deliveries in flight
-- room       how many more deliveries may be in flight; one at a time while the breaker probes
-- is_slow    an attempt has been in flight for 250 ms, one took two seconds within the last minute, the
--            last attempts failed, or none has succeeded yet
-- rate       requests a second; null: no limit
-- tokens     how many requests may go now
--
-- The token bucket holds a twentieth of the rate limit and refills at 0.85 of it. So no second sees more
-- requests than the limit, even where one request takes a tenth of a second longer to leave than another.
-- After a hold-back or a recovery the rate doubles every second for ten seconds.
CREATE OR REPLACE FUNCTION room_at_endpoints(p_endpoints uuid[], p_moment timestamptz, p_lease interval)
RETURNS TABLE (
  endpoint_id uuid, tenant_id uuid, max_items integer, max_in_flight integer, is_open boolean,
  leased bigint, room bigint, is_slow boolean, rate double precision, tokens double precision
) LANGUAGE sql STABLE AS $$
  WITH known AS MATERIALIZED (
    SELECT e.id, e.tenant_id, greatest(1, (e.batch->>'max_items')::int) AS max_items, e.max_in_flight,
      e.status = 'active' AND NOT (e.ordered AND e.releasing IS NOT NULL)
        AND coalesce(greatest(h.held_back_until, h.open_until) <= p_moment, true) AS is_open,
      coalesce(h.trips, 0) > 0 AS probes,
      h.last_success_at IS NULL OR h.strikes > 0 OR coalesce(h.slow_until > p_moment, false) AS is_suspicious,
      e.rate_limit_per_second * 0.85 AS limit_rate,
      CASE WHEN e.rate_limit_per_second IS NOT NULL
        THEN greatest(1, floor(e.rate_limit_per_second * 0.05)) END AS limit_burst,
      CASE WHEN r.since <= p_moment AND r.since > p_moment - interval '10 seconds'
        THEN 10 * 2 ^ extract(epoch FROM p_moment - r.since)::float8 END AS ramp_rate
    FROM endpoints e
    LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
    CROSS JOIN LATERAL (SELECT greatest(h.ramp_from, h.held_back_until) AS since) r
    WHERE e.id = ANY (p_endpoints) AND e.deleted_at IS NULL
  ), paced AS (
    SELECT k.*, least(k.limit_rate, k.ramp_rate)::float8 AS rate,
      least(k.limit_burst, k.ramp_rate / 2)::float8 AS burst
    FROM known k
  )
  SELECT k.id, k.tenant_id, k.max_items, k.max_in_flight, k.is_open, l.leased,
    greatest(0, CASE WHEN k.probes THEN 1 ELSE k.max_in_flight END - l.leased),
    -- Never null: null would be a third lane.
    k.is_suspicious OR coalesce(l.oldest < p_moment + p_lease - interval '250 milliseconds', false),
    k.rate,
    CASE WHEN k.rate IS NOT NULL THEN least(k.burst, coalesce(
      p.tokens + greatest(0, extract(epoch FROM p_moment - p.refilled_at)) * k.rate, k.burst)) END
  FROM paced k
  LEFT JOIN endpoint_pace p ON p.endpoint_id = k.id AND k.rate IS NOT NULL
  CROSS JOIN LATERAL (
    SELECT count(*) AS leased, min(q.leased_until) AS oldest
    FROM delivery_queue q WHERE q.endpoint_id = k.id AND q.leased_until IS NOT NULL
  ) l
$$;
