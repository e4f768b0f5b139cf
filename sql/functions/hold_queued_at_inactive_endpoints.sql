-- version 2
--
-- Takes queued deliveries of endpoints that are no longer active out of the queue: a record that commits
-- while its endpoint is being paused, disabled or deleted can leave some. They are held, or cancelled where
-- the endpoint is deleted. At most 500 in one call.
--
-- p_endpoints  ids of endpoints with queued deliveries
--
-- Locks: rows of endpoints in the order of ids, shared, with SKIP LOCKED; rows of delivery_queue with SKIP
-- LOCKED; rows of deliveries.
CREATE OR REPLACE FUNCTION hold_queued_at_inactive_endpoints(p_endpoints uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM endpoints WHERE id = ANY (p_endpoints) AND (status <> 'active' OR deleted_at IS NOT NULL)
  ) THEN
    RETURN;
  END IF;
  WITH closed AS (
    SELECT id, deleted_at,
      CASE WHEN deleted_at IS NULL THEN 'endpoint_' || status ELSE 'endpoint_deleted' END AS reason
    FROM endpoints WHERE id = ANY (p_endpoints) AND (status <> 'active' OR deleted_at IS NOT NULL)
    ORDER BY id FOR SHARE SKIP LOCKED -- A resume comes before or after this, not between.
  ), found AS MATERIALIZED (
    SELECT q.delivery_id, c.reason, c.deleted_at
    FROM closed c CROSS JOIN LATERAL (
      SELECT * FROM delivery_queue
      WHERE endpoint_id = c.id AND leased_until IS NULL AND (trigger <> 'manual' OR c.deleted_at IS NOT NULL)
      LIMIT 200 FOR UPDATE SKIP LOCKED
    ) q
    LIMIT 500
  ), moved AS (
    DELETE FROM delivery_queue q USING found c
    WHERE q.delivery_id = c.delivery_id
    RETURNING q.delivery_id, c.reason, c.deleted_at, nullif(q.resume_status, 'held') AS settled_status
  )
  UPDATE deliveries d
  SET status = CASE WHEN m.deleted_at IS NULL THEN 'held' ELSE 'cancelled' END,
      reason = m.reason, unhappy = true, settled_at = m.deleted_at
  FROM moved m WHERE d.id = m.delivery_id AND m.settled_status IS NULL;
END
$$;
