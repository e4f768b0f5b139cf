-- version 1
--
-- Returns the lowest UUIDv7 of a moment: its 48 bits of milliseconds (RFC 9562, section 5.7), then zeros.
-- Partitions begin and end at such ids.
--
-- moment  rounded to a millisecond
CREATE OR REPLACE FUNCTION uuid_at(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
