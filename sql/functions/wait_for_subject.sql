-- version 1
--
-- Trigger delivery_queue_waits (before insert): where an endpoint keeps order, a delivery whose subject has
-- another one in the queue waits at a due time of infinity.
CREATE OR REPLACE FUNCTION wait_for_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM delivery_queue WHERE endpoint_id = NEW.endpoint_id AND subject_hash = NEW.subject_hash
  ) THEN
    NEW.due_at := 'infinity';
  END IF;
  RETURN NEW;
END
$$;
