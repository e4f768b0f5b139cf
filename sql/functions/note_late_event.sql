-- version 1
--
-- Trigger events_note_late (after insert): an event that is stored long after its id was made is counted later, if
-- the statistics have passed its id.
--
-- The search_path is set because postrider_publish_v1 inserts with one of its own.
CREATE OR REPLACE FUNCTION note_late_event() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO statistics_changes (source, row_id, sign, at) VALUES ('events', NEW.id, 1, NEW.created_at);
  RETURN NULL;
END
$$;
