-- version 1
--
-- Trigger refuse_retired_key (before insert, or update of wrapped_by): nothing is wrapped by a key that is retired.
CREATE OR REPLACE FUNCTION refuse_retired_key() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM retired_encryption_keys WHERE id = NEW.wrapped_by) THEN
    RAISE EXCEPTION 'the encryption key % is retired', NEW.wrapped_by;
  END IF;
  RETURN NEW;
END
$$;
