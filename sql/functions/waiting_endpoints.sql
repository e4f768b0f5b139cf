-- version 1
--
-- Returns the ids of endpoints with deliveries in the queue that no worker has in hand, in ascending order.
-- It reads one entry of the index for each endpoint, however many deliveries wait there.
CREATE OR REPLACE FUNCTION waiting_endpoints() RETURNS TABLE (endpoint_id uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE scan (endpoint_id) AS (
    (SELECT q.endpoint_id FROM delivery_queue q WHERE q.leased_until IS NULL ORDER BY q.endpoint_id LIMIT 1)
    UNION ALL
    SELECT following.endpoint_id FROM scan CROSS JOIN LATERAL (
      SELECT q.endpoint_id FROM delivery_queue q
      WHERE q.leased_until IS NULL AND q.endpoint_id > scan.endpoint_id
      ORDER BY q.endpoint_id LIMIT 1
    ) following
  )
  SELECT scan.endpoint_id FROM scan
$$;
