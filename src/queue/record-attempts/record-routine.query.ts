import { statement } from '../../database/index.js';
import type { RecordedRow } from './record-attempts.query.js';

/**
 * Puts first attempts on record that succeeded, of deliveries that this process stored under its own lease, and
 * settles these deliveries. It does what `recordAttempts` does of such attempts, except for the endpoint's health
 * and for the next delivery of a subject, which these endpoints do not keep in order. It fails with `unique_violation`
 * where one of the attempts is on record already (a lost worker's, or a report that is sent again because its answer was
 * lost): `recordAttempts` settles that, and PostgreSQL need not look out for it in every row.
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
