-- version 3
--
-- Former name of claim_named, which workers of the former build call; what it leaves for another claim counts as
-- more that is due. See sql/next-release.md.
CREATE OR REPLACE FUNCTION claim_named_deliveries(
  p_worker uuid, p_slots integer, p_slow integer, p_lease interval, p_attempt_ids uuid[], p_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT c.delivery_id, c.event_id, c.endpoint_id, c.tenant_id, c.fence, c.attempt_id, c.attempt_number,
    c.step, c.trigger, c.single, c.endpoint_version, c.slow, c.more OR c.busy IS NOT NULL, c.wake_ms, c.quarantined
  FROM claim_named(p_worker, p_slots, p_slow, p_lease, p_attempt_ids, p_ids) c;
END
$$;
