import { statement } from '../../database/index.js';
import { LONG_ATTEMPT_MS } from '../../model/index.js';

export interface RecordedRow {
  delivery_id: string;
  /** The delivery is the next of its subject; else its own state moved. */
  is_next: boolean;
}

/**
 * Puts attempts on record and moves their deliveries on, in one commit. Records are written whatever
 * became of the claim; the state moves only for the holder of the fence, or on a success, which settles
 * the delivery however late it comes. What would wait at an endpoint that is no longer active is
 * held, or cancelled where it was deleted.
 *
 * Also answers which deliveries of the same subject are next where order is kept (`is_next`).
 *
 * $1–$4 delivery, endpoint, fence, attempt number; $5–$19 the attempt (id null: none was made);
 * $20–$24 what follows (status null: nothing); $25–$26 what it says about the endpoint;
 * $27 the format of the body; $28 whether it is a success that looks like the page of a proxy; $29 the successes
 * at the endpoint that it stands for.
 */
export const recordAttempts = statement<RecordedRow>(
  'record-attempts',
  `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::int[], $4::int[],
    $5::uuid[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::int[],
    $11::real[], $12::real[], $13::real[], $14::real[], $15::bytea[], $16::int[], $17::text[], $18::text[], $19::bytea[],
    $20::boolean[], $21::text[], $22::text[], $23::int[], $24::int[],
    $25::text[], $26::int[], $27::text[], $28::boolean[], $29::int[]
  ) AS i (
    delivery_id, endpoint_id, fence, number,
    attempt_id, trigger, url, ip, started_at, duration_ms,
    dns_ms, connect_ms, tls_ms, first_byte_ms, body_hash, response_status, error_class, error_message, sealed_exchange,
    succeeded, status, reason, delay_ms, step,
    health, held_back_ms, format, suspicious, successes
  )
), recorded AS (
  INSERT INTO attempts AS a (
    id, delivery_id, number, trigger, url, ip, started_at, duration_ms,
    dns_ms, connect_ms, tls_ms, first_byte_ms, body_hash, response_status, error_class, error_message, suspicious_success)
  SELECT attempt_id, delivery_id, number, trigger, url, ip, started_at, duration_ms,
    dns_ms, connect_ms, tls_ms, first_byte_ms, body_hash, response_status, error_class, error_message, suspicious
  FROM input WHERE attempt_id IS NOT NULL
  -- the attempt of a lost worker was noted as such, and now its own report comes in after all
  ON CONFLICT (id) DO UPDATE SET
    ip = excluded.ip, started_at = excluded.started_at, duration_ms = excluded.duration_ms,
    dns_ms = excluded.dns_ms, connect_ms = excluded.connect_ms, tls_ms = excluded.tls_ms,
    first_byte_ms = excluded.first_byte_ms, body_hash = excluded.body_hash,
    response_status = excluded.response_status, error_class = excluded.error_class,
    error_message = excluded.error_message, suspicious_success = excluded.suspicious_success
  WHERE a.error_class = 'worker_lost' AND excluded.error_class IS DISTINCT FROM 'worker_lost'
), exchanged AS (
  INSERT INTO attempt_bodies (attempt_id, sealed_exchange)
  SELECT attempt_id, sealed_exchange FROM input WHERE sealed_exchange IS NOT NULL
  ON CONFLICT (attempt_id) DO NOTHING
), given_back AS MATERIALIZED (
  -- locked before it is looked at: a resume may come between
  SELECT q.delivery_id, q.resume_at, q.resume_status FROM delivery_queue q
  JOIN input i ON i.delivery_id = q.delivery_id AND i.fence = q.fence
  WHERE i.status = 'restore_previous' AND (q.trigger = 'manual' OR q.resume_status IS NOT NULL)
  ORDER BY q.delivery_id
  FOR UPDATE OF q
), manual AS (
  SELECT delivery_id, resume_at FROM given_back WHERE resume_status IS NULL
), closed AS MATERIALIZED (
  -- a resume comes before or after this, not between; what a pause of the same moment would hold,
  -- the next claim of what is due holds
  SELECT id, status, deleted_at FROM endpoints
  WHERE id IN (SELECT endpoint_id FROM input WHERE status IN ('pending', 'restore_previous'))
    AND (status <> 'active' OR deleted_at IS NOT NULL)
  ORDER BY id
  FOR SHARE
), proposed AS (
  SELECT i.*, m.resume_at,
    CASE WHEN m.delivery_id IS NULL THEN i.status ELSE 'pending' END AS next_status,
    CASE WHEN m.delivery_id IS NULL THEN i.reason ELSE 'retry_scheduled' END AS next_reason
  FROM input i LEFT JOIN manual m USING (delivery_id)
), decided AS MATERIALIZED (
  SELECT p.*,
    CASE
      WHEN p.next_status IS DISTINCT FROM 'pending' OR c.id IS NULL THEN p.next_status
      WHEN c.deleted_at IS NOT NULL THEN 'cancelled'
      ELSE 'held'
    END AS to_status,
    CASE
      WHEN p.next_status IS DISTINCT FROM 'pending' OR c.id IS NULL THEN p.next_reason
      WHEN c.deleted_at IS NOT NULL THEN 'endpoint_deleted'
      ELSE 'endpoint_' || c.status
    END AS to_reason
  FROM proposed p LEFT JOIN closed c ON c.id = p.endpoint_id
), removed AS (
  DELETE FROM delivery_queue q USING decided d
  WHERE q.delivery_id = d.delivery_id AND d.to_status <> 'pending' AND (q.fence = d.fence OR d.succeeded)
    -- a report that comes twice finds the schedule it has given back already
    AND (d.to_status <> 'restore_previous' OR q.trigger = 'manual' OR q.resume_status IS NOT NULL)
  RETURNING q.delivery_id, q.endpoint_id, q.subject_hash, q.sequence
), kept AS (
  UPDATE delivery_queue q
  SET due_at = coalesce(d.resume_at, clock_timestamp() + make_interval(secs => d.delay_ms / 1000.0)),
      leased_until = NULL, leased_by = NULL, attempt_id = NULL, step = d.step,
      -- a worker that made an attempt has outlived it
      lost_leases = CASE WHEN d.number = 0 THEN q.lost_leases ELSE 0 END,
      attempts = CASE WHEN d.number = 0 THEN q.attempts - 1 ELSE q.attempts END,
      trigger = 'automatic', resume_at = NULL, resume_status = NULL, resume_reason = NULL
  FROM decided d
  WHERE q.delivery_id = d.delivery_id AND d.to_status = 'pending' AND q.fence = d.fence
  RETURNING q.delivery_id
), moved AS (
  SELECT delivery_id FROM removed UNION ALL SELECT delivery_id FROM kept
  UNION SELECT delivery_id FROM decided WHERE succeeded
), results AS (
  -- a set of ids, because the planner would join the two row by row
  SELECT d.*, d.to_status <> 'restore_previous' AND d.delivery_id IN (SELECT delivery_id FROM moved) AS moves
  FROM decided d
), settled AS (
  UPDATE deliveries t
  SET attempt_count = greatest(t.attempt_count, r.number),
      last_code = coalesce(r.response_status, t.last_code),
      format = coalesce(r.format, t.format),
      suspicious_success = t.suspicious_success OR coalesce(r.suspicious, false),
      status = CASE WHEN r.moves THEN r.to_status ELSE t.status END,
      reason = CASE WHEN r.moves THEN r.to_reason ELSE t.reason END,
      step = CASE WHEN r.moves THEN r.step ELSE t.step END,
      unhappy = CASE WHEN r.moves THEN r.to_status NOT IN ('pending', 'succeeded') ELSE t.unhappy END,
      settled_at = CASE
        WHEN NOT r.moves THEN t.settled_at
        WHEN r.to_status IN ('pending', 'held') THEN NULL
        ELSE clock_timestamp() END
  FROM results r
  WHERE t.id = r.delivery_id
), exhausted AS (
  INSERT INTO exhausted_deliveries (endpoint_id, delivery_id)
  SELECT endpoint_id, delivery_id FROM results WHERE moves AND to_reason = 'attempts_exhausted'
  ON CONFLICT DO NOTHING
), health AS (
  SELECT i.endpoint_id, coalesce(sum(i.successes), 0) AS successes,
    count(*) FILTER (WHERE i.health = 'failing') AS failures,
    count(*) FILTER (WHERE i.health IN ('failing', 'refusing') AND i.number = 1) AS failed_events,
    bool_or(i.health IN ('failing', 'refusing')) AS failing,
    bool_or(i.health = 'ok' AND i.trigger = 'manual') AS ok_by_hand,
    bool_or(i.duration_ms > ${LONG_ATTEMPT_MS}) AS slow,
    max(i.held_back_ms) AS held_back_ms
  FROM input i WHERE i.health IS NOT NULL OR i.held_back_ms IS NOT NULL
  GROUP BY i.endpoint_id
), noted AS (
  INSERT INTO endpoint_health AS h (endpoint_id, last_success_at, failing_since, held_back_until,
    failed_events, strikes, window_from, window_failures, window_successes, ramp_from, trips, open_until, slow_until)
  SELECT n.endpoint_id,
    CASE WHEN n.successes > 0 THEN clock_timestamp() END,
    CASE WHEN n.failing AND n.successes = 0 THEN clock_timestamp() END,
    clock_timestamp() + make_interval(secs => n.held_back_ms / 1000.0),
    n.failed_events, n.failures, clock_timestamp(), n.failures, n.successes,
    -- closes the breaker, however long it was to stay open
    CASE WHEN n.ok_by_hand THEN clock_timestamp() END,
    CASE WHEN n.failures >= 10 AND n.failures > n.successes THEN 1 ELSE 0 END,
    CASE WHEN n.failures >= 10 AND n.failures > n.successes THEN clock_timestamp() + (4 + 2 * random()) * interval '1 second' END,
    CASE WHEN n.slow THEN clock_timestamp() + interval '60 seconds' END
  FROM health n LEFT JOIN endpoint_health known ON known.endpoint_id = n.endpoint_id
  -- most attempts say nothing new about their endpoint; its row is then left alone
  WHERE known.endpoint_id IS NULL OR n.held_back_ms IS NOT NULL OR n.failing
    OR known.failing_since IS NOT NULL OR known.strikes > 0 OR known.window_failures > 0 OR known.trips > 0
    OR (n.slow AND coalesce(known.slow_until < now() + interval '30 seconds', true))
    OR known.last_success_at IS NULL OR known.last_success_at < now() - interval '1 second'
  ORDER BY n.endpoint_id
  ON CONFLICT (endpoint_id) DO UPDATE SET (
    last_success_at, failing_since, held_back_until, failed_events, strikes,
    window_from, window_failures, window_successes, trips, open_until, ramp_from, slow_until
  ) = (
    SELECT coalesce(excluded.last_success_at, h.last_success_at),
      CASE WHEN b.ok THEN NULL ELSE coalesce(h.failing_since, excluded.failing_since) END,
      greatest(h.held_back_until, excluded.held_back_until),
      CASE WHEN b.ok THEN 0 ELSE h.failed_events + excluded.failed_events END,
      CASE WHEN b.ok THEN 0 ELSE h.strikes + excluded.strikes END,
      CASE WHEN b.trips OR b.closes THEN NULL WHEN b.continues THEN h.window_from ELSE excluded.window_from END,
      CASE WHEN b.trips OR b.closes THEN 0 ELSE b.failures END,
      CASE WHEN b.trips OR b.closes THEN 0 ELSE b.successes END,
      CASE WHEN b.trips THEN h.trips + 1 WHEN b.closes THEN 0 ELSE h.trips END,
      CASE
        WHEN b.trips THEN clock_timestamp() + (0.8 + 0.4 * random()) * least(300, 5 * 2 ^ least(h.trips, 10)) * interval '1 second'
        WHEN b.closes THEN NULL
        ELSE h.open_until END,
      CASE WHEN b.closes THEN clock_timestamp() ELSE h.ramp_from END,
      greatest(h.slow_until, excluded.slow_until)
    FROM (
      -- a probe that is refused (4xx) shows that the endpoint is up
      SELECT w.*, excluded.strikes = 0 AND h.trips > 0
          AND (h.open_until <= clock_timestamp() OR excluded.ramp_from IS NOT NULL) AS closes,
        -- closed: ten failures in a window, and more of them than successes; probing: any failure
        CASE WHEN h.trips = 0 THEN excluded.strikes > 0 AND w.failures >= 10 AND w.failures > w.successes
          ELSE h.open_until <= clock_timestamp() AND excluded.strikes > 0 AND NOT w.ok END AS trips
      FROM (
        SELECT c.continues, excluded.last_success_at IS NOT NULL AS ok,
          excluded.window_failures + CASE WHEN c.continues THEN h.window_failures ELSE 0 END AS failures,
          excluded.window_successes + CASE WHEN c.continues THEN h.window_successes ELSE 0 END AS successes
        FROM (SELECT h.window_from > clock_timestamp() - interval '60 seconds' AS continues) c
      ) w
    ) b
  )
), next AS (
  -- where order is kept, its place in the queue falls to the next of the subject (a trigger does it)
  SELECT n.delivery_id FROM removed r
  CROSS JOIN LATERAL (
    SELECT q.delivery_id FROM delivery_queue q
    WHERE q.endpoint_id = r.endpoint_id AND q.subject_hash = r.subject_hash AND q.delivery_id <> r.delivery_id
    ORDER BY q.sequence, q.delivery_id LIMIT 1
  ) n
  WHERE r.subject_hash IS NOT NULL
)
SELECT delivery_id, false AS is_next FROM moved UNION ALL SELECT delivery_id, true FROM next
`,
);

/**
 * Puts first attempts on record that succeeded, at endpoints where nothing has failed lately, and settles their
 * deliveries. It does what `recordAttempts` does of such attempts, except for the endpoint's health and for the next
 * delivery of a subject, because these deliveries are in no order. It fails with `unique_violation` where one of the
 * attempts is on record already (a lost worker's, or a report that is sent again because its answer was lost):
 * `recordAttempts` settles that, and PostgreSQL need not look out for it in every row.
 *
 * $1 delivery; $2–$13 the attempt; $14 the format of the body; $15 whether it looks like the page of a proxy.
 */
export const recordRoutine = statement<RecordedRow>(
  'record-routine',
  `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::int[],
    $7::real[], $8::real[], $9::real[], $10::real[], $11::bytea[], $12::int[], $13::bytea[],
    $14::text[], $15::boolean[]
  ) AS i (
    delivery_id, attempt_id, url, ip, started_at, duration_ms,
    dns_ms, connect_ms, tls_ms, first_byte_ms, body_hash, response_status, sealed_exchange,
    format, suspicious
  )
), recorded AS (
  INSERT INTO attempts (
    id, delivery_id, number, trigger, url, ip, started_at, duration_ms,
    dns_ms, connect_ms, tls_ms, first_byte_ms, body_hash, response_status, suspicious_success)
  SELECT attempt_id, delivery_id, 1, 'automatic', url, ip, started_at, duration_ms,
    dns_ms, connect_ms, tls_ms, first_byte_ms, body_hash, response_status, suspicious
  FROM input
), exchanged AS (
  INSERT INTO attempt_bodies (attempt_id, sealed_exchange)
  SELECT attempt_id, sealed_exchange FROM input WHERE sealed_exchange IS NOT NULL
), removed AS (
  DELETE FROM delivery_queue WHERE delivery_id = ANY ($1::uuid[])
)
UPDATE deliveries t
SET attempt_count = greatest(t.attempt_count, 1), last_code = r.response_status, format = r.format,
  suspicious_success = t.suspicious_success OR r.suspicious,
  status = 'succeeded', reason = NULL, step = 1, unhappy = false, settled_at = clock_timestamp()
FROM input r
WHERE t.id = r.delivery_id
RETURNING t.id AS delivery_id, false AS is_next
`,
);
