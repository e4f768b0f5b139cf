-- version 1
--
-- Claims the one delivery that due_suspect finds, for a worker that has nothing else in flight, which the
-- delivery could take down with it.
--
-- p_worker       the worker that gets the lease
-- p_lease        how long the lease lasts
-- p_attempt_ids  one new id
--
-- Locks: the advisory lock of the claim until the transaction ends; then as charge_pace and claim_picked.
CREATE OR REPLACE FUNCTION claim_suspect_delivery(
  p_worker uuid, p_lease interval, p_attempt_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  suspect record;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512202);
  moment := clock_timestamp();
  SELECT * INTO suspect FROM due_suspect(moment, p_lease);
  IF suspect.delivery_id IS NULL THEN
    RETURN;
  END IF;
  IF suspect.rate IS NOT NULL THEN
    PERFORM charge_pace(ARRAY[suspect.endpoint_id], ARRAY[suspect.tokens - 1], moment);
  END IF;
  RETURN QUERY SELECT * FROM claim_picked(p_worker, p_lease, p_attempt_ids, ARRAY[suspect.delivery_id], NULL);
END
$$;
