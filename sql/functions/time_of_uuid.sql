-- version 1
--
-- Returns the time in a UUIDv7, to a millisecond: the inverse of uuid_at.
--
-- id  a UUIDv7
CREATE OR REPLACE FUNCTION time_of_uuid(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
  SELECT to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
$$;
