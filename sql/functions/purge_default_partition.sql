-- version 1
--
-- Deletes rows of a default partition whose ids lie before a moment, and returns how many. Only rows whose clock
-- was wrong are there, so that it has no use for an index of its own. A delivery stays while it is in the queue.
--
-- p_parent  a table that is partitioned by the time in its ids
-- p_before  the moment
-- p_limit   how many rows are deleted at most
CREATE OR REPLACE FUNCTION purge_default_partition(p_parent text, p_before timestamptz, p_limit integer)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_id constant text := CASE
    WHEN p_parent IN ('event_bodies', 'event_refs') THEN 'event_id'
    WHEN p_parent = 'attempt_bodies' THEN 'attempt_id'
    ELSE 'id'
  END;
  v_removed integer;
BEGIN
  EXECUTE format(
    'DELETE FROM %1$I WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$I d WHERE %2$I < $1 %3$s LIMIT $2 FOR UPDATE SKIP LOCKED))',
    p_parent || '_default', v_id,
    CASE WHEN p_parent = 'deliveries' THEN 'AND NOT EXISTS (SELECT FROM delivery_queue q WHERE q.delivery_id = d.id)' END
  ) USING uuid_at(p_before), p_limit;
  GET DIAGNOSTICS v_removed = ROW_COUNT;
  RETURN v_removed;
END
$$;
