-- version 1
--
-- Triggers deliveries_note_late (after insert) and deliveries_note_changed (after update): notes what the statistics
-- have to count besides, and what they have counted that is no longer so.
CREATE OR REPLACE FUNCTION note_changed_delivery() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO statistics_changes (source, row_id, sign, at, status, class, code, reason, ms)
    SELECT 'deliveries', OLD.id, -1, OLD.created_at, OLD.status, f.*
    FROM delivery_facts(OLD.id, OLD.status, OLD.reason, OLD.last_code, OLD.created_at, OLD.settled_at) f;
  END IF;
  INSERT INTO statistics_changes (source, row_id, sign, at, status, class, code, reason, ms)
  SELECT 'deliveries', NEW.id, 1, NEW.created_at, NEW.status, f.*
  FROM delivery_facts(NEW.id, NEW.status, NEW.reason, NEW.last_code, NEW.created_at, NEW.settled_at) f;
  RETURN NULL;
END
$$;
