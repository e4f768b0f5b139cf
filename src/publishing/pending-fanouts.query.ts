import { statement } from '../database/index.js';

export interface PendingRow {
  event_id: string;
  tenant_id: string;
  type: string;
  is_sandbox: boolean;
}

/** The oldest events ($1 at most) that were committed by a foreign transaction and not fanned out. */
export const findPendingFanouts = statement<PendingRow>(
  'find-pending-fanouts',
  `
SELECT p.event_id, e.tenant_id, e.type, e.is_sandbox
FROM (SELECT event_id FROM pending_fanouts ORDER BY event_id LIMIT $1) p
JOIN events e ON e.id = p.event_id
ORDER BY p.event_id
`,
);

/**
 * Fans them out: sequence, deliveries, queue, and the promise struck off, in one commit. An event
 * whose tenant changed since it was planned, or that another worker has taken, is not answered.
 *
 * $1 events, $2 tenants, $3 fan-out versions (null: the tenant is gone), $4 unsent;
 * $5–$11 planned deliveries, $12 automatic attempts.
 */
export const fanOutPending = statement<{ id: string }>(
  'fan-out-pending',
  `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[]) AS i (id, tenant_id, fanout_version, unsent)
), current AS MATERIALIZED (
  SELECT t.id FROM tenants t
  JOIN (SELECT DISTINCT tenant_id, fanout_version FROM input) i
    ON i.tenant_id = t.id AND i.fanout_version = t.fanout_version
  ORDER BY t.id
  FOR SHARE OF t
), taken AS (
  DELETE FROM pending_fanouts p USING input i
  WHERE p.event_id = i.id AND (i.fanout_version IS NULL OR i.tenant_id IN (SELECT id FROM current))
  RETURNING p.event_id, i.unsent
), fresh AS MATERIALIZED (
  SELECT e.id, e.tenant_id, e.type, e.created_at, e.subject_hash, t.unsent,
    row_number() OVER (PARTITION BY e.tenant_id, e.subject_hash ORDER BY e.id)
      - count(*) OVER (PARTITION BY e.tenant_id, e.subject_hash) AS from_last
  FROM taken t JOIN events e ON e.id = t.event_id
), counted AS (
  INSERT INTO subject_sequences (tenant_id, subject_hash, last_sequence)
  SELECT tenant_id, subject_hash, count(*) FROM fresh
  WHERE subject_hash IS NOT NULL
  GROUP BY tenant_id, subject_hash
  ORDER BY tenant_id, subject_hash
  ON CONFLICT (tenant_id, subject_hash) DO UPDATE
    SET last_sequence = subject_sequences.last_sequence + excluded.last_sequence
  RETURNING tenant_id, subject_hash, last_sequence
), numbered AS (
  UPDATE events e SET unsent = f.unsent::jsonb, sequence = coalesce(c.last_sequence + f.from_last, 1)
  FROM fresh f FULL JOIN counted c USING (tenant_id, subject_hash)
  WHERE e.id = f.id
), planned AS MATERIALIZED (
  SELECT p.*, f.tenant_id, f.type, f.created_at
  FROM unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::int[])
    AS p (id, event_id, endpoint_id, format, status, reason, wait_ms)
  JOIN fresh f ON f.id = p.event_id
), delivered AS (
  INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, reason, max_attempts, unhappy, created_at)
  SELECT id, event_id, tenant_id, endpoint_id, type, format, status, reason, $12::int, status = 'held', created_at
  FROM planned
), queued AS (
  INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at)
  SELECT id, event_id, endpoint_id, tenant_id,
    CASE WHEN wait_ms > 0 THEN end_of_window(now(), wait_ms, endpoint_id) ELSE clock_timestamp() END
  FROM planned WHERE status = 'pending'
)
SELECT id FROM fresh
`,
);
