-- version 2
--
-- Former name of spend_tokens: a claim that began before an upgrade may end in it. See sql/next-release.md.
CREATE OR REPLACE FUNCTION charge_pace(p_endpoints uuid[], p_left double precision[], p_moment timestamptz)
RETURNS void LANGUAGE sql AS $$
  SELECT spend_tokens(p_endpoints, p_left, p_moment)
$$;
