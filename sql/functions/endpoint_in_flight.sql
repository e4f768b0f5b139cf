-- version 2
--
-- Returns what counts against the max_in_flight of an endpoint, as one row. Every function that computes a capacity
-- uses this one.
--
-- p_endpoint  the endpoint
--
-- in_flight   its deliveries under a lease, and what is granted to processes (endpoint_grants), in use or not
-- first_end   the earliest end of these leases; null: there is none
CREATE OR REPLACE FUNCTION endpoint_in_flight(p_endpoint uuid)
RETURNS TABLE (in_flight bigint, first_end timestamptz) LANGUAGE sql STABLE AS $$
  SELECT l.others + g.credits, l.first_end
  FROM (
    SELECT array_agg(worker_id) AS workers, coalesce(sum(credits), 0) AS credits
    FROM endpoint_grants WHERE endpoint_id = p_endpoint AND counted_until > now()
  ) g
  CROSS JOIN LATERAL (
    -- a lease within a grant is one of its credits
    SELECT count(*) FILTER (WHERE (q.leased_by = ANY (g.workers)) IS NOT TRUE) AS others,
      min(q.leased_until) AS first_end
    FROM delivery_queue q WHERE q.endpoint_id = p_endpoint AND q.leased_until IS NOT NULL
  ) l
$$;
