import type { EntityManager } from 'typeorm';
import type { ChannelName, DeliveryReason } from '../model/index.js';
import type { DeliveryStatus } from '../queue/index.js';
import type { Conditions } from './conditions.js';

export interface DeliveryRow {
  id: string;
  tenant_id: string;
  event_id: string;
  event_type: string;
  endpoint_id: string;
  /** As the endpoint shows it. */
  endpoint_url: string | null;
  channel: ChannelName;
  recipient: string | null;
  format: string;
  status: DeliveryStatus;
  reason: DeliveryReason | null;
  blocked_by: string | null;
  in_flight: boolean;
  attempt_count: number;
  max_attempts: number;
  last_code: number | null;
  suspicious_success: boolean;
  next_attempt_at: Date | null;
  created_at: Date;
  settled_at: Date | null;
}

/** What still waits stands in the queue: its reason is worked out there, not stored. */
export const SHOWN_STATUS = `CASE
  WHEN q.delivery_id IS NOT NULL AND d.status <> 'succeeded' THEN 'pending'
  ELSE d.status END`;

export const SHOWN_REASON = `CASE
  WHEN q.delivery_id IS NULL OR d.status = 'succeeded' THEN d.reason
  WHEN q.trigger = 'manual' THEN 'queued'
  WHEN q.leased_until IS NOT NULL THEN CASE WHEN d.attempt_count > 0 THEN 'retry_scheduled' ELSE 'queued' END
  WHEN q.digest_id IS NOT NULL AND d.attempt_count = 0 THEN 'waiting_for_digest'
  WHEN q.due_at = 'infinity' AND q.digest_id IS NULL THEN 'waiting_for_subject'
  WHEN greatest(h.held_back_until, h.open_until) > greatest(q.due_at, now()) THEN 'backing_off'
  WHEN h.trips > 0 AND q.due_at <= now() THEN 'backing_off'
  WHEN q.due_at <= now() AND EXISTS (
    SELECT FROM endpoint_pace p WHERE p.endpoint_id = q.endpoint_id AND p.refilled_at > now() - interval '2 seconds'
  ) THEN 'rate_limited'
  WHEN d.attempt_count > 0 THEN 'retry_scheduled'
  ELSE 'queued' END`;

/** Of a subject the first in the queue goes; the index on what waits finds it. */
const BLOCKED_BY = `CASE
  WHEN q.due_at = 'infinity' AND q.digest_id IS NULL AND q.trigger <> 'manual' AND d.status <> 'succeeded' THEN (
    SELECT b.delivery_id FROM delivery_queue b
    WHERE b.endpoint_id = q.endpoint_id AND b.subject_hash = q.subject_hash AND b.delivery_id <> q.delivery_id
    ORDER BY b.sequence, b.delivery_id LIMIT 1)
  END`;

const COLUMNS = `
  d.id, d.tenant_id, d.event_id, d.event_type, d.endpoint_id, ep.url AS endpoint_url, d.channel, d.recipient, d.format,
  ${SHOWN_STATUS} AS status,
  ${SHOWN_REASON} AS reason,
  ${BLOCKED_BY} AS blocked_by,
  q.leased_until IS NOT NULL AS in_flight,
  d.attempt_count, d.max_attempts, d.last_code, d.suspicious_success,
  CASE
    WHEN q.delivery_id IS NULL OR q.leased_until IS NOT NULL THEN NULL
    WHEN q.trigger = 'manual' THEN q.due_at
    WHEN q.due_at = 'infinity' THEN (
      SELECT min(c.due_at) FROM delivery_queue c WHERE c.digest_id = q.digest_id AND c.due_at < 'infinity')
    ELSE greatest(q.due_at, h.held_back_until, h.open_until) END AS next_attempt_at,
  d.created_at, d.settled_at`;

/** Deliveries as they are shown, newest first. Conditions may use d (deliveries), q (queue), h (health). */
export function findDeliveries(
  manager: EntityManager,
  conditions: Conditions,
  limit?: number,
): Promise<DeliveryRow[]> {
  const bounded = limit === undefined ? '' : `LIMIT ${conditions.bind(limit)}`;
  return manager.query<DeliveryRow[]>(
    `SELECT ${COLUMNS}
     FROM deliveries d
     LEFT JOIN delivery_queue q ON q.delivery_id = d.id
     LEFT JOIN endpoints ep ON ep.id = d.endpoint_id
     LEFT JOIN endpoint_health h ON h.endpoint_id = d.endpoint_id
     WHERE ${conditions.toString()}
     ORDER BY d.id DESC ${bounded}`,
    [...conditions.values],
  );
}
