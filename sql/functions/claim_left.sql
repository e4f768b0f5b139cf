-- version 1
--
-- Returns the last row of a claim, which names no delivery and says what was left: see the type claim_result.
CREATE OR REPLACE FUNCTION claim_left(
  p_more boolean, p_wake_seconds double precision, p_quarantined boolean, p_busy uuid[], p_looked_to uuid
) RETURNS claim_result LANGUAGE sql IMMUTABLE AS $$
  SELECT ROW(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    coalesce(p_more, false), ceil(p_wake_seconds * 1000)::integer, p_quarantined, p_busy, p_looked_to)::claim_result
$$;
