import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Takes what is due, at most p_slots rows: those named in p_ids, or (null) whatever is due, in
 * fair turns between tenants. One claim runs at a time, so that an endpoint's max_in_flight holds
 * across workers; the lock lives as long as this call on the server, whatever becomes of the client.
 * The last row may have no delivery_id: `more` then says that due rows were left for want of room.
 */
const CLAIM = `
CREATE INDEX delivery_queue_manual ON delivery_queue (due_at) WHERE trigger = 'manual' AND leased_until IS NULL;

CREATE TYPE claimed_delivery AS (
  delivery_id uuid, event_id uuid, endpoint_id uuid, tenant_id uuid, fence integer,
  attempt_id uuid, attempt_number integer, step integer, trigger text, endpoint_version integer, more boolean
);

CREATE FUNCTION claim_picked(
  p_worker uuid, p_lease interval, p_attempt_ids uuid[], p_picked uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE sql AS $$
  WITH locked AS (
    SELECT q.delivery_id, e.version, row_number() OVER () AS nth
    FROM (
      SELECT * FROM delivery_queue WHERE delivery_id = ANY (p_picked) FOR UPDATE SKIP LOCKED
    ) q
    JOIN endpoints e ON e.id = q.endpoint_id
    -- spelled so that no partial index matches: by key it is, however small the planner takes the queue to be
    WHERE coalesce(q.leased_until, '-infinity') = '-infinity'
  )
  UPDATE delivery_queue q
  SET leased_until = clock_timestamp() + p_lease, leased_by = p_worker, fence = q.fence + 1,
      attempts = q.attempts + 1, attempt_id = p_attempt_ids[l.nth]
  FROM locked l
  WHERE q.delivery_id = l.delivery_id
  RETURNING q.delivery_id, q.event_id, q.endpoint_id, q.tenant_id, q.fence, q.attempt_id, q.attempts,
    q.step, q.trigger, l.version, false
$$;

-- endpoints that may be sent to now, and how many deliveries more each of them takes
CREATE FUNCTION room_at_endpoints(p_endpoints uuid[], p_moment timestamptz)
RETURNS TABLE (endpoint_id uuid, tenant_id uuid, room bigint) LANGUAGE sql STABLE AS $$
  SELECT e.id, e.tenant_id, greatest(0, e.max_in_flight - (
    SELECT count(*) FROM delivery_queue l WHERE l.endpoint_id = e.id AND l.leased_until IS NOT NULL))
  FROM endpoints e
  LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
  WHERE e.id = ANY (p_endpoints) AND e.status = 'active' AND e.deleted_at IS NULL
    AND (h.held_back_until IS NULL OR h.held_back_until <= p_moment)
$$;

CREATE FUNCTION claim_named_deliveries(
  p_worker uuid, p_slots integer, p_lease interval, p_attempt_ids uuid[], p_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  picked uuid[];
  left_over boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512202);
  moment := clock_timestamp();
  WITH due AS (
    SELECT q.delivery_id, q.endpoint_id,
      row_number() OVER (PARTITION BY q.endpoint_id ORDER BY q.due_at, q.delivery_id) AS nth
    -- OFFSET keeps the conditions apart: by key first, whatever the planner takes the queue to be
    FROM (SELECT * FROM delivery_queue WHERE delivery_id = ANY (p_ids) OFFSET 0) q
    WHERE q.leased_until IS NULL AND q.due_at <= moment
  ), fitting AS (
    SELECT d.delivery_id, d.nth <= r.room AND row_number() OVER (ORDER BY d.nth > r.room, d.nth) <= p_slots AS taken
    FROM due d
    JOIN room_at_endpoints(ARRAY(SELECT DISTINCT endpoint_id FROM due), moment) r USING (endpoint_id)
  )
  SELECT array_agg(delivery_id) FILTER (WHERE taken), bool_or(NOT taken) INTO picked, left_over FROM fitting;
  IF picked IS NOT NULL THEN
    RETURN QUERY SELECT * FROM claim_picked(p_worker, p_lease, p_attempt_ids, picked);
  END IF;
  IF left_over THEN
    RETURN NEXT ROW(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, true)::claimed_delivery;
  END IF;
END
$$;

CREATE FUNCTION time_of_uuid(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
  SELECT to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
$$;

CREATE FUNCTION claim_due_deliveries(
  p_worker uuid, p_slots integer, p_lease interval, p_attempt_ids uuid[]
) RETURNS SETOF claimed_delivery LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  waiting uuid[];
  picked uuid[];
  left_over boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(7305512202);
  moment := clock_timestamp();

  -- a worker went without a word: what it had begun is put on record before anybody begins anew
  WITH expired AS (
    SELECT delivery_id, endpoint_id, attempt_id, attempts, trigger FROM delivery_queue
    WHERE leased_until < moment FOR UPDATE SKIP LOCKED
  ), freed AS (
    UPDATE delivery_queue q
    SET leased_until = NULL, leased_by = NULL, attempt_id = NULL, lost_leases = q.lost_leases + 1
    FROM expired x WHERE q.delivery_id = x.delivery_id
  ), noted AS (
    INSERT INTO attempts (id, delivery_id, number, trigger, url, started_at, duration_ms, error_class, error_message)
    SELECT x.attempt_id, x.delivery_id, x.attempts, x.trigger, coalesce(e.url, ''), time_of_uuid(x.attempt_id), 0, 'worker_lost',
      'The worker stopped before it could report this attempt; the receiver may have got it. It spends nothing of the schedule.'
    FROM expired x LEFT JOIN endpoints e ON e.id = x.endpoint_id
    ON CONFLICT (id) DO NOTHING
  )
  UPDATE deliveries d SET attempt_count = greatest(d.attempt_count, x.attempts)
  FROM expired x WHERE d.id = x.delivery_id;

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

  -- what a recorder put back while its endpoint was being paused, disabled or deleted
  IF EXISTS (SELECT FROM endpoints WHERE id = ANY (waiting) AND (status <> 'active' OR deleted_at IS NOT NULL)) THEN
    WITH closed AS (
      SELECT id, deleted_at, CASE WHEN deleted_at IS NULL THEN 'endpoint_' || status ELSE 'endpoint_deleted' END AS reason
      FROM endpoints WHERE id = ANY (waiting) AND (status <> 'active' OR deleted_at IS NOT NULL)
      ORDER BY id FOR SHARE -- a resume comes before or after this, not between
    ), moved AS (
      DELETE FROM delivery_queue q USING closed c
      WHERE q.endpoint_id = c.id AND q.leased_until IS NULL
        AND (q.trigger = 'automatic' OR c.deleted_at IS NOT NULL)
      RETURNING q.delivery_id, c.reason, c.deleted_at, nullif(q.resume_status, 'held') AS settled_status
    )
    UPDATE deliveries d
    SET status = CASE WHEN m.deleted_at IS NULL THEN 'held' ELSE 'cancelled' END,
        reason = m.reason, unhappy = true, settled_at = m.deleted_at
    FROM moved m WHERE d.id = m.delivery_id AND m.settled_status IS NULL;
  END IF;

  -- what an endpoint takes in one request is one turn, and its share holds whole requests
  -- a manual attempt minds neither pause nor hold-back, but there must be room for it
  WITH manual AS (
    SELECT q.delivery_id, q.tenant_id, q.endpoint_id,
      row_number() OVER (PARTITION BY q.endpoint_id ORDER BY q.due_at) AS nth,
      e.max_in_flight - (
        SELECT count(*) FROM delivery_queue l WHERE l.endpoint_id = e.id AND l.leased_until IS NOT NULL) AS room
    FROM delivery_queue q JOIN endpoints e ON e.id = q.endpoint_id
    WHERE q.trigger = 'manual' AND q.leased_until IS NULL AND q.due_at <= moment
  ), spacious AS (
    SELECT s.*, (s.share + s.max_items - 1) / s.max_items * s.max_items AS quota
    FROM (
      SELECT r.endpoint_id, r.tenant_id, coalesce((e.batch->>'max_items')::int, 1) AS max_items,
        greatest(0, r.room - (SELECT count(*) FROM manual m WHERE m.endpoint_id = r.endpoint_id)) AS room,
        least(p_slots, greatest(2, 2 * p_slots / count(*) OVER ())) AS share
      FROM room_at_endpoints(waiting, moment) r JOIN endpoints e ON e.id = r.endpoint_id
      WHERE EXISTS (
        SELECT FROM delivery_queue q
        WHERE q.endpoint_id = r.endpoint_id AND q.leased_until IS NULL AND q.due_at <= moment)) s
  ), due AS (
    SELECT q.delivery_id, s.tenant_id, s.endpoint_id, q.nth, (q.nth + s.max_items - 1) / s.max_items AS request,
      NULL::uuid AS lone, q.nth <= least(s.room, s.quota) AS fits
    FROM spacious s CROSS JOIN LATERAL (
      SELECT delivery_id, row_number() OVER (ORDER BY due_at) AS nth FROM delivery_queue
      WHERE endpoint_id = s.endpoint_id AND leased_until IS NULL AND due_at <= moment AND trigger = 'automatic'
      ORDER BY due_at LIMIT least(s.room, s.quota) + 1) q
    UNION ALL
    SELECT delivery_id, tenant_id, endpoint_id, 0, 0, delivery_id, nth <= room FROM manual
  ), turns AS (
    SELECT *, dense_rank() OVER (PARTITION BY tenant_id ORDER BY request, endpoint_id, lone) AS turn FROM due
  ), fitting AS (
    SELECT delivery_id,
      fits AND row_number() OVER (ORDER BY NOT fits, turn, request, endpoint_id, nth) <= p_slots AS taken
    FROM turns
  )
  SELECT array_agg(delivery_id) FILTER (WHERE taken), bool_or(NOT taken) INTO picked, left_over FROM fitting;
  IF picked IS NOT NULL THEN
    RETURN QUERY SELECT * FROM claim_picked(p_worker, p_lease, p_attempt_ids, picked);
  END IF;
  IF left_over THEN
    RETURN NEXT ROW(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, true)::claimed_delivery;
  END IF;
END
$$;
`;

export class CreateClaim1763600001000 implements MigrationInterface {
  name = 'CreateClaim1763600001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CLAIM);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TYPE claimed_delivery CASCADE');
    await runner.query('DROP FUNCTION room_at_endpoints(uuid[], timestamptz)');
    await runner.query('DROP FUNCTION time_of_uuid(uuid)');
    await runner.query('DROP INDEX delivery_queue_manual');
  }
}
