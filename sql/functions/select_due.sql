-- version 1
--
-- Chooses what a claim of what is due takes: one row, whose `deliveries` is null where it takes nothing.
-- `more` is true where something due was left behind for want of slots or capacity, `wake_seconds` says when a rate
-- limiter has a token for something that was left behind.
--
-- Parameters are those of claim_candidates.
CREATE OR REPLACE FUNCTION select_due(
  p_endpoints uuid[], p_moment timestamptz, p_lease interval, p_slots integer, p_slow integer, p_slow_total integer,
  p_tie_break bigint
) RETURNS SETOF claim_selection LANGUAGE sql STABLE AS $$
  WITH ranked AS MATERIALIZED (
    SELECT * FROM ranked_candidates(p_endpoints, p_moment, p_lease, p_slots, p_slow, p_slow_total, p_tie_break)
  ), limited AS (
    SELECT r.endpoint_id, min(r.tokens) - count(DISTINCT r.request) FILTER (WHERE r.taken) AS tokens,
      min(r.rate) AS rate, bool_or(r.taken) AS is_taken, bool_or(r.must_wait) AS must_wait
    FROM ranked r WHERE r.rate IS NOT NULL GROUP BY r.endpoint_id
  )
  SELECT array_agg(r.delivery_id) FILTER (WHERE r.taken),
    array_agg(r.delivery_id) FILTER (WHERE r.taken AND r.is_slow),
    (SELECT array_agg(l.endpoint_id ORDER BY l.endpoint_id) FROM limited l WHERE l.is_taken),
    (SELECT array_agg(l.tokens ORDER BY l.endpoint_id) FROM limited l WHERE l.is_taken),
    bool_or(NOT r.taken AND NOT r.must_wait),
    (SELECT min((1 - (l.tokens - floor(l.tokens))) / l.rate) FROM limited l WHERE l.must_wait)
  FROM ranked r
$$;
