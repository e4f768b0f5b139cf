-- version 1
--
-- Returns whether an endpoint has room for a test send: within its max_in_flight and its rate limit, but in spite of a
-- pause, a hold-back and the breaker. Spends a token of its rate limiter if so.
--
-- p_endpoint  the endpoint
-- p_lease     how long the lease lasts; the caller writes it in the same transaction
--
-- Locks: those of lock_shards, then as spend_tokens takes them.
CREATE OR REPLACE FUNCTION admit_test(p_endpoint uuid, p_lease interval) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  room record;
BEGIN
  PERFORM lock_shards(ARRAY[claim_shard(tenant_id)], false) FROM endpoints WHERE id = p_endpoint;
  moment := clock_timestamp();
  SELECT c.max_in_flight - c.leased AS free, c.tokens INTO room
  FROM endpoint_capacity(ARRAY[p_endpoint], moment, p_lease) c;
  IF room.free IS NULL OR room.free < 1 OR room.tokens < 1 THEN
    RETURN false;
  END IF;
  IF room.tokens IS NOT NULL THEN
    PERFORM spend_tokens(ARRAY[p_endpoint], ARRAY[room.tokens - 1], moment);
  END IF;
  RETURN true;
END
$$;
