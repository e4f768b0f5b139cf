-- version 2
--
-- The former name of claim_quarantined_delivery, which workers of the former build call. See sql/next-release.md.
CREATE OR REPLACE FUNCTION claim_suspect_delivery(p_worker uuid, p_lease interval, p_attempt_ids uuid[])
RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT * FROM claim_quarantined_delivery(p_worker, p_lease, p_attempt_ids);
END
$$;
