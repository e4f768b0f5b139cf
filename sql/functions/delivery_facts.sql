-- version 1
--
-- Returns what the statistics count of a delivery: one row. Of a pending one only that it is pending, so that its
-- retries change nothing.
--
-- class  of the last attempt, if the delivery has failed
-- ms     from its creation to its success, at most 20 days
CREATE OR REPLACE FUNCTION delivery_facts(
  p_delivery uuid, p_status text, p_reason text, p_last_code integer, p_created_at timestamptz, p_settled_at timestamptz
) RETURNS TABLE (class text, code integer, reason text, ms integer) LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_status = 'failed' THEN last_error_class(p_delivery) ELSE '' END,
    CASE WHEN p_status = 'pending' THEN 0 ELSE coalesce(p_last_code, 0) END,
    CASE WHEN p_status = 'pending' THEN '' ELSE coalesce(p_reason, '') END,
    CASE WHEN p_status = 'succeeded' THEN
      least(extract(epoch FROM p_settled_at - p_created_at) * 1000, 1728000000)::integer END
$$;
