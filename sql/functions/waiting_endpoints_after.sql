-- version 1
--
-- Returns endpoints with deliveries in the queue that no worker has in hand, in ascending order of ids, and when the
-- first of these deliveries is due. It reads one entry of the index for each endpoint, however many wait there.
--
-- p_after  begins behind this id; null: with the first
-- p_limit  how many endpoints are returned at most; null: all
CREATE OR REPLACE FUNCTION waiting_endpoints_after(p_after uuid, p_limit integer)
RETURNS TABLE (endpoint_id uuid, due_at timestamptz) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE scan (endpoint_id, due_at) AS (
    (SELECT q.endpoint_id, q.due_at FROM delivery_queue q
    WHERE q.leased_until IS NULL AND q.endpoint_id > coalesce(p_after, '00000000-0000-0000-0000-000000000000')
    ORDER BY q.endpoint_id, q.due_at LIMIT 1)
    UNION ALL
    SELECT following.endpoint_id, following.due_at FROM scan CROSS JOIN LATERAL (
      SELECT q.endpoint_id, q.due_at FROM delivery_queue q
      WHERE q.leased_until IS NULL AND q.endpoint_id > scan.endpoint_id
      ORDER BY q.endpoint_id, q.due_at LIMIT 1
    ) following
  )
  SELECT scan.endpoint_id, scan.due_at FROM scan LIMIT p_limit
$$;
