-- version 1
--
-- Adds entries of the audit log that were committed since the last call to the chain. Returns how many rows of
-- unchained_audit were taken.
--
-- p_limit  how many are taken at most
--
-- Locks: an advisory lock until the transaction ends, so that one caller runs at a time. Runs with the rights of
-- its owner, because the role that works may not write the chain itself.
CREATE OR REPLACE FUNCTION chain_audit(p_limit integer) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  waiting uuid;
  entry audit_log;
  latest audit_chain;
  taken integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512320);
  SELECT * INTO latest FROM audit_chain ORDER BY position DESC LIMIT 1;
  FOR waiting IN SELECT id FROM unchained_audit ORDER BY id LIMIT p_limit LOOP
    SELECT * INTO entry FROM audit_log WHERE id = waiting;
    IF FOUND THEN
      INSERT INTO audit_chain (position, entry_id, former_hash, hash)
      VALUES (
        coalesce(latest.position, 0) + 1,
        waiting,
        coalesce(latest.hash, ''),
        sha256(coalesce(latest.hash, '') || audit_digest(entry))
      )
      RETURNING * INTO latest;
    END IF;
    DELETE FROM unchained_audit WHERE id = waiting;
    taken := taken + 1;
  END LOOP;
  RETURN taken;
END
$$;

REVOKE EXECUTE ON FUNCTION chain_audit(integer) FROM PUBLIC;
