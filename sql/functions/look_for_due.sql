-- version 1
--
-- Looks for endpoints that have something due, without any lock: one row.
--
-- p_after   begins behind this endpoint; null: with the first
-- p_limit   how many endpoints with waiting deliveries it looks at; null: all
-- p_moment  now, by the database's clock
--
-- due        endpoints that have something due and may be sent it: their breaker is not open and they are not held
--            back, or an attempt by hand is due, which goes in spite of both; null: none
-- shards     the shard of each of them, in the same order
-- inactive   endpoints it looked at that are not active; null: none
-- looked_to  the last endpoint it looked at; null: none is left behind it
CREATE OR REPLACE FUNCTION look_for_due(
  p_after uuid, p_limit integer, p_moment timestamptz
) RETURNS TABLE (due uuid[], shards integer[], inactive uuid[], looked_to uuid) LANGUAGE sql STABLE AS $$
  WITH waiting AS MATERIALIZED (
    SELECT w.endpoint_id, w.due_at <= p_moment AS is_due, row_number() OVER () AS number
    -- one more, to know whether any is left behind the last
    FROM waiting_endpoints_after(p_after, p_limit + 1) w
  ), seen AS MATERIALIZED (
    SELECT w.endpoint_id, e.tenant_id, e.status = 'active' AND e.deleted_at IS NULL AS is_active,
      w.is_due AND coalesce(greatest(h.held_back_until, h.open_until) <= p_moment, true) AS is_due
    FROM waiting w
    JOIN endpoints e ON e.id = w.endpoint_id
    LEFT JOIN endpoint_health h ON h.endpoint_id = w.endpoint_id AND w.is_due
    WHERE coalesce(w.number <= p_limit, true)
  ), chosen AS (
    SELECT s.endpoint_id, s.tenant_id FROM seen s WHERE s.is_due
    UNION
    SELECT m.endpoint_id, m.tenant_id FROM due_manual_deliveries(p_moment) m
  )
  SELECT array_agg(c.endpoint_id), array_agg(claim_shard(c.tenant_id)),
    (SELECT array_agg(s.endpoint_id) FROM seen s WHERE NOT s.is_active),
    (SELECT w.endpoint_id FROM waiting w
    WHERE w.number = p_limit AND EXISTS (SELECT FROM waiting l WHERE l.number > p_limit))
  FROM chosen c
$$;
