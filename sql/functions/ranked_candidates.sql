-- version 1
--
-- Returns the candidates of a claim of what is due, and which of them are `taken`: turn by turn, until the slots of
-- their lane are used up. In one turn each endpoint of a tenant sends one request and, on each lane, the turns of
-- all tenants are taken together. So a tenant with a long backlog, or with many endpoints, comes after the first
-- turns of all others.
--
-- Parameters and further columns are those of claim_candidates.
CREATE OR REPLACE FUNCTION ranked_candidates(
  p_endpoints uuid[], p_moment timestamptz, p_lease interval, p_slots integer, p_slow integer, p_slow_total integer,
  p_tie_break bigint
) RETURNS TABLE (
  delivery_id uuid, endpoint_id uuid, is_slow boolean, request bigint, must_wait boolean, rate double precision,
  tokens double precision, taken boolean
) LANGUAGE sql STABLE AS $$
  WITH turns AS (
    SELECT c.*,
      dense_rank() OVER (PARTITION BY c.tenant_id, c.is_slow ORDER BY c.request, c.tie_break, c.endpoint_id, c.solo) AS turn
    FROM claim_candidates(p_endpoints, p_moment, p_lease, p_slots, p_slow, p_slow_total, p_tie_break) c
  ), placed AS (
    SELECT t.*, CASE WHEN t.is_slow THEN p_slow ELSE p_slots END AS slots,
      row_number() OVER (
        PARTITION BY t.is_slow ORDER BY NOT t.fits, t.turn, t.request, t.tie_break, t.endpoint_id, t.position
      ) AS place
    FROM turns t
  )
  -- a request goes whole or not at all, unless it is the first and has more than there are slots
  SELECT p.delivery_id, p.endpoint_id, p.is_slow, p.request, p.must_wait, p.rate, p.tokens,
    p.fits AND p.place <= p.slots
      AND (max(p.place) OVER same_request <= p.slots OR min(p.place) OVER same_request = 1)
  FROM placed p
  WINDOW same_request AS (PARTITION BY p.endpoint_id, p.request, p.solo, p.fits)
$$;
