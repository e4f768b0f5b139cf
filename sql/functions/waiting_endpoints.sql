-- version 2
--
-- Former name of waiting_endpoints_after: a claim that began before an upgrade may end in it. See
-- sql/next-release.md.
CREATE OR REPLACE FUNCTION waiting_endpoints() RETURNS TABLE (endpoint_id uuid) LANGUAGE sql STABLE AS $$
  SELECT w.endpoint_id FROM waiting_endpoints_after(NULL, NULL) w
$$;
