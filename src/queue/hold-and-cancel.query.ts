import type { EntityManager } from 'typeorm';
import { inChunks } from './in-chunks.js';

/*
 * Queue rows are locked in the order of their ids, like everywhere. A row that gets its lease while
 * this waits for it is let go by the re-check of READ COMMITTED. Manual attempts go on:
 * they were asked for at a paused endpoint.
 */
const hold = (queued: string): string => `
WITH freed AS (
  DELETE FROM delivery_queue WHERE delivery_id = ANY(ARRAY(
    SELECT delivery_id FROM delivery_queue
    WHERE endpoint_id = $1 AND delivery_id > $3 AND ${queued}
    ORDER BY delivery_id LIMIT $2 FOR UPDATE
  ))
  RETURNING delivery_id, nullif(resume_status, 'held') AS settled_status
), held AS (
  -- what was settled before its replay stays so
  UPDATE deliveries d SET status = 'held', reason = $4, unhappy = true
  FROM freed f WHERE d.id = f.delivery_id AND f.settled_status IS NULL
)
SELECT delivery_id AS last_id FROM freed ORDER BY delivery_id DESC LIMIT 1`;

const HOLD = hold("leased_until IS NULL AND trigger <> 'manual'");
const HOLD_ALL = hold('leased_until IS NULL');

/* A manual attempt of a settled delivery leaves behind what it would have left behind by failing. */
const CANCEL_QUEUED = `
WITH freed AS (
  DELETE FROM delivery_queue WHERE delivery_id = ANY(ARRAY(
    SELECT delivery_id FROM delivery_queue
    WHERE endpoint_id = $1 AND delivery_id > $3 ORDER BY delivery_id LIMIT $2 FOR UPDATE
  ))
  RETURNING delivery_id, nullif(resume_status, 'held') AS settled_status, resume_reason
), cancelled AS (
  UPDATE deliveries d SET
    status = coalesce(f.settled_status, 'cancelled'),
    reason = CASE WHEN f.settled_status IS NULL THEN 'endpoint_deleted' ELSE f.resume_reason END,
    unhappy = f.settled_status IS DISTINCT FROM 'succeeded',
    settled_at = coalesce(d.settled_at, now())
  FROM freed f WHERE d.id = f.delivery_id
)
SELECT delivery_id AS last_id FROM freed ORDER BY delivery_id DESC LIMIT 1`;

const CANCEL_HELD = `
WITH settled AS (
  UPDATE deliveries SET status = 'cancelled', reason = 'endpoint_deleted', settled_at = now()
  WHERE id = ANY(ARRAY(
    SELECT id FROM deliveries
    WHERE endpoint_id = $1 AND id > $3 AND unhappy AND status = 'held'
    ORDER BY id LIMIT $2 FOR UPDATE
  ))
  RETURNING id
)
SELECT id AS last_id FROM settled ORDER BY id DESC LIMIT 1`;

/** Takes what waits for the endpoint out of the queue and keeps it. Attempts in flight go on. */
export function holdQueued(
  manager: EntityManager,
  endpointId: string,
  reason: string,
): Promise<void> {
  return inChunks(manager, HOLD, endpointId, [reason]);
}

/** The same with manual attempts, which are then not made: the tenant of the endpoint is being deleted. */
export function holdAllQueued(
  manager: EntityManager,
  endpointId: string,
  reason: string,
): Promise<void> {
  return inChunks(manager, HOLD_ALL, endpointId, [reason]);
}

/** Cancels what waits for a deleted endpoint, in the queue or held. */
export async function cancelAll(manager: EntityManager, endpointId: string): Promise<void> {
  await inChunks(manager, CANCEL_QUEUED, endpointId);
  await inChunks(manager, CANCEL_HELD, endpointId);
}
