-- version 1
--
-- Returns the partitions of a table that hold ids of a time: not the default one.
--
-- p_parent  a table that is partitioned by the time in its ids
--
-- first_id  the lowest id that the partition takes
-- end_id    the id after the highest one
CREATE OR REPLACE FUNCTION timed_partitions(p_parent regclass)
RETURNS TABLE (partition regclass, first_id uuid, end_id uuid) LANGUAGE sql STABLE AS $$
  SELECT p.partition, p.bounds[1]::uuid, p.bounds[2]::uuid
  FROM (
    SELECT i.inhrelid::regclass AS partition,
      regexp_match(pg_get_expr(c.relpartbound, c.oid), $re$FROM \('([^']+)'\) TO \('([^']+)'\)$re$) AS bounds
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = p_parent
  ) p
  WHERE p.bounds IS NOT NULL
$$;
