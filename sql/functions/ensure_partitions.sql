-- version 2
--
-- Makes the partitions of the current month and of the months ahead, and the default partition of each
-- table. Rows whose id is of another month, because a clock was wrong, go to the default partition. A
-- month of which the default partition holds rows gets no partition: a warning says so. Each partition has row-level
-- security as its table has, and those policies of its table that reach all rows: tenants reach none of a partition.
--
-- months_ahead  how many months after the current one, by UTC
--
-- Runs with the rights of its owner, the role that migrates, because the role that works need not own the
-- tables. src/database/migrate.ts grants EXECUTE to that role.
-- Locks: each new partition takes ACCESS EXCLUSIVE on the default partition and SHARE UPDATE EXCLUSIVE on its
-- parent, in the order of the list below. Callers hold a lock that lets one of them run at a time.
CREATE OR REPLACE FUNCTION ensure_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  parent text;
  month timestamptz;
  name text;
  policy record;
BEGIN
  FOREACH parent IN ARRAY ARRAY['events', 'event_bodies', 'event_refs', 'deliveries', 'attempts', 'attempt_bodies'] LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I DEFAULT', parent || '_default', parent);
    FOR ahead IN 0..months_ahead LOOP
      month := date_trunc('month', now(), 'UTC') + make_interval(months => ahead);
      name := parent || '_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
      CONTINUE WHEN to_regclass(name) IS NOT NULL;
      BEGIN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          name, parent, uuid_at(month), uuid_at(date_trunc('month', month, 'UTC') + interval '1 month'));
        IF parent = 'deliveries' THEN
          EXECUTE format('ALTER TABLE %I SET (fillfactor = 75)', name);
        END IF;
      EXCEPTION WHEN check_violation THEN
        RAISE WARNING 'partition % not made: its default holds rows of that month', name;
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
