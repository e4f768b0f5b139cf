-- version 1
--
-- Claims whatever is due, in turns between tenants, as far as the capacity of endpoints and the worker's free
-- slots allow. Before that it ends leases that are over and takes what endpoints that are not active left.
--
-- p_worker       the worker that gets the leases
-- p_slots        free slots for endpoints that answer quickly
-- p_slow         free slots of the slow lane
-- p_slow_total   slots of the slow lane in all, which its endpoints share evenly
-- p_lease        how long a lease lasts
-- p_attempt_ids  one new id for each attempt
--
-- What an endpoint takes in one request (a batch) is one turn, and an endpoint's share of the slots holds whole
-- requests. An attempt by hand ignores pause, hold-back and breaker, but not max_in_flight and rate limit.
-- A last row without a delivery_id says what was left: due deliveries for want of capacity ("more"), in how
-- many milliseconds a rate limit allows the next request ("wake_ms"), deliveries that due_suspect finds.
-- Locks: the advisory lock of the claim until the transaction ends; then as free_expired_leases,
-- hold_stragglers, charge_pace and claim_picked.
CREATE OR REPLACE FUNCTION claim_due_deliveries(
  p_worker uuid, p_slots integer, p_slow integer, p_slow_total integer, p_lease interval, p_attempt_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  waiting uuid[];
  picked uuid[];
  slow_ones uuid[];
  charged uuid[];
  charges double precision[];
  left_over boolean;
  wake double precision;
  suspected boolean;
  -- Decides who goes first among equals. Where more endpoints wait than there are slots, it differs each time.
  lot bigint := (random() * 9e15)::bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512202);
  moment := clock_timestamp();
  PERFORM free_expired_leases(moment);

  WITH RECURSIVE hop (endpoint_id) AS (
    (SELECT q.endpoint_id FROM delivery_queue q WHERE q.leased_until IS NULL ORDER BY q.endpoint_id LIMIT 1)
    UNION ALL
    SELECT n.endpoint_id FROM hop CROSS JOIN LATERAL (
      SELECT q.endpoint_id FROM delivery_queue q
      WHERE q.leased_until IS NULL AND q.endpoint_id > hop.endpoint_id
      ORDER BY q.endpoint_id LIMIT 1) n
  )
  SELECT array_agg(endpoint_id) INTO waiting FROM hop;
  IF waiting IS NULL THEN
    RETURN;
  END IF;
  PERFORM hold_stragglers(waiting);

  WITH manual AS MATERIALIZED (
    SELECT q.delivery_id, q.tenant_id, q.endpoint_id,
      row_number() OVER (PARTITION BY q.endpoint_id ORDER BY q.due_at) AS nth
    FROM delivery_queue q
    WHERE q.trigger = 'manual' AND q.leased_until IS NULL AND q.due_at <= moment AND q.lost_leases < 5
  ), open AS MATERIALIZED (
    -- Capacity is counted only where something is due.
    SELECT e.id FROM endpoints e
    LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
    WHERE e.id = ANY (waiting) AND (
      (coalesce(greatest(h.held_back_until, h.open_until) <= moment, true) AND EXISTS (
        SELECT FROM delivery_queue q
        WHERE q.endpoint_id = e.id AND q.leased_until IS NULL AND q.due_at <= moment))
      OR e.id IN (SELECT endpoint_id FROM manual))
  ), room AS MATERIALIZED (
    SELECT r.*, r.max_in_flight - r.leased AS manual_room, coalesce(m.manuals, 0) AS manuals,
      uuid_hash_extended(r.endpoint_id, lot) AS draw
    FROM room_at_endpoints(ARRAY(SELECT id FROM open), moment, p_lease) r
    LEFT JOIN (SELECT m.endpoint_id, count(*) AS manuals FROM manual m GROUP BY m.endpoint_id) m USING (endpoint_id)
  ), shares AS (
    SELECT r.*, CASE
      WHEN r.is_slow THEN least(p_slow, greatest(0, greatest(1, p_slow_total / count(*) OVER lane) - r.leased))
      ELSE least(p_slots, greatest(2, 2 * p_slots / count(*) OVER lane)) END AS share
    FROM room r WHERE r.is_open
    WINDOW lane AS (PARTITION BY r.is_slow)
  ), budgets AS (
    SELECT s.*, least(
        greatest(0, s.room - s.manuals), (s.share + s.max_items - 1) / s.max_items * s.max_items,
        CASE WHEN s.rate IS NOT NULL
          THEN (greatest(0, floor(s.tokens) - s.manuals) * s.max_items)::bigint END) AS budget
    FROM shares s
  ), due AS (
    SELECT q.delivery_id, b.tenant_id, b.endpoint_id, b.draw, q.nth,
      (q.nth + b.max_items - 1) / b.max_items AS request,
      NULL::uuid AS lone, b.is_slow, b.rate, b.tokens, q.nth <= b.budget AS fits,
      b.rate IS NOT NULL AND (q.nth + b.max_items - 1) / b.max_items + b.manuals > floor(b.tokens) AS must_wait
    FROM budgets b CROSS JOIN LATERAL (
      SELECT delivery_id, row_number() OVER (ORDER BY due_at) AS nth FROM delivery_queue
      WHERE endpoint_id = b.endpoint_id AND leased_until IS NULL AND due_at <= moment
        AND trigger <> 'manual' AND lost_leases < 5
      ORDER BY due_at LIMIT b.budget + 1) q
    UNION ALL
    SELECT m.delivery_id, m.tenant_id, m.endpoint_id, r.draw, 0, -m.nth, m.delivery_id, r.is_slow, r.rate, r.tokens,
      m.nth <= r.manual_room AND coalesce(m.nth <= floor(r.tokens), true),
      r.rate IS NOT NULL AND m.nth > floor(r.tokens)
    FROM manual m JOIN room r USING (endpoint_id)
  ), turns AS (
    SELECT *,
      dense_rank() OVER (PARTITION BY tenant_id, is_slow ORDER BY request, draw, endpoint_id, lone) AS turn
    FROM due
  ), placed AS (
    SELECT *, CASE WHEN is_slow THEN p_slow ELSE p_slots END AS slots,
      row_number() OVER (PARTITION BY is_slow ORDER BY NOT fits, turn, request, draw, endpoint_id, nth) AS place
    FROM turns
  ), ranked AS (
    -- A request goes whole or not at all, unless it is the first one and has more than there are slots.
    SELECT *, fits AND place <= slots
      AND (max(place) OVER same_request <= slots OR min(place) OVER same_request = 1) AS taken
    FROM placed
    WINDOW same_request AS (PARTITION BY endpoint_id, request, lone, fits)
  ), spent AS (
    SELECT endpoint_id, min(tokens) - count(DISTINCT request) FILTER (WHERE taken) AS tokens, min(rate) AS rate,
      bool_or(taken) AS is_charged, bool_or(must_wait) AS must_wait
    FROM ranked WHERE rate IS NOT NULL GROUP BY endpoint_id
  )
  SELECT array_agg(delivery_id) FILTER (WHERE taken), array_agg(delivery_id) FILTER (WHERE taken AND is_slow),
    bool_or(NOT taken AND NOT must_wait),
    (SELECT array_agg(endpoint_id ORDER BY endpoint_id) FROM spent WHERE is_charged),
    (SELECT array_agg(tokens ORDER BY endpoint_id) FROM spent WHERE is_charged),
    (SELECT min((1 - (tokens - floor(tokens))) / rate) FROM spent WHERE must_wait)
  INTO picked, slow_ones, left_over, charged, charges, wake FROM ranked;
  IF charged IS NOT NULL THEN
    PERFORM charge_pace(charged, charges, moment);
  END IF;
  IF picked IS NOT NULL THEN
    RETURN QUERY SELECT * FROM claim_picked(p_worker, p_lease, p_attempt_ids, picked, slow_ones);
  END IF;
  suspected := EXISTS (SELECT FROM due_suspect(moment, p_lease));
  IF left_over OR wake IS NOT NULL OR suspected THEN
    RETURN NEXT ROW(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
      coalesce(left_over, false), ceil(wake * 1000)::integer, suspected)::claimed_delivery;
  END IF;
END
$$;
