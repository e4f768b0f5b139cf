-- version 3
--
-- Drops the oldest partition of a table if all of it lies before a moment, and returns its name and about how
-- many rows it had; no row if there is none. The default partition is never dropped. A partition of deliveries
-- stays while one of its deliveries is in the queue.
--
-- p_parent  a table that is partitioned by the time in its ids
-- p_before  the moment; at least a day ago
--
-- Runs with the rights of its owner, the role that migrates, because the role that works need not own the
-- tables. src/database/migrate.ts grants EXECUTE to that role.
-- Locks: ACCESS EXCLUSIVE on the table, the partition and the default partition. DETACH ... CONCURRENTLY, which
-- would lock less, is refused for a table with a default partition. Statements on the table wait in line behind
-- the lock, so the function waits for a quarter of a second at most and then fails with lock_not_available (55P03):
-- callers run one call in a transaction, and try again later.
CREATE OR REPLACE FUNCTION drop_past_partition(p_parent text, p_before timestamptz)
RETURNS TABLE (partition text, removed bigint) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '250ms' AS $$
DECLARE
  v_oldest record;
BEGIN
  IF p_parent NOT IN ('events', 'event_bodies', 'event_refs', 'deliveries', 'attempts', 'attempt_bodies') THEN
    RAISE EXCEPTION 'drop_past_partition: % has no partitions by time', p_parent;
  END IF;
  SELECT c.relname::text AS name, greatest(c.reltuples, 0)::bigint AS removed, p.first_id, p.end_id INTO v_oldest
  FROM timed_partitions(format('public.%I', p_parent)::regclass) p JOIN pg_class c ON c.oid = p.partition
  ORDER BY p.first_id LIMIT 1;
  IF NOT FOUND OR v_oldest.end_id > uuid_at(least(p_before, now() - interval '1 day')) THEN
    RETURN;
  END IF;
  IF p_parent = 'deliveries' AND EXISTS (
    SELECT FROM delivery_queue WHERE delivery_id >= v_oldest.first_id AND delivery_id < v_oldest.end_id
  ) THEN
    RETURN;
  END IF;
  EXECUTE format('DROP TABLE %I', v_oldest.name);
  partition := v_oldest.name;
  removed := v_oldest.removed;
  RETURN NEXT;
END
$$;

REVOKE EXECUTE ON FUNCTION drop_past_partition(text, timestamptz) FROM PUBLIC;
