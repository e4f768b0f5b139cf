-- version 1
--
-- Returns the first due delivery that may have ended workers (five lost leases in a row) and that may be sent
-- now, with the state of its endpoint's rate limiter; no row where there is none.
--
-- p_moment  now, by the database's clock
-- p_lease   how long a lease lasts
CREATE OR REPLACE FUNCTION due_suspect(p_moment timestamptz, p_lease interval)
RETURNS TABLE (delivery_id uuid, endpoint_id uuid, rate double precision, tokens double precision)
LANGUAGE sql STABLE AS $$
  WITH due AS MATERIALIZED (
    SELECT q.delivery_id, q.endpoint_id, q.due_at, q.trigger, q.subject_hash, q.sequence FROM delivery_queue q
    WHERE q.lost_leases >= 5 AND q.leased_until IS NULL AND q.due_at <= p_moment
  )
  SELECT q.delivery_id, r.endpoint_id, r.rate, r.tokens
  FROM due q
  JOIN room_at_endpoints(ARRAY(SELECT DISTINCT d.endpoint_id FROM due d), p_moment, p_lease) r USING (endpoint_id)
  WHERE r.leased < r.max_in_flight AND coalesce(r.tokens >= 1, true)
    AND (q.trigger = 'manual' OR (r.is_open AND r.room > 0))
    -- A delivery that waits for its subject is left out: workers pause for the one that is found.
    AND (q.subject_hash IS NULL OR NOT EXISTS (
      SELECT FROM delivery_queue o
      WHERE o.endpoint_id = q.endpoint_id AND o.subject_hash = q.subject_hash
        AND (o.leased_until IS NOT NULL OR (o.sequence, o.delivery_id) < (q.sequence, q.delivery_id))))
  ORDER BY q.due_at LIMIT 1
$$;
