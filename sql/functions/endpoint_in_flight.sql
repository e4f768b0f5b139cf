-- version 1
--
-- Returns what counts against the max_in_flight of an endpoint, as one row. Every function that computes a capacity
-- uses this one.
--
-- p_endpoint  the endpoint
--
-- in_flight   its deliveries under a lease
-- first_end   the earliest end of these leases; null: there is none
CREATE OR REPLACE FUNCTION endpoint_in_flight(p_endpoint uuid)
RETURNS TABLE (in_flight bigint, first_end timestamptz) LANGUAGE sql STABLE AS $$
  SELECT count(*), min(q.leased_until)
  FROM delivery_queue q WHERE q.endpoint_id = p_endpoint AND q.leased_until IS NOT NULL
$$;
