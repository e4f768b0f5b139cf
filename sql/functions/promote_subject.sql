-- version 1
--
-- Trigger delivery_queue_promotes (after delete): the next delivery of the subject becomes due.
--
-- Locks: one row of delivery_queue.
CREATE OR REPLACE FUNCTION promote_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE delivery_queue SET due_at = clock_timestamp()
  WHERE due_at = 'infinity' AND delivery_id = (
    SELECT delivery_id FROM delivery_queue
    WHERE endpoint_id = OLD.endpoint_id AND subject_hash = OLD.subject_hash
    ORDER BY sequence, delivery_id LIMIT 1);
  RETURN NULL;
END
$$;
