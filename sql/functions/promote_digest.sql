-- version 1
--
-- Trigger delivery_queue_promotes_digest (after delete of the delivery that was due): the first delivery of
-- the digest that waits becomes due, not before the window ends.
--
-- Locks: one row of delivery_queue.
CREATE OR REPLACE FUNCTION promote_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE delivery_queue SET due_at = greatest(clock_timestamp(), (
    SELECT ends_at FROM mail_windows
    WHERE endpoint_id = OLD.endpoint_id AND recipient = OLD.recipient AND digest_id = OLD.digest_id))
  WHERE delivery_id = (
    SELECT delivery_id FROM delivery_queue
    WHERE digest_id = OLD.digest_id AND due_at = 'infinity' AND leased_until IS NULL
      AND NOT EXISTS (
        SELECT FROM delivery_queue
        WHERE digest_id = OLD.digest_id AND due_at < 'infinity' AND leased_until IS NULL)
    ORDER BY delivery_id LIMIT 1);
  RETURN NULL;
END
$$;
