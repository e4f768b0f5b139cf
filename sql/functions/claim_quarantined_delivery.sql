-- version 2
--
-- Puts one delivery that is quarantined under a lease and returns it, for a worker that has nothing else under way:
-- should the worker go down again, nothing goes with it.
--
-- p_worker       the worker that gets the lease
-- p_lease        how long the lease lasts
-- p_attempt_ids  one new id
--
-- It chooses in all shards: no other claim runs meanwhile, which is short and rare.
-- Locks: the advisory lock of the claim, exclusively, then as lease_selected takes them.
CREATE OR REPLACE FUNCTION claim_quarantined_delivery(p_worker uuid, p_lease interval, p_attempt_ids uuid[])
RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  selection claim_selection;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512202);
  moment := clock_timestamp();
  SELECT * INTO selection FROM select_quarantined(moment, p_lease);
  RETURN QUERY SELECT * FROM lease_selected(p_worker, p_lease, p_attempt_ids, selection, moment);
END
$$;
