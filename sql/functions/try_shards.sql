-- version 1
--
-- Takes the locks of those of some shards that no other claim holds, without waiting, and returns these shards.
--
-- p_shards     shards, in the order in which they are tried
-- p_is_a_part  true: stops before the first shard that another claim holds, once it has one
--
-- Locks: the advisory locks of the shards, until the transaction ends.
CREATE OR REPLACE FUNCTION try_shards(p_shards integer[], p_is_a_part boolean) RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
  locked integer[] := '{}';
  shard integer;
BEGIN
  FOREACH shard IN ARRAY p_shards LOOP
    IF pg_try_advisory_xact_lock(7305512300 + shard) THEN
      locked := locked || shard;
    ELSIF p_is_a_part AND locked <> '{}' THEN
      RETURN locked;
    END IF;
  END LOOP;
  RETURN locked;
END
$$;
