-- version 1
--
-- Returns those of some deliveries that are due and whose endpoint is open, and whether each `fits`: a tenth of an
-- endpoint's max_in_flight is left to what waits longer, retries above all.
--
-- p_ids              ids of deliveries
-- p_moment, p_lease  as endpoint_capacity takes them
--
-- position, request, is_slow, rate, tokens: as in claim_candidates
CREATE OR REPLACE FUNCTION named_candidates(p_ids uuid[], p_moment timestamptz, p_lease interval)
RETURNS TABLE (
  delivery_id uuid, endpoint_id uuid, is_slow boolean, "position" bigint, request bigint, fits boolean,
  rate double precision, tokens double precision
) LANGUAGE sql STABLE AS $$
  WITH due AS MATERIALIZED (
    SELECT q.delivery_id, q.endpoint_id,
      row_number() OVER (PARTITION BY q.endpoint_id ORDER BY q.due_at, q.delivery_id) AS position
    -- OFFSET keeps the conditions apart: the key is looked up first, however small the planner takes the queue to be
    FROM (SELECT * FROM delivery_queue WHERE delivery_queue.delivery_id = ANY (p_ids) OFFSET 0) q
    WHERE q.leased_until IS NULL AND q.due_at <= p_moment AND q.lost_leases < 5
  )
  SELECT d.delivery_id, d.endpoint_id, c.is_slow, d.position, (d.position + c.max_items - 1) / c.max_items,
    d.position <= c.free - c.max_in_flight / 10
      AND coalesce((d.position + c.max_items - 1) / c.max_items <= floor(c.tokens), true),
    c.rate, c.tokens
  FROM due d
  -- Not inlined, because its first argument is a subquery. Measured with 63 endpoints, inlining it cost 5 % more: the
  -- planner then expects one row and compares every delivery with every endpoint. So it expects many, and joins by hash.
  JOIN endpoint_capacity(ARRAY(SELECT DISTINCT due.endpoint_id FROM due), p_moment, p_lease) c
    ON c.endpoint_id = d.endpoint_id
  WHERE c.is_open
$$;
