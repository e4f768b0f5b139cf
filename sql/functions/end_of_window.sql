-- version 1
--
-- Returns when a delivery that is published at a moment is due at an endpoint that receives batches. The
-- windows of an endpoint follow each other without a gap. They begin at a phase that is derived from the
-- endpoint's id, so that the windows of all endpoints do not end at the same time.
--
-- p_moment    when the event is published
-- p_wait_ms   the length of a window in milliseconds, endpoints.batch->'wait_ms'
-- p_endpoint  the endpoint's id
CREATE OR REPLACE FUNCTION end_of_window(p_moment timestamptz, p_wait_ms integer, p_endpoint uuid)
RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT to_timestamp(((ceil((m.ms - p.phase_ms) / p_wait_ms) * p_wait_ms + p.phase_ms) / 1000)::float8)
  FROM (SELECT extract(epoch FROM p_moment) * 1000 AS ms) m,
    (SELECT abs(hashtext(p_endpoint::text)::bigint) % p_wait_ms AS phase_ms) p
$$;
