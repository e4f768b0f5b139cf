-- version 1
--
-- Returns what the statistics count of an attempt: one row.
--
-- ms  the time of the receiver: of attempts that it answered, or did not answer in time
CREATE OR REPLACE FUNCTION attempt_facts(p_error_class text, p_response_status integer, p_duration_ms integer)
RETURNS TABLE (status text, class text, code integer, ms integer) LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_error_class IS NULL THEN 'succeeded' ELSE 'failed' END,
    coalesce(p_error_class, ''),
    coalesce(p_response_status, 0),
    CASE WHEN p_response_status IS NOT NULL OR p_error_class = 'timeout' THEN p_duration_ms END
$$;
