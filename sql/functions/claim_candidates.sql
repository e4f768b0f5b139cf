-- version 2
--
-- Returns the deliveries that a claim of what is due chooses from: of each endpoint the oldest within its budget
-- and one more, from which the claim learns that more is due, and every attempt by hand. Where more endpoints wait
-- for a lane than it has free slots, those whose first turn comes after as many others are left out; one row without
-- a delivery stands for them.
--
-- p_endpoints        ids of endpoints with something due
-- p_moment, p_lease  as endpoint_capacity takes them
-- p_slots, p_slow    free slots of the two lanes of this worker
-- p_slow_total       all slots of the slow lane
-- p_tie_break        a random number: decides who goes first among equals, so that with more endpoints waiting
--                    than slots it is not the same ones each time
--
-- position   place at its endpoint, oldest first, from 1; 0: an attempt by hand, which goes before
-- request    number of the request that it goes with at its endpoint: up to max_items share one. Attempts by hand
--            go alone: theirs are negative
-- solo       of an attempt by hand its own id, else null: it shares a request with no other
-- tie_break  order of the endpoints among equals
-- fits       the endpoint has capacity and tokens for it
-- must_wait  the endpoint's rate limiter has no token for it
-- rate, tokens  as endpoint_capacity returns them
CREATE OR REPLACE FUNCTION claim_candidates(
  p_endpoints uuid[], p_moment timestamptz, p_lease interval, p_slots integer, p_slow integer, p_slow_total integer,
  p_tie_break bigint
) RETURNS TABLE (
  delivery_id uuid, endpoint_id uuid, tenant_id uuid, is_slow boolean, "position" bigint, request bigint, solo uuid,
  tie_break bigint, fits boolean, must_wait boolean, rate double precision, tokens double precision
) LANGUAGE sql STABLE AS $$
  WITH budgets AS MATERIALIZED (
    SELECT b.*, uuid_hash_extended(b.endpoint_id, p_tie_break) AS tie_break
    FROM endpoint_budgets(p_endpoints, p_moment, p_lease, p_slots, p_slow, p_slow_total) b
  ), turns AS (
    SELECT b.*, b.budget > 0 AS has_budget,
      row_number() OVER (PARTITION BY b.tenant_id, b.is_slow, b.budget > 0 ORDER BY b.tie_break, b.endpoint_id) AS first_turn
    FROM budgets b WHERE b.is_open
  ), placed AS MATERIALIZED (
    SELECT t.*, t.has_budget AND row_number() OVER (
        PARTITION BY t.is_slow, t.has_budget ORDER BY t.first_turn, t.tie_break, t.endpoint_id
      ) > CASE WHEN t.is_slow THEN p_slow ELSE p_slots END AS is_late
    FROM turns t
  )
  SELECT q.delivery_id, b.endpoint_id, b.tenant_id, b.is_slow, q.position, (q.position + b.max_items - 1) / b.max_items,
    NULL::uuid, b.tie_break, q.position <= b.budget,
    b.rate IS NOT NULL AND (q.position + b.max_items - 1) / b.max_items + b.manuals > floor(b.tokens),
    b.rate, b.tokens
  FROM placed b CROSS JOIN LATERAL (
    SELECT d.delivery_id, row_number() OVER (ORDER BY d.due_at) AS position FROM delivery_queue d
    WHERE d.endpoint_id = b.endpoint_id AND d.leased_until IS NULL AND d.due_at <= p_moment
      AND d.trigger <> 'manual' AND d.lost_leases < 5
    ORDER BY d.due_at LIMIT b.budget + 1
  ) q
  WHERE NOT b.is_late
  UNION ALL
  -- the last of all turns, so that it is before no delivery
  (SELECT NULL, b.endpoint_id, b.tenant_id, b.is_slow, 1, 9223372036854775807, NULL, b.tie_break, false, false, NULL, NULL
  FROM placed b WHERE b.is_late LIMIT 1)
  UNION ALL
  SELECT m.delivery_id, m.endpoint_id, b.tenant_id, b.is_slow, 0, -m.position,
    m.delivery_id, b.tie_break, m.position <= b.manual_free AND coalesce(m.position <= floor(b.tokens), true),
    b.rate IS NOT NULL AND m.position > floor(b.tokens),
    b.rate, b.tokens
  FROM due_manual_deliveries(p_moment) m JOIN budgets b ON b.endpoint_id = m.endpoint_id
$$;
