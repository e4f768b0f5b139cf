-- version 1
--
-- Deletes the oldest entries of the audit log, and returns how many.
--
-- p_before  entries of this moment or later stay; at least a day ago
-- p_limit   how many are deleted at most
--
-- Runs with the rights of its owner, the role that migrates, because the role that works need not be allowed to
-- delete entries. src/database/migrate.ts grants EXECUTE to that role.
CREATE OR REPLACE FUNCTION purge_audit(p_before timestamptz, p_limit integer) RETURNS integer LANGUAGE sql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (
    DELETE FROM audit_log WHERE id = ANY (ARRAY(
      SELECT id FROM audit_log WHERE id < uuid_at(least(p_before, now() - interval '1 day'))
      ORDER BY id LIMIT p_limit FOR UPDATE SKIP LOCKED
    ))
    RETURNING 1
  )
  SELECT count(*)::integer FROM gone
$$;

REVOKE EXECUTE ON FUNCTION purge_audit(timestamptz, integer) FROM PUBLIC;
