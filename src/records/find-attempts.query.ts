import type { EntityManager } from 'typeorm';
import type { Trigger } from '../queue/index.js';

export interface AttemptRow {
  id: string;
  delivery_id: string;
  number: number;
  trigger: Trigger;
  url: string;
  ip: string | null;
  started_at: Date;
  duration_ms: number;
  dns_ms: number | null;
  connect_ms: number | null;
  tls_ms: number | null;
  first_byte_ms: number | null;
  body_hash: Buffer | null;
  response_status: number | null;
  error_class: string | null;
  error_message: string | null;
  suspicious_success: boolean;
  sealed_exchange: Buffer | null;
}

const SELECT = `
  SELECT a.*, b.sealed_exchange
  FROM attempts a LEFT JOIN attempt_bodies b ON b.attempt_id = a.id`;

/** All attempts of the deliveries, oldest first. */
export function findAttempts(manager: EntityManager, deliveryIds: string[]): Promise<AttemptRow[]> {
  return manager.query<AttemptRow[]>(
    `${SELECT} WHERE a.delivery_id = ANY ($1::uuid[]) ORDER BY a.delivery_id, a.number, a.id`,
    [deliveryIds],
  );
}

/** One page of a delivery's attempts, oldest first, after the attempt that the cursor names. */
export function findAttemptPage(
  manager: EntityManager,
  deliveryId: string,
  after: string | undefined,
  limit: number,
): Promise<AttemptRow[]> {
  return manager.query<AttemptRow[]>(
    `${SELECT}
     WHERE a.delivery_id = $1 AND ($2::uuid IS NULL OR (a.number, a.id) > (
       SELECT c.number, c.id FROM attempts c WHERE c.id = $2 AND c.delivery_id = $1))
     ORDER BY a.number, a.id LIMIT $3`,
    [deliveryId, after ?? null, limit],
  );
}
