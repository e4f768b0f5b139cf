import { Client } from 'pg';
import type { QueryResultRow } from 'pg';
import type { DeliveryRow } from '../ledger/lines.js';

/** One statement on a connection of its own: the server may have been another a moment ago. */
export async function queryOnce<Row extends QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  // It may be cut while it is idle, too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Every event with every delivery, in public ids. */
export const DELIVERY_ROWS = `
SELECT 'evt_' || replace(e.id::text, '-', '') AS event,
  'dlv_' || replace(d.id::text, '-', '') AS delivery,
  d.status, d.reason, coalesce(d.attempt_count, 0) AS attempts, q.delivery_id IS NOT NULL AS queued
FROM events e
LEFT JOIN deliveries d ON d.event_id = e.id
LEFT JOIN delivery_queue q ON q.delivery_id = d.id`;

export type DeliveryRowResult = DeliveryRow & QueryResultRow;

/** Counts the remaining work. */
export const UNSETTLED = `
SELECT (SELECT count(*) FROM deliveries WHERE status = 'pending')::int AS pending,
  (SELECT count(*) FROM delivery_queue)::int AS queued,
  (SELECT count(*) FROM pending_fanouts)::int AS fanouts`;

export interface Unsettled extends QueryResultRow {
  pending: number;
  queued: number;
  fanouts: number;
}
