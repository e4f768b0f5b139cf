-- version 2
--
-- Former name of hold_queued_at_inactive_endpoints: a claim that began before an upgrade may end in it. See
-- sql/next-release.md.
CREATE OR REPLACE FUNCTION hold_stragglers(p_endpoints uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hold_queued_at_inactive_endpoints(p_endpoints);
END
$$;
