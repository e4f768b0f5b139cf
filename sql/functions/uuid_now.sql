-- version 1
--
-- Returns a new UUIDv7 (RFC 9562, section 5.7) of this moment.
CREATE OR REPLACE FUNCTION uuid_now() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (left(t.hex, 8) || '-' || right(t.hex, 4) || '-7' || substr(gen_random_uuid()::text, 16))::uuid
  FROM (SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') AS hex) t
$$;
