-- version 2
--
-- Returns the lowest UUIDv7 of a moment: its 48 bits of milliseconds (RFC 9562, section 5.7), then zeros.
-- Partitions begin and end at such ids.
--
-- moment  rounded to a millisecond
--
-- The time zone is named because extract() of a time with a zone is not IMMUTABLE: PostgreSQL would then call this
-- function for each row of a trigger's condition, at five times the cost, instead of making it part of the condition.
CREATE OR REPLACE FUNCTION uuid_at(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment AT TIME ZONE 'UTC') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
