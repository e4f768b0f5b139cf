-- version 2
--
-- Former name of select_quarantined: a claim that began before an upgrade may end in it. See sql/next-release.md.
CREATE OR REPLACE FUNCTION due_suspect(p_moment timestamptz, p_lease interval)
RETURNS TABLE (delivery_id uuid, endpoint_id uuid, rate double precision, tokens double precision) LANGUAGE sql STABLE AS $$
  SELECT q.delivery_id, q.endpoint_id, c.rate, c.tokens
  FROM select_quarantined(p_moment, p_lease) s
  JOIN delivery_queue q ON q.delivery_id = s.deliveries[1]
  CROSS JOIN LATERAL endpoint_capacity(ARRAY[q.endpoint_id], p_moment, p_lease) c
$$;
