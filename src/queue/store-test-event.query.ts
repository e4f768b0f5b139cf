import { statement } from '../database/index.js';

/**
 * A sample event with its one delivery, already under lease and with its schedule spent: should this
 * process die, a worker sends it once and no more. Returns no row, and stores nothing, while the limits of the
 * endpoint leave no room for it.
 *
 * $1 event, $2 tenant, $3 type, $4 created_at, $5 labels, $6 data, $7 delivery, $8 endpoint,
 * $9 format, $10 worker, $11 lease in ms, $12 attempt, $13 schedule, $14 channel, $15 recipient.
 */
export const storeTestEvent = statement<{ delivery_id: string }>(
  'store-test-event',
  `
WITH room AS MATERIALIZED (
  SELECT admit_test($8, make_interval(secs => $11::int / 1000.0)) AS has_room
), event AS (
  INSERT INTO events (id, tenant_id, type, created_at, sequence, is_sandbox, sealed_labels)
  SELECT $1, $2, $3, $4, 1, true, $5 FROM room WHERE has_room
), body AS (
  INSERT INTO event_bodies (event_id, sealed_data) SELECT $1, $6 FROM room WHERE has_room
), delivery AS (
  INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, channel, recipient, format, status, reason, max_attempts, created_at)
  SELECT $7, $1, $2, $8, $3, $14, $15, $9, 'pending', 'queued', 1, $4 FROM room WHERE has_room
)
INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, leased_until, leased_by, fence, attempt_id, attempts, step)
SELECT $7, $1, $8, $2, now(), now() + make_interval(secs => $11::int / 1000.0), $10, 1, $12, 1, $13::int
FROM room WHERE has_room
RETURNING delivery_id
`,
);
