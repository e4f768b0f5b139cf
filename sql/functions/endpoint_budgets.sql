-- version 1
--
-- Returns how many deliveries a claim takes of each endpoint at most: `budget` of the automatic ones, and
-- `manual_free` of those asked for by hand.
--
-- p_endpoints        ids of endpoints with something due
-- p_moment, p_lease  as endpoint_capacity takes them
-- p_slots, p_slow    free slots of the two lanes of this worker
-- p_slow_total       all slots of the slow lane
--
-- manuals      attempts by hand that are due; they go before the automatic ones, which get what is left
-- manual_free  an attempt by hand goes in spite of a pause, a hold-back and the breaker, within max_in_flight
-- budget       whole requests: what an endpoint takes in one request goes together
CREATE OR REPLACE FUNCTION endpoint_budgets(
  p_endpoints uuid[], p_moment timestamptz, p_lease interval, p_slots integer, p_slow integer, p_slow_total integer
) RETURNS TABLE (
  endpoint_id uuid, tenant_id uuid, max_items integer, is_open boolean, is_slow boolean,
  rate double precision, tokens double precision, manuals bigint, manual_free bigint, budget bigint
) LANGUAGE sql STABLE AS $$
  WITH capacity AS (
    SELECT c.*, coalesce(m.manuals, 0) AS manuals,
      count(*) FILTER (WHERE c.is_open) OVER (PARTITION BY c.is_slow) AS endpoints_of_lane
    FROM endpoint_capacity(p_endpoints, p_moment, p_lease) c
    LEFT JOIN (
      SELECT d.endpoint_id, count(*) AS manuals FROM due_manual_deliveries(p_moment) d GROUP BY d.endpoint_id
    ) m ON m.endpoint_id = c.endpoint_id
  )
  SELECT c.endpoint_id, c.tenant_id, c.max_items, c.is_open, c.is_slow, c.rate, c.tokens, c.manuals,
    c.max_in_flight - c.leased,
    CASE WHEN c.is_open THEN least(
      greatest(0, c.free - c.manuals),
      (lane_share(c.is_slow, c.endpoints_of_lane, c.leased, p_slots, p_slow, p_slow_total) + c.max_items - 1)
        / c.max_items * c.max_items,
      CASE WHEN c.rate IS NOT NULL THEN (greatest(0, floor(c.tokens) - c.manuals) * c.max_items)::bigint END) END
  FROM capacity c
$$;
