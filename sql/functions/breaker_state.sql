-- version 1
--
-- Returns the state of an endpoint's breaker: 'closed', 'open' (nothing is sent) or 'probing' (one delivery at a
-- time is sent, until one succeeds).
--
-- p_trips       how many times in a row it has tripped; null and 0: it is closed
-- p_open_until  until when it is open; null: it is not
-- p_moment      now, by the database's clock
CREATE OR REPLACE FUNCTION breaker_state(p_trips integer, p_open_until timestamptz, p_moment timestamptz)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_open_until > p_moment THEN 'open' WHEN p_trips > 0 THEN 'probing' ELSE 'closed' END
$$;
