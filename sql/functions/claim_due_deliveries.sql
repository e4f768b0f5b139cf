-- version 3
--
-- Former name of claim_due, which workers of the former build call: it looks at all waiting endpoints. See
-- sql/next-release.md.
CREATE OR REPLACE FUNCTION claim_due_deliveries(
  p_worker uuid, p_slots integer, p_slow integer, p_slow_total integer, p_lease interval, p_attempt_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT c.delivery_id, c.event_id, c.endpoint_id, c.tenant_id, c.fence, c.attempt_id, c.attempt_number,
    c.step, c.trigger, c.single, c.endpoint_version, c.slow, c.more, c.wake_ms, c.quarantined
  FROM claim_due(p_worker, p_slots, p_slow, p_slow_total, p_lease, p_attempt_ids, NULL, NULL, 1) c;
END
$$;
