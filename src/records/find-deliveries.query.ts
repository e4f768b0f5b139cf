import type { EntityManager } from 'typeorm';
import type { ChannelName, DeliveryReason } from '../model/index.js';
import { BLOCKED_BY, NEXT_ATTEMPT_AT, SHOWN_REASON, SHOWN_STATUS } from '../queue/index.js';
import type { DeliveryStatus } from '../queue/index.js';
import type { Conditions } from './conditions.js';

export interface DeliveryRow {
  id: string;
  tenant_id: string;
  event_id: string;
  event_type: string;
  is_sandbox: boolean | null;
  endpoint_id: string;
  /** As the endpoint shows it. */
  endpoint_url: string | null;
  /** Sealed with its query, where `endpoint_url` is masked. */
  endpoint_sealed_url: Buffer | null;
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
  minimised: boolean;
  next_attempt_at: Date | null;
  created_at: Date;
  settled_at: Date | null;
}

/**
 * Whether the event of d (deliveries) is of the sandbox. A subquery and no join: it reads one row of a key for each
 * delivery that is looked at, however many events there are.
 */
export const IS_SANDBOX = '(SELECT s.is_sandbox FROM events s WHERE s.id = d.event_id)';

const COLUMNS = `
  d.id, d.tenant_id, d.event_id, d.event_type, d.endpoint_id, ep.url AS endpoint_url, ep.sealed_url AS endpoint_sealed_url, d.channel, d.recipient, d.format,
  ${SHOWN_STATUS} AS status,
  ${SHOWN_REASON} AS reason,
  ${BLOCKED_BY} AS blocked_by,
  q.leased_until IS NOT NULL AS in_flight,
  d.attempt_count, d.max_attempts, d.last_code, d.suspicious_success, d.minimised,
  ${NEXT_ATTEMPT_AT} AS next_attempt_at,
  d.created_at, d.settled_at, ${IS_SANDBOX} AS is_sandbox`;

/** Finds deliveries as they are shown, newest first. Conditions may use d (deliveries), q (queue), h (health). */
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
