-- version 2
--
-- Former name of endpoint_capacity: a claim that began before an upgrade may end in it. See sql/next-release.md.
CREATE OR REPLACE FUNCTION room_at_endpoints(p_endpoints uuid[], p_moment timestamptz, p_lease interval)
RETURNS TABLE (
  endpoint_id uuid, tenant_id uuid, max_items integer, max_in_flight integer, is_open boolean,
  leased bigint, room bigint, is_slow boolean, rate double precision, tokens double precision
) LANGUAGE sql STABLE AS $$
  SELECT * FROM endpoint_capacity(p_endpoints, p_moment, p_lease)
$$;
