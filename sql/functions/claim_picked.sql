-- version 2
--
-- Former name of lease_selected, without its tokens: a claim that began before an upgrade may end in it. See
-- sql/next-release.md.
CREATE OR REPLACE FUNCTION claim_picked(
  p_worker uuid, p_lease interval, p_attempt_ids uuid[], p_picked uuid[], p_slow uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE sql AS $$
  SELECT * FROM lease_selected(
    p_worker, p_lease, p_attempt_ids, ROW(p_picked, p_slow, NULL, NULL, false, NULL)::claim_selection, clock_timestamp())
$$;
