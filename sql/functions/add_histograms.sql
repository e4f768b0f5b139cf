-- version 1
--
-- Adds two histograms, which are arrays of pairs {bucket, count}. Pairs whose count is 0 are left out.
--
-- one, other  histograms; null: an empty one
CREATE OR REPLACE FUNCTION add_histograms(one integer[], other integer[]) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF one IS NULL OR other IS NULL THEN
    RETURN coalesce(one, other);
  END IF;
  RETURN (
    SELECT array_agg(ARRAY[bucket, count] ORDER BY bucket)
    FROM (
      SELECT bucket, sum(count)::integer AS count
      FROM (
        SELECT one[i][1] AS bucket, one[i][2] AS count FROM generate_subscripts(one, 1) i
        UNION ALL
        SELECT other[i][1], other[i][2] FROM generate_subscripts(other, 1) i
      ) pairs
      GROUP BY bucket HAVING sum(count) <> 0
    ) summed
  );
END
$$;
