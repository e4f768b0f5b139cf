-- version 1
--
-- Trigger events_erase_late (after insert): an event that is stored long after its id was made, with an id from before
-- an erasure of its subject, is erased as well. What is stored sooner is found by the second look of that erasure.
--
-- The search_path is set because postrider_publish_v1 inserts with one of its own.
CREATE OR REPLACE FUNCTION erase_late_event() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  former erasures%ROWTYPE;
  added uuid := uuid_now();
BEGIN
  SELECT e.* INTO former FROM erasure_subjects s JOIN erasures e ON e.id = s.erasure_id
  WHERE s.subject_hash = NEW.subject_hash AND e.tenant_id = NEW.tenant_id AND e.up_to > NEW.id
  ORDER BY e.up_to DESC LIMIT 1;
  IF FOUND THEN
    INSERT INTO erasures (id, tenant_id, up_to, reason, actor, role)
    VALUES (added, NEW.tenant_id, former.up_to, former.reason, former.actor, former.role);
    INSERT INTO erasure_subjects (erasure_id, subject_hash) VALUES (added, NEW.subject_hash);
  END IF;
  RETURN NULL;
END
$$;
