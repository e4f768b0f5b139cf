-- version 1
--
-- Returns what the rate limiter of an endpoint allows: `rate`, in requests a second, and `tokens`, how many
-- requests may go now. Both are null where there is no limit.
--
-- p_limit        the endpoint's rate_limit_per_second; null: none
-- p_ramp_from    when the endpoint last recovered or its last hold-back ended; null: never
-- p_tokens       tokens left when they were last counted; null: never counted, so the bucket is full
-- p_refilled_at  when they were last counted
-- p_moment       now, by the database's clock
--
-- The bucket holds a twentieth of the limit and refills at 0.85 of it. So no second sees more requests than
-- the limit, even where one request takes a tenth of a second longer to leave than another. For ten seconds
-- after a recovery or a hold-back the rate is at most 10 requests a second, doubled every second.
--
-- Example: SELECT * FROM rate_limiter(100, NULL, 2, now() - interval '0.02 s', now()) gives 85 and 3.7.
CREATE OR REPLACE FUNCTION rate_limiter(
  p_limit integer, p_ramp_from timestamptz, p_tokens double precision, p_refilled_at timestamptz, p_moment timestamptz
) RETURNS TABLE (rate double precision, tokens double precision) LANGUAGE sql STABLE AS $$
  SELECT b.rate, CASE WHEN b.rate IS NOT NULL THEN least(b.size, coalesce(
    p_tokens + greatest(0, extract(epoch FROM p_moment - p_refilled_at)) * b.rate, b.size)) END
  FROM (
    SELECT least(p_limit * 0.85, r.rate)::float8 AS rate,
      least(CASE WHEN p_limit IS NOT NULL THEN greatest(1, floor(p_limit * 0.05)) END, r.rate / 2)::float8 AS size
    FROM (
      SELECT CASE WHEN p_ramp_from <= p_moment AND p_ramp_from > p_moment - interval '10 seconds'
        THEN 10 * 2 ^ extract(epoch FROM p_moment - p_ramp_from)::float8 END AS rate
    ) r
  ) b
$$;
