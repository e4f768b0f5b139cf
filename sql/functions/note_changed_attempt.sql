-- version 1
--
-- Triggers attempts_note_late (after insert) and attempts_note_changed (after update): notes what the statistics have
-- to count besides, and what they have counted that is no longer so.
CREATE OR REPLACE FUNCTION note_changed_attempt() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO statistics_changes (source, row_id, sign, at, status, class, code, ms)
    SELECT 'attempts', OLD.id, -1, OLD.started_at, f.*
    FROM attempt_facts(OLD.error_class, OLD.response_status, OLD.duration_ms) f;
  END IF;
  INSERT INTO statistics_changes (source, row_id, sign, at, status, class, code, ms)
  SELECT 'attempts', NEW.id, 1, NEW.started_at, f.*
  FROM attempt_facts(NEW.error_class, NEW.response_status, NEW.duration_ms) f;
  RETURN NULL;
END
$$;
