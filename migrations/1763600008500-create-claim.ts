import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of databases that ran an earlier version. */
const DROP = `
DROP FUNCTION IF EXISTS claim_due_deliveries(uuid, integer, interval, uuid[]);
DROP FUNCTION IF EXISTS claim_due_deliveries(uuid, integer, integer, integer, interval, uuid[]);
DROP FUNCTION IF EXISTS claim_named_deliveries(uuid, integer, interval, uuid[], uuid[]);
DROP FUNCTION IF EXISTS claim_named_deliveries(uuid, integer, integer, interval, uuid[], uuid[]);
DROP FUNCTION IF EXISTS claim_suspect_delivery(uuid, interval, uuid[]);
DROP FUNCTION IF EXISTS due_suspect(timestamptz, interval);
DROP FUNCTION IF EXISTS claim_picked(uuid, interval, uuid[], uuid[]);
DROP FUNCTION IF EXISTS claim_picked(uuid, interval, uuid[], uuid[], uuid[]);
DROP FUNCTION IF EXISTS room_at_endpoints(uuid[], timestamptz);
DROP FUNCTION IF EXISTS room_at_endpoints(uuid[], timestamptz, interval);
DROP FUNCTION IF EXISTS charge_pace(uuid[], double precision[], timestamptz);
DROP FUNCTION IF EXISTS free_expired_leases(timestamptz);
DROP FUNCTION IF EXISTS hold_stragglers(uuid[]);
DROP FUNCTION IF EXISTS time_of_uuid(uuid);
DROP TYPE IF EXISTS claimed_delivery;
DROP INDEX IF EXISTS delivery_queue_manual;
DROP INDEX IF EXISTS delivery_queue_suspects;
`;

const BASICS = `
CREATE INDEX delivery_queue_manual ON delivery_queue (due_at) WHERE trigger = 'manual' AND leased_until IS NULL;
-- what was under way when workers died: claimed alone, lest it take others along
CREATE INDEX delivery_queue_suspects ON delivery_queue (due_at) WHERE lost_leases >= 5 AND leased_until IS NULL;

-- The last row of a claim has no delivery_id and tells of what was left: due rows for want of
-- room (more), in how many ms an endpoint's rate allows the next (wake_ms), suspects.
CREATE TYPE claimed_delivery AS (
  delivery_id uuid, event_id uuid, endpoint_id uuid, tenant_id uuid, fence integer,
  attempt_id uuid, attempt_number integer, step integer, trigger text, single boolean, endpoint_version integer,
  slow boolean, more boolean, wake_ms integer, suspects boolean
);

CREATE FUNCTION time_of_uuid(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
  SELECT to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
$$;

CREATE FUNCTION claim_picked(
  p_worker uuid, p_lease interval, p_attempt_ids uuid[], p_picked uuid[], p_slow uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE sql AS $$
  WITH locked AS (
    SELECT q.delivery_id, e.version, row_number() OVER () AS nth
    FROM (
      SELECT * FROM delivery_queue WHERE delivery_id = ANY (p_picked)
      LIMIT cardinality(p_attempt_ids) FOR UPDATE SKIP LOCKED
    ) q
    JOIN endpoints e ON e.id = q.endpoint_id
    -- spelled so that no partial index matches: by key it is, however small the planner takes the queue to be
    WHERE coalesce(q.leased_until, '-infinity') = '-infinity'
      -- where order is kept, whoever comes later in the subject waits, even if both are due
      AND (q.subject_hash IS NULL OR NOT EXISTS (
        SELECT FROM delivery_queue o
        WHERE o.endpoint_id = q.endpoint_id AND o.subject_hash = q.subject_hash
          AND (o.leased_until IS NOT NULL OR (o.sequence, o.delivery_id) < (q.sequence, q.delivery_id))))
  )
  UPDATE delivery_queue q
  SET leased_until = clock_timestamp() + p_lease, leased_by = p_worker, fence = q.fence + 1,
      attempts = q.attempts + 1, attempt_id = p_attempt_ids[l.nth]
  FROM locked l
  WHERE q.delivery_id = l.delivery_id
  RETURNING q.delivery_id, q.event_id, q.endpoint_id, q.tenant_id, q.fence, q.attempt_id, q.attempts,
    q.step, q.trigger, q.trigger = 'manual' OR q.resume_status IS NOT NULL, l.version,
    q.delivery_id = ANY (coalesce(p_slow, '{}')), false, NULL::integer, false
$$;
`;

/**
 * What endpoints take now. `is_open`: automatic deliveries may go. `room`: deliveries more in
 * flight; one at a time while the breaker probes. `is_slow`: something is in flight for a quarter of
 * a second, took two seconds in the last minute, the last attempts failed, or none has succeeded yet.
 * `rate`: requests a second (null: any number), `tokens`: how many of them now; a token bucket that
 * holds a twentieth of the limit and refills at 0.85 of it lets no second see more than the limit, even
 * where one request takes a tenth of a second longer to get out than another. After a hold-back or a
 * recovery the rate doubles every second.
 */
const ROOM = `
CREATE FUNCTION room_at_endpoints(p_endpoints uuid[], p_moment timestamptz, p_lease interval)
RETURNS TABLE (
  endpoint_id uuid, tenant_id uuid, max_items integer, max_in_flight integer, is_open boolean,
  leased bigint, room bigint, is_slow boolean, rate double precision, tokens double precision
) LANGUAGE sql STABLE AS $$
  WITH known AS MATERIALIZED (
    SELECT e.id, e.tenant_id, greatest(1, (e.batch->>'max_items')::int) AS max_items, e.max_in_flight,
      e.status = 'active' AND NOT (e.ordered AND e.releasing IS NOT NULL)
        AND coalesce(greatest(h.held_back_until, h.open_until) <= p_moment, true) AS is_open,
      coalesce(h.trips, 0) > 0 AS probes,
      h.last_success_at IS NULL OR h.strikes > 0 OR coalesce(h.slow_until > p_moment, false) AS is_suspicious,
      e.rate_limit_per_second * 0.85 AS limit_rate,
      CASE WHEN e.rate_limit_per_second IS NOT NULL THEN greatest(1, floor(e.rate_limit_per_second * 0.05)) END AS limit_burst,
      CASE WHEN r.since <= p_moment AND r.since > p_moment - interval '10 seconds'
        THEN 10 * 2 ^ extract(epoch FROM p_moment - r.since)::float8 END AS ramp_rate
    FROM endpoints e
    LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
    CROSS JOIN LATERAL (SELECT greatest(h.ramp_from, h.held_back_until) AS since) r
    WHERE e.id = ANY (p_endpoints) AND e.deleted_at IS NULL
  ), paced AS (
    SELECT k.*, least(k.limit_rate, k.ramp_rate)::float8 AS rate,
      least(k.limit_burst, k.ramp_rate / 2)::float8 AS burst
    FROM known k
  )
  SELECT k.id, k.tenant_id, k.max_items, k.max_in_flight, k.is_open, l.leased,
    greatest(0, CASE WHEN k.probes THEN 1 ELSE k.max_in_flight END - l.leased),
    -- never null: that would be a third lane
    k.is_suspicious OR coalesce(l.oldest < p_moment + p_lease - interval '250 milliseconds', false),
    k.rate,
    CASE WHEN k.rate IS NOT NULL THEN least(k.burst, coalesce(
      p.tokens + greatest(0, extract(epoch FROM p_moment - p.refilled_at)) * k.rate, k.burst)) END
  FROM paced k
  LEFT JOIN endpoint_pace p ON p.endpoint_id = k.id AND k.rate IS NOT NULL
  CROSS JOIN LATERAL (
    SELECT count(*) AS leased, min(q.leased_until) AS oldest
    FROM delivery_queue q WHERE q.endpoint_id = k.id AND q.leased_until IS NOT NULL
  ) l
$$;

CREATE FUNCTION charge_pace(p_endpoints uuid[], p_left double precision[], p_moment timestamptz)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO endpoint_pace (endpoint_id, tokens, refilled_at)
  SELECT id, left_over, p_moment FROM unnest(p_endpoints, p_left) AS c (id, left_over)
  ON CONFLICT (endpoint_id) DO UPDATE SET tokens = excluded.tokens, refilled_at = excluded.refilled_at
$$;
`;

/**
 * What workers left behind. An attempt nobody reported is put on record before anybody begins anew;
 * a delivery that has gone down with eight workers is set aside. What a recorder put back while its
 * endpoint was being paused, disabled or deleted is held or cancelled. Both run under the lock that
 * every claim takes: they do a piece at a time and wait for nobody.
 */
const TIDY = `
CREATE FUNCTION free_expired_leases(p_moment timestamptz) RETURNS void LANGUAGE sql AS $$
  WITH expired AS MATERIALIZED (
    SELECT delivery_id, endpoint_id, attempt_id, attempts, trigger, resume_status, lost_leases + 1 >= 8 AS is_poison
    FROM delivery_queue WHERE leased_until < p_moment LIMIT 1000 FOR UPDATE SKIP LOCKED
  ), freed AS (
    UPDATE delivery_queue q
    SET leased_until = NULL, leased_by = NULL, attempt_id = NULL, lost_leases = q.lost_leases + 1
    FROM expired x WHERE q.delivery_id = x.delivery_id AND NOT x.is_poison
  ), removed AS (
    DELETE FROM delivery_queue q USING expired x WHERE q.delivery_id = x.delivery_id AND x.is_poison
  ), noted AS (
    INSERT INTO attempts (id, delivery_id, number, trigger, url, started_at, duration_ms, error_class, error_message)
    SELECT x.attempt_id, x.delivery_id, x.attempts, x.trigger, coalesce(e.url, ''), time_of_uuid(x.attempt_id), 0, 'worker_lost',
      'The worker stopped before it could report this attempt; the receiver may have got it. It spends nothing of the schedule.'
    FROM expired x LEFT JOIN endpoints e ON e.id = x.endpoint_id
    WHERE x.attempt_id IS NOT NULL
    ON CONFLICT (id) DO NOTHING
  )
  UPDATE deliveries d
  SET attempt_count = greatest(d.attempt_count, x.attempts),
      status = CASE WHEN x.is_poison AND x.resume_status IS NULL THEN 'held' ELSE d.status END,
      reason = CASE WHEN x.is_poison AND x.resume_status IS NULL THEN 'poison' ELSE d.reason END,
      unhappy = d.unhappy OR (x.is_poison AND x.resume_status IS NULL)
  FROM expired x WHERE d.id = x.delivery_id
$$;

CREATE FUNCTION hold_stragglers(p_endpoints uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM endpoints WHERE id = ANY (p_endpoints) AND (status <> 'active' OR deleted_at IS NOT NULL)) THEN
    RETURN;
  END IF;
  WITH closed AS (
    SELECT id, deleted_at, CASE WHEN deleted_at IS NULL THEN 'endpoint_' || status ELSE 'endpoint_deleted' END AS reason
    FROM endpoints WHERE id = ANY (p_endpoints) AND (status <> 'active' OR deleted_at IS NOT NULL)
    ORDER BY id FOR SHARE SKIP LOCKED -- a resume comes before or after this, not between
  ), found AS MATERIALIZED (
    SELECT q.delivery_id, c.reason, c.deleted_at
    FROM closed c CROSS JOIN LATERAL (
      SELECT * FROM delivery_queue
      WHERE endpoint_id = c.id AND leased_until IS NULL AND (trigger <> 'manual' OR c.deleted_at IS NOT NULL)
      LIMIT 200 FOR UPDATE SKIP LOCKED
    ) q
    LIMIT 500
  ), moved AS (
    DELETE FROM delivery_queue q USING found c
    WHERE q.delivery_id = c.delivery_id
    RETURNING q.delivery_id, c.reason, c.deleted_at, nullif(q.resume_status, 'held') AS settled_status
  )
  UPDATE deliveries d
  SET status = CASE WHEN m.deleted_at IS NULL THEN 'held' ELSE 'cancelled' END,
      reason = m.reason, unhappy = true, settled_at = m.deleted_at
  FROM moved m WHERE d.id = m.delivery_id AND m.settled_status IS NULL;
END
$$;
`;

/**
 * Each takes at most p_slots deliveries of endpoints that answer quickly and p_slow of others. One
 * claim runs at a time, so that an endpoint's max_in_flight and rate hold across workers; the lock
 * lives as long as this call on the server, whatever becomes of the client.
 */
const CLAIMS = `
CREATE FUNCTION claim_named_deliveries(
  p_worker uuid, p_slots integer, p_slow integer, p_lease interval, p_attempt_ids uuid[], p_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  picked uuid[];
  slow_ones uuid[];
  charged uuid[];
  charges double precision[];
  left_over boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512202);
  moment := clock_timestamp();
  WITH due AS MATERIALIZED (
    SELECT q.delivery_id, q.endpoint_id,
      row_number() OVER (PARTITION BY q.endpoint_id ORDER BY q.due_at, q.delivery_id) AS nth
    -- OFFSET keeps the conditions apart: by key first, whatever the planner takes the queue to be
    FROM (SELECT * FROM delivery_queue WHERE delivery_id = ANY (p_ids) OFFSET 0) q
    WHERE q.leased_until IS NULL AND q.due_at <= moment AND q.lost_leases < 5
  ), fitting AS (
    -- a tenth of an endpoint's room is for what waits longer: retries above all
    SELECT d.*, r.is_slow, r.rate, r.tokens, (d.nth + r.max_items - 1) / r.max_items AS request,
      d.nth <= r.room - r.max_in_flight / 10
        AND coalesce((d.nth + r.max_items - 1) / r.max_items <= floor(r.tokens), true) AS fits
    FROM due d
    JOIN room_at_endpoints(ARRAY(SELECT DISTINCT endpoint_id FROM due), moment, p_lease) r USING (endpoint_id)
    WHERE r.is_open
  ), ranked AS (
    SELECT *, fits AND row_number() OVER (PARTITION BY is_slow ORDER BY NOT fits, nth)
      <= CASE WHEN is_slow THEN p_slow ELSE p_slots END AS taken
    FROM fitting
  ), spent AS (
    SELECT endpoint_id, min(tokens) - count(DISTINCT request) AS tokens
    FROM ranked WHERE taken AND rate IS NOT NULL GROUP BY endpoint_id
  )
  SELECT array_agg(delivery_id) FILTER (WHERE taken), array_agg(delivery_id) FILTER (WHERE taken AND is_slow), bool_or(NOT taken),
    (SELECT array_agg(endpoint_id ORDER BY endpoint_id) FROM spent),
    (SELECT array_agg(tokens ORDER BY endpoint_id) FROM spent)
  INTO picked, slow_ones, left_over, charged, charges FROM ranked;
  IF charged IS NOT NULL THEN
    PERFORM charge_pace(charged, charges, moment);
  END IF;
  IF picked IS NOT NULL THEN
    RETURN QUERY SELECT * FROM claim_picked(p_worker, p_lease, p_attempt_ids, picked, slow_ones);
  END IF;
  IF left_over THEN
    RETURN NEXT ROW(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, true, NULL, false)::claimed_delivery;
  END IF;
END
$$;

-- the first that may have killed workers and may be sent now
CREATE FUNCTION due_suspect(p_moment timestamptz, p_lease interval)
RETURNS TABLE (delivery_id uuid, endpoint_id uuid, rate double precision, tokens double precision) LANGUAGE sql STABLE AS $$
  WITH due AS MATERIALIZED (
    SELECT q.delivery_id, q.endpoint_id, q.due_at, q.trigger, q.subject_hash, q.sequence FROM delivery_queue q
    WHERE q.lost_leases >= 5 AND q.leased_until IS NULL AND q.due_at <= p_moment
  )
  SELECT q.delivery_id, r.endpoint_id, r.rate, r.tokens
  FROM due q
  JOIN room_at_endpoints(ARRAY(SELECT DISTINCT d.endpoint_id FROM due d), p_moment, p_lease) r USING (endpoint_id)
  WHERE r.leased < r.max_in_flight AND coalesce(r.tokens >= 1, true)
    AND (q.trigger = 'manual' OR (r.is_open AND r.room > 0))
    -- one that its subject keeps waiting must not keep workers waiting for it
    AND (q.subject_hash IS NULL OR NOT EXISTS (
      SELECT FROM delivery_queue o
      WHERE o.endpoint_id = q.endpoint_id AND o.subject_hash = q.subject_hash
        AND (o.leased_until IS NOT NULL OR (o.sequence, o.delivery_id) < (q.sequence, q.delivery_id))))
  ORDER BY q.due_at LIMIT 1
$$;

CREATE FUNCTION claim_due_deliveries(
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
  -- draws who goes first among equals: with more endpoints waiting than slots it must not be the same ones each time
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

  -- what an endpoint takes in one request is one turn, and its share holds whole requests
  -- a manual attempt minds neither pause nor hold-back nor breaker, but there must be room for it
  WITH manual AS MATERIALIZED (
    SELECT q.delivery_id, q.tenant_id, q.endpoint_id,
      row_number() OVER (PARTITION BY q.endpoint_id ORDER BY q.due_at) AS nth
    FROM delivery_queue q
    WHERE q.trigger = 'manual' AND q.leased_until IS NULL AND q.due_at <= moment AND q.lost_leases < 5
  ), open AS MATERIALIZED (
    -- no room is counted where nothing is due
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
        CASE WHEN s.rate IS NOT NULL THEN (greatest(0, floor(s.tokens) - s.manuals) * s.max_items)::bigint END) AS budget
    FROM shares s
  ), due AS (
    SELECT q.delivery_id, b.tenant_id, b.endpoint_id, b.draw, q.nth, (q.nth + b.max_items - 1) / b.max_items AS request,
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
    SELECT *, dense_rank() OVER (PARTITION BY tenant_id, is_slow ORDER BY request, draw, endpoint_id, lone) AS turn FROM due
  ), placed AS (
    SELECT *, CASE WHEN is_slow THEN p_slow ELSE p_slots END AS slots,
      row_number() OVER (PARTITION BY is_slow ORDER BY NOT fits, turn, request, draw, endpoint_id, nth) AS place
    FROM turns
  ), ranked AS (
    -- a request goes whole or not at all, unless it is the first and has more than there are slots
    SELECT *, fits AND place <= slots
      AND (max(place) OVER same_request <= slots OR min(place) OVER same_request = 1) AS taken
    FROM placed
    WINDOW same_request AS (PARTITION BY endpoint_id, request, lone, fits)
  ), spent AS (
    SELECT endpoint_id, min(tokens) - count(DISTINCT request) FILTER (WHERE taken) AS tokens, min(rate) AS rate,
      bool_or(taken) AS is_charged, bool_or(must_wait) AS must_wait
    FROM ranked WHERE rate IS NOT NULL GROUP BY endpoint_id
  )
  SELECT array_agg(delivery_id) FILTER (WHERE taken), array_agg(delivery_id) FILTER (WHERE taken AND is_slow), bool_or(NOT taken AND NOT must_wait),
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

-- one delivery that may have killed workers, for a worker that has nothing else under way
CREATE FUNCTION claim_suspect_delivery(
  p_worker uuid, p_lease interval, p_attempt_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  suspect record;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512202);
  moment := clock_timestamp();
  SELECT * INTO suspect FROM due_suspect(moment, p_lease);
  IF suspect.delivery_id IS NULL THEN
    RETURN;
  END IF;
  IF suspect.rate IS NOT NULL THEN
    PERFORM charge_pace(ARRAY[suspect.endpoint_id], ARRAY[suspect.tokens - 1], moment);
  END IF;
  RETURN QUERY SELECT * FROM claim_picked(p_worker, p_lease, p_attempt_ids, ARRAY[suspect.delivery_id], NULL);
END
$$;
`;

export class CreateClaim1763600008500 implements MigrationInterface {
  name = 'CreateClaim1763600008500';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [DROP, BASICS, ROOM, TIDY, CLAIMS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DROP);
  }
}
