-- version 2
--
-- Stores how many tokens the rate limiters of endpoints have left.
--
-- p_endpoints  ids of endpoints, in ascending order
-- p_left       tokens left, in the same order
-- p_moment     when they were counted
--
-- Locks: rows of endpoint_pace, in the order given. The caller holds the lock of their
-- shards.
CREATE OR REPLACE FUNCTION spend_tokens(p_endpoints uuid[], p_left double precision[], p_moment timestamptz)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO endpoint_pace (endpoint_id, tokens, refilled_at)
  SELECT id, tokens, p_moment FROM unnest(p_endpoints, p_left) AS c (id, tokens)
  ON CONFLICT (endpoint_id) DO UPDATE SET tokens = excluded.tokens, refilled_at = excluded.refilled_at
$$;
