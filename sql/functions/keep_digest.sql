-- version 1
--
-- Trigger delivery_queue_keeps_digest (before update, when a lease ends): keeps exactly one delivery of a
-- digest due, through retries and lost leases.
CREATE OR REPLACE FUNCTION keep_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM delivery_queue
    WHERE digest_id = NEW.digest_id AND due_at < 'infinity' AND leased_until IS NULL AND delivery_id <> NEW.delivery_id
  ) THEN
    NEW.due_at := 'infinity';
  ELSIF NEW.due_at = 'infinity' THEN
    NEW.due_at := clock_timestamp();
  END IF;
  RETURN NEW;
END
$$;
