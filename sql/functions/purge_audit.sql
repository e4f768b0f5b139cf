-- version 2
--
-- Deletes the oldest entries of the audit log, and returns how many. The beginning of the chain goes with them, up
-- to the first entry that stays; its last position always stays, so that the chain continues.
--
-- p_before  entries of this moment or later stay; at least a day ago
-- p_limit   how many are deleted at most
--
-- Runs with the rights of its owner, the role that migrates, because the role that works is not allowed to delete
-- entries. src/database/migrate.ts grants EXECUTE to that role. The trigger keep_audit knows this function by name.
CREATE OR REPLACE FUNCTION purge_audit(p_before timestamptz, p_limit integer) RETURNS integer LANGUAGE sql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (
    DELETE FROM audit_log WHERE id = ANY (ARRAY(
      SELECT id FROM audit_log WHERE id < uuid_at(least(p_before, now() - interval '1 day'))
      ORDER BY id LIMIT p_limit FOR UPDATE SKIP LOCKED
    ))
    RETURNING id
  ), kept AS (
    SELECT least(
      (SELECT max(position) FROM audit_chain),
      (SELECT c.position FROM audit_chain c
       WHERE EXISTS (SELECT FROM audit_log a WHERE a.id = c.entry_id)
         AND c.entry_id NOT IN (SELECT id FROM gone)
       ORDER BY c.position LIMIT 1)
    ) AS position
  ), cut AS (
    DELETE FROM audit_chain WHERE position < (SELECT position FROM kept)
  )
  SELECT count(*)::integer FROM gone
$$;

REVOKE EXECUTE ON FUNCTION purge_audit(timestamptz, integer) FROM PUBLIC;
