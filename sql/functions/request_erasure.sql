-- version 1
--
-- Trigger events_request_erasure (after insert): an event that says that its entity is to be forgotten starts the
-- erasure of the events before it.
--
-- The search_path is set because postrider_publish_v1 inserts with one of its own.
CREATE OR REPLACE FUNCTION request_erasure() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO erasures (id, tenant_id, event_id, up_to, reason, actor, role)
  VALUES (uuid_now(), NEW.tenant_id, NEW.id, NEW.id, NEW.type, 'system', 'system');
  RETURN NULL;
END
$$;
