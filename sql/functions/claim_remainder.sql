-- version 2
--
-- Kept for a claim that began before an upgrade and ends after it; claim_left stands in its place. See
-- sql/next-release.md.
--
-- Returns the last row of a claim, which names no delivery and says what was left behind.
--
-- p_more          something is due that had no slot or no capacity
-- p_wake_seconds  when a rate limiter has a token for what is due; null: none was short of tokens
-- p_quarantined   something is due that is claimed alone: see claim_suspect_delivery
CREATE OR REPLACE FUNCTION claim_remainder(p_more boolean, p_wake_seconds double precision, p_quarantined boolean)
RETURNS claimed_delivery LANGUAGE sql IMMUTABLE AS $$
  SELECT ROW(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    coalesce(p_more, false), ceil(p_wake_seconds * 1000)::integer, p_quarantined)::claimed_delivery
$$;
