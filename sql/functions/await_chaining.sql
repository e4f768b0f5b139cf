-- version 1
--
-- The trigger of audit_log after an insert: the entry joins the chain after its commit (chain_audit).
CREATE OR REPLACE FUNCTION await_chaining() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO unchained_audit (id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
