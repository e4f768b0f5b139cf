import { SOLO_AFTER_LOST_LEASES } from '../model/index.js';
import { storeDeliveries } from './enqueue.js';

const LOCKED = `
locked AS MATERIALIZED (
  -- the queue's rows before the deliveries', like everywhere
  SELECT delivery_id FROM delivery_queue WHERE delivery_id = ANY ($2::uuid[]) ORDER BY delivery_id FOR UPDATE
)`;

const FREE = `d.id = ANY ($2::uuid[]) AND NOT EXISTS (SELECT FROM locked l WHERE l.delivery_id = d.id)`;

/** Places in the queue in the order of the events, and of their subject where the endpoint keeps it. */
const PLACE = `
  now() + row_number() OVER (ORDER BY e.id, f.id) * interval '1 microsecond' AS due_at,
  CASE WHEN p.ordered THEN e.subject_hash END AS subject_hash,
  CASE WHEN p.ordered AND e.subject_hash IS NOT NULL THEN e.sequence END AS sequence`;
const PLACED = `fit f JOIN events e ON e.id = f.event_id JOIN endpoints p ON p.id = f.endpoint_id`;

/**
 * Begins deliveries $2 anew that failed or were set aside; replay $1, $3 automatic attempts. Poison
 * stays a suspect: it goes alone.
 */
export const RESTART = `
WITH ${LOCKED}, fit AS MATERIALIZED (
  SELECT d.* FROM deliveries d
  WHERE ${FREE} AND (d.status = 'failed' OR (d.status = 'held' AND d.reason IN ('poison', 'address_on_hold')))
  ORDER BY d.id FOR UPDATE OF d
), restarted AS (
  UPDATE deliveries d
  SET status = 'pending', reason = 'queued', step = 0, max_attempts = f.attempt_count + $3::int,
    unhappy = false, settled_at = NULL
  FROM fit f WHERE d.id = f.id
), placed AS (
  SELECT f.*, ${PLACE} FROM ${PLACED}
), queued AS (
  INSERT INTO delivery_queue (
    delivery_id, event_id, endpoint_id, tenant_id, due_at, attempts, step, trigger, lost_leases, recipient, subject_hash, sequence)
  SELECT id, event_id, endpoint_id, tenant_id, due_at, attempt_count, 0, 'replay',
    CASE WHEN status = 'held' AND reason = 'poison' THEN ${SOLO_AFTER_LOST_LEASES} ELSE 0 END, recipient, subject_hash, sequence
  FROM placed ORDER BY recipient, sequence, due_at
  -- a manual attempt came between: its failure now leads to the schedule
  ON CONFLICT (delivery_id) DO UPDATE SET resume_at = now(), resume_status = NULL, resume_reason = NULL
), noted AS (
  INSERT INTO replay_deliveries (replay_id, delivery_id, action, attempts_before, former)
  SELECT $1::uuid, id, 'restart', attempt_count, jsonb_build_object(
    'status', status, 'reason', reason, 'step', step, 'max_attempts', max_attempts, 'settled_at', settled_at)
  FROM fit
  ON CONFLICT (replay_id, delivery_id) DO NOTHING
)
SELECT id FROM fit`;

/** Sends settled deliveries $2 once more as they are: a failure changes nothing. */
export const RESEND_ONCE = `
WITH ${LOCKED}, fit AS MATERIALIZED (
  SELECT d.* FROM deliveries d
  WHERE ${FREE} AND d.status IN ('succeeded', 'skipped')
  ORDER BY d.id FOR UPDATE OF d
), placed AS (
  SELECT f.*, ${PLACE} FROM ${PLACED}
), queued AS (
  INSERT INTO delivery_queue (
    delivery_id, event_id, endpoint_id, tenant_id, due_at, attempts, step, trigger, resume_status, resume_reason,
    recipient, subject_hash, sequence)
  SELECT id, event_id, endpoint_id, tenant_id, due_at, attempt_count, step, 'replay', status, reason,
    recipient, subject_hash, sequence
  FROM placed ORDER BY recipient, sequence, due_at
  ON CONFLICT (delivery_id) DO NOTHING
  RETURNING delivery_id
), noted AS (
  INSERT INTO replay_deliveries (replay_id, delivery_id, action, attempts_before, former)
  SELECT $1::uuid, f.id, 'once_more', f.attempt_count,
    jsonb_build_object('status', f.status, 'settled_at', f.settled_at)
  FROM fit f JOIN queued q ON q.delivery_id = f.id
  ON CONFLICT (replay_id, delivery_id) DO NOTHING
)
SELECT delivery_id AS id FROM queued`;

/** Makes deliveries of events $1 that the endpoint has missed; from $2 the planned deliveries. */
export const MAKE_DELIVERIES = `
WITH numbered AS MATERIALIZED (
  SELECT id, tenant_id, type, now() AS created_at, subject_hash, sequence FROM events
  WHERE id = ANY ($1::uuid[]) AND redacted_at IS NULL
), ${storeDeliveries(2)}
SELECT id, event_id FROM planned`;

const IS_MENDED = `coalesce(u->>'endpoint_id', $4::text) = $4::text`;

/**
 * Counts the deliveries just made as replayed; the events no longer list the endpoint as unsent.
 * $1 replay, $2 deliveries, $3 their events, $4 the endpoint's public id.
 */
export const NOTE_MADE = `
WITH made AS (
  SELECT * FROM unnest($2::uuid[], $3::uuid[]) AS m (delivery_id, event_id)
), marked AS (
  UPDATE delivery_queue SET trigger = 'replay' WHERE delivery_id = ANY ($2::uuid[])
), told AS MATERIALIZED (
  SELECT id, unsent FROM events WHERE id = ANY ($3::uuid[]) AND unsent <> '[]' ORDER BY id FOR UPDATE
), mended AS (
  UPDATE events e SET unsent = (
    SELECT coalesce(jsonb_agg(u ORDER BY n), '[]') FROM jsonb_array_elements(t.unsent) WITH ORDINALITY AS x (u, n)
    WHERE NOT ${IS_MENDED})
  FROM told t WHERE e.id = t.id
)
INSERT INTO replay_deliveries (replay_id, delivery_id, action, attempts_before, former)
SELECT $1::uuid, m.delivery_id, 'new', 0, jsonb_build_object('unsent', coalesce((
  SELECT jsonb_agg(u) FROM jsonb_array_elements(t.unsent) AS x (u) WHERE ${IS_MENDED}), '[]'))
FROM made m LEFT JOIN told t ON t.id = m.event_id`;
