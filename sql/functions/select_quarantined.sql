-- version 1
--
-- Chooses the first delivery that is quarantined, because it has lost five leases in a row and may have taken the
-- workers down, and may be sent now: no row, or one as select_due returns it.
--
-- p_moment, p_lease  as endpoint_capacity takes them
CREATE OR REPLACE FUNCTION select_quarantined(p_moment timestamptz, p_lease interval)
RETURNS SETOF claim_selection LANGUAGE sql STABLE AS $$
  SELECT ARRAY[q.delivery_id], NULL::uuid[],
    CASE WHEN c.rate IS NOT NULL THEN ARRAY[q.endpoint_id] END,
    CASE WHEN c.rate IS NOT NULL THEN ARRAY[c.tokens - 1] END,
    false, NULL::double precision
  FROM delivery_queue q CROSS JOIN LATERAL endpoint_capacity(ARRAY[q.endpoint_id], p_moment, p_lease) c
  WHERE q.lost_leases >= 5 AND q.leased_until IS NULL AND q.due_at <= p_moment
    AND c.leased < c.max_in_flight AND coalesce(c.tokens >= 1, true)
    AND (q.trigger = 'manual' OR (c.is_open AND c.free > 0))
    -- one that its subject keeps waiting must not keep workers waiting for it
    AND (q.subject_hash IS NULL OR NOT EXISTS (
      SELECT FROM deliveries_ahead(q.endpoint_id, q.subject_hash, q.sequence, q.delivery_id)))
  ORDER BY q.due_at LIMIT 1
$$;
