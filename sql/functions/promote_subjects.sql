-- version 1
--
-- Makes the first delivery of every subject due whose deliveries all wait, and returns how many that were.
-- Two transactions that commit side by side can leave such a subject, because neither sees the other's row.
-- The claim keeps the order by itself, so this repairs waiting, never order.
--
-- Locks: rows of delivery_queue.
CREATE OR REPLACE FUNCTION promote_subjects() RETURNS integer LANGUAGE sql AS $$
  WITH RECURSIVE waiting AS (
    (SELECT endpoint_id, subject_hash FROM delivery_queue
     WHERE due_at = 'infinity' AND subject_hash IS NOT NULL
     ORDER BY endpoint_id, subject_hash LIMIT 1)
    UNION ALL
    SELECT n.* FROM waiting w CROSS JOIN LATERAL (
      SELECT q.endpoint_id, q.subject_hash FROM delivery_queue q
      WHERE q.due_at = 'infinity' AND q.subject_hash IS NOT NULL
        AND (q.endpoint_id, q.subject_hash) > (w.endpoint_id, w.subject_hash)
      ORDER BY q.endpoint_id, q.subject_hash LIMIT 1) n
  ), promoted AS (
    UPDATE delivery_queue q SET due_at = clock_timestamp()
    FROM waiting w CROSS JOIN LATERAL (
      SELECT f.delivery_id, f.due_at FROM delivery_queue f
      WHERE f.endpoint_id = w.endpoint_id AND f.subject_hash = w.subject_hash
      ORDER BY f.sequence, f.delivery_id LIMIT 1
    ) h
    WHERE h.due_at = 'infinity' AND q.delivery_id = h.delivery_id AND q.due_at = 'infinity'
    RETURNING 1
  )
  SELECT count(*)::integer FROM promoted
$$;
