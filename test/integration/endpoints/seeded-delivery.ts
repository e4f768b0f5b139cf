import type { Pool } from 'pg';
import { newUuid } from '../../../src/common/index.js';

export interface Seed {
  status?: string;
  reason?: string;
  queued?: boolean;
  leased?: boolean;
  trigger?: string;
  resumeStatus?: string;
}

/** Inserts a delivery of the endpoint and its row in the queue. */
export async function seedDelivery(
  sql: Pool,
  { tenantId, endpointId }: { tenantId: string; endpointId: string },
  {
    status = 'pending',
    reason = 'retry_scheduled',
    queued = true,
    leased = false,
    trigger = 'automatic',
    resumeStatus,
  }: Seed = {},
): Promise<string> {
  const id = newUuid();
  const eventId = newUuid();
  await sql.query(
    `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status,
       reason, attempt_count, max_attempts, step, unhappy, created_at)
     VALUES ($1, $2, $3, $4, 'session.approved', 'envelope', $5, $6, 3, 12, 2, $7, now())`,
    [id, eventId, tenantId, endpointId, status, reason, status !== 'pending'],
  );
  if (!queued) return id;
  await sql.query(
    `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at,
       leased_until, attempts, step, trigger, resume_status, resume_reason)
     VALUES ($1, $2, $3, $4, now() + interval '1 hour', $5, 3, 2, $6, $7, $8)`,
    [
      id,
      eventId,
      endpointId,
      tenantId,
      leased ? new Date(Date.now() + 60_000) : null,
      trigger,
      resumeStatus ?? null,
      resumeStatus === undefined ? null : 'attempts_exhausted',
    ],
  );
  return id;
}

/** Returns the state of a delivery and whether it is queued. */
export async function readDelivery(sql: Pool, id: string): Promise<unknown> {
  const { rows } = await sql.query<object>(
    `SELECT d.status, d.reason, d.unhappy, d.settled_at IS NOT NULL AS settled,
       q.delivery_id IS NOT NULL AS queued
     FROM deliveries d LEFT JOIN delivery_queue q ON q.delivery_id = d.id WHERE d.id = $1`,
    [id],
  );
  return rows[0];
}

export const held = (reason: string) => ({
  status: 'held',
  reason,
  unhappy: true,
  settled: false,
  queued: false,
});
export const untouched = {
  status: 'pending',
  reason: 'retry_scheduled',
  unhappy: false,
  settled: false,
  queued: true,
};
