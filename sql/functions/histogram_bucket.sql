-- version 1
--
-- Returns the bucket of a time in a histogram: bucket b has the times from 1.1^b to 1.1^(b+1) milliseconds. The
-- middle of a bucket is at most 4.9 % away from each of them. Null: of null.
--
-- ms  milliseconds; less than 1 counts as 1
CREATE OR REPLACE FUNCTION histogram_bucket(ms integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN ms > 1 THEN floor(ln(ms::double precision) / 0.0953101798043249)::integer WHEN ms IS NOT NULL THEN 0 END
$$;
