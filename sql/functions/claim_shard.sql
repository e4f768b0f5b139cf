-- version 1
--
-- Returns the shard of a tenant, from 0 to 63: a claim that holds the lock of a shard is the only one that chooses
-- among the endpoints of its tenants. See docs/adr/0012-a-lock-per-shard-of-tenants.md.
CREATE OR REPLACE FUNCTION claim_shard(p_tenant uuid) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT (uuid_hash_extended(p_tenant, 0) & 63)::integer
$$;
