-- version 1
--
-- Chooses what a claim of named deliveries takes: one row, as select_due returns it, without `wake_seconds`.
--
-- p_ids              ids of deliveries
-- p_moment, p_lease  as endpoint_capacity takes them
-- p_slots, p_slow    free slots of the two lanes of this worker
CREATE OR REPLACE FUNCTION select_named(
  p_ids uuid[], p_moment timestamptz, p_lease interval, p_slots integer, p_slow integer
) RETURNS SETOF claim_selection LANGUAGE sql STABLE AS $$
  WITH ranked AS MATERIALIZED (
    SELECT c.*, c.fits AND row_number() OVER (PARTITION BY c.is_slow ORDER BY NOT c.fits, c.position)
      <= CASE WHEN c.is_slow THEN p_slow ELSE p_slots END AS taken
    FROM named_candidates(p_ids, p_moment, p_lease) c
  ), limited AS (
    SELECT r.endpoint_id, min(r.tokens) - count(DISTINCT r.request) AS tokens
    FROM ranked r WHERE r.taken AND r.rate IS NOT NULL GROUP BY r.endpoint_id
  )
  SELECT array_agg(r.delivery_id) FILTER (WHERE r.taken),
    array_agg(r.delivery_id) FILTER (WHERE r.taken AND r.is_slow),
    (SELECT array_agg(l.endpoint_id ORDER BY l.endpoint_id) FROM limited l),
    (SELECT array_agg(l.tokens ORDER BY l.endpoint_id) FROM limited l),
    bool_or(NOT r.taken),
    NULL::double precision
  FROM ranked r
$$;
