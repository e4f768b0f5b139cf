-- version 4
--
-- Makes the partitions of now and of the months ahead, and the default partition of each table. Content, which is
-- kept for weeks, is partitioned by the week from Monday by UTC; records, which are kept for years, by the quarter:
-- a statement on a table opens each of its partitions. A partition begins where the former one ends, such as one of a
-- month that a former release made. Rows whose id is of another time, because a clock was wrong, go to the default
-- partition. A time of which the default partition holds rows gets no partition: a warning says so. Each partition has row-level
-- security as its table has, and those policies of its table that reach all rows: tenants reach none of a partition.
--
-- months_ahead  until how many months from now there are partitions of records; those of content, for two weeks
--
-- Runs with the rights of its owner, the role that migrates, because the role that works need not own the
-- tables. src/database/migrate.ts grants EXECUTE to that role.
-- Locks: each new partition takes ACCESS EXCLUSIVE on the default partition and SHARE UPDATE EXCLUSIVE on its
-- parent, in the order of the list below. Callers hold a lock that lets one of them run at a time.
CREATE OR REPLACE FUNCTION ensure_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  parent text;
  step text;
  first timestamptz;
  next timestamptz;
  last timestamptz;
  first_id uuid;
  name text;
  policy record;
BEGIN
  FOREACH parent IN ARRAY ARRAY['events', 'event_bodies', 'event_refs', 'deliveries', 'attempts', 'attempt_bodies'] LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I DEFAULT', parent || '_default', parent);
    step := CASE WHEN parent IN ('event_bodies', 'attempt_bodies') THEN 'week' ELSE 'quarter' END;
    next := date_trunc(step, now(), 'UTC');
    last := now() + CASE step WHEN 'week' THEN interval '336 hours' ELSE make_interval(months => months_ahead) END;
    WHILE next <= last LOOP
      first := next;
      -- More than one week or quarter, and less than two, in any time zone of the session.
      next := date_trunc(step, first + CASE step WHEN 'week' THEN interval '252 hours' ELSE interval '2520 hours' END, 'UTC');
      SELECT coalesce(max(p.end_id::text)::uuid, uuid_at(first)) INTO first_id FROM timed_partitions(parent::regclass) p
      WHERE p.first_id < uuid_at(next) AND p.end_id > uuid_at(first);
      CONTINUE WHEN first_id >= uuid_at(next);
      name := parent || '_' || to_char(time_of_uuid(first_id) AT TIME ZONE 'UTC', 'YYYY_MM_DD');
      BEGIN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          name, parent, first_id, uuid_at(next));
        IF parent = 'deliveries' THEN
          EXECUTE format('ALTER TABLE %I SET (fillfactor = 75)', name);
        END IF;
      EXCEPTION WHEN check_violation THEN
        RAISE WARNING 'partition % not made: its default holds rows of that time', name;
      END;
    END LOOP;
    FOR name IN
      SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
      WHERE i.inhparent = parent::regclass AND p.relrowsecurity AND NOT c.relrowsecurity
    LOOP
      FOR policy IN
        SELECT polname AS role, obj_description(oid, 'pg_policy') AS mark FROM pg_policy
        WHERE polrelid = parent::regclass AND pg_get_expr(polqual, polrelid) = 'true'
      LOOP
        EXECUTE format('DROP POLICY IF EXISTS %1$I ON %2$I; CREATE POLICY %1$I ON %2$I TO %1$I USING (true);'
          ' COMMENT ON POLICY %1$I ON %2$I IS %3$L', policy.role, name, policy.mark);
      END LOOP;
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    END LOOP;
  END LOOP;
END
$$;

REVOKE EXECUTE ON FUNCTION ensure_partitions(integer) FROM PUBLIC;
