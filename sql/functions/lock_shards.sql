-- version 1
--
-- Takes the locks of shards in which a claim wants to choose, and returns those that it got: those that are free,
-- and one at least, for which it waits while it holds no other. So no claim waits for another in a circle. It begins
-- at a random shard, so that claims of the same moment try different ones first.
--
-- p_shards     shards, without repetition
-- p_is_a_part  as try_shards takes it: claims that choose from all tenants leave the rest to each other
--
-- Locks: the advisory lock of the claim, shared, then those of the shards. A build without shards takes the first
-- one exclusively, and so does a claim that chooses without a shard.
CREATE OR REPLACE FUNCTION lock_shards(p_shards integer[], p_is_a_part boolean) RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
  first integer := floor(random() * cardinality(p_shards));
  ring integer[] := p_shards[first + 1:] || p_shards[:first];
  locked integer[];
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7305512202);
  locked := try_shards(ring, p_is_a_part);
  IF locked = '{}' THEN
    PERFORM pg_advisory_xact_lock(7305512300 + ring[1]);
    locked := ring[1] || try_shards(ring[2:], p_is_a_part);
  END IF;
  RETURN locked;
END
$$;
