-- version 1
--
-- Makes one delivery of every digest due of which none is, and returns how many that were. Transactions that
-- commit side by side can leave such a digest.
--
-- Locks: rows of delivery_queue.
CREATE OR REPLACE FUNCTION promote_digests() RETURNS integer LANGUAGE sql AS $$
  WITH RECURSIVE digests AS (
    (SELECT digest_id, due_at FROM delivery_queue WHERE digest_id IS NOT NULL ORDER BY digest_id, due_at LIMIT 1)
    UNION ALL
    SELECT n.* FROM digests d CROSS JOIN LATERAL (
      SELECT q.digest_id, q.due_at FROM delivery_queue q WHERE q.digest_id > d.digest_id
      ORDER BY q.digest_id, q.due_at LIMIT 1) n
  ), promoted AS (
    UPDATE delivery_queue q SET due_at = greatest(clock_timestamp(), (
      SELECT w.ends_at FROM mail_windows w
      WHERE w.endpoint_id = q.endpoint_id AND w.recipient = q.recipient AND w.digest_id = q.digest_id))
    WHERE q.due_at = 'infinity' AND q.leased_until IS NULL AND q.delivery_id IN (
      SELECT (SELECT o.delivery_id FROM delivery_queue o
        WHERE o.digest_id = d.digest_id AND o.leased_until IS NULL ORDER BY o.delivery_id LIMIT 1)
      FROM digests d WHERE d.due_at = 'infinity')
    RETURNING 1
  )
  SELECT count(*)::integer FROM promoted
$$;
