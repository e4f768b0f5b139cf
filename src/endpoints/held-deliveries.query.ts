import type { EntityManager } from 'typeorm';
import { sqlStateOf } from '../common/index.js';

/** SQLSTATE of a deadlock, which the loser may simply try again. */
const DEADLOCK = '40P01';
const MAX_DEADLOCKS = 5;

/** Rows of one statement: few enough that no lock is held for long. */
const CHUNK = 1_000;

/*
 * Queue rows are locked in the order of their ids, like everywhere. A row that gets its lease while
 * this waits for it is let go by the re-check of READ COMMITTED. Manual attempts go on: whoever asked
 * for one knows that the endpoint is paused.
 */
const HOLD = `
WITH freed AS (
  DELETE FROM delivery_queue WHERE delivery_id = ANY(ARRAY(
    SELECT delivery_id FROM delivery_queue
    WHERE endpoint_id = $1 AND leased_until IS NULL AND trigger = 'automatic'
    ORDER BY delivery_id LIMIT $2 FOR UPDATE
  ))
  RETURNING delivery_id
), held AS (
  UPDATE deliveries d SET status = 'held', reason = $3, unhappy = true
  FROM freed f WHERE d.id = f.delivery_id
)
SELECT count(*)::int AS count FROM freed`;

/* A manual attempt of a settled delivery leaves behind what it would have left behind by failing. */
const CANCEL_QUEUED = `
WITH freed AS (
  DELETE FROM delivery_queue WHERE delivery_id = ANY(ARRAY(
    SELECT delivery_id FROM delivery_queue
    WHERE endpoint_id = $1
    ORDER BY delivery_id LIMIT $2 FOR UPDATE
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
SELECT count(*)::int AS count FROM freed`;

const SETTLE_HELD = `
WITH settled AS (
  UPDATE deliveries SET status = $3, reason = $4, settled_at = now()
  WHERE id = ANY(ARRAY(
    SELECT id FROM deliveries
    WHERE endpoint_id = $1 AND unhappy AND status = 'held'
    ORDER BY id LIMIT $2 FOR UPDATE
  ))
  RETURNING id
)
SELECT count(*)::int AS count FROM settled`;

/*
 * The share lock on the endpoint makes a pause wait for the chunk under way and ends the work before
 * the next one.
 */
const RELEASE = `
WITH live AS (
  SELECT id FROM endpoints WHERE id = $1 AND status = 'active' AND deleted_at IS NULL FOR SHARE
), candidates AS MATERIALIZED (
  SELECT id FROM deliveries
  WHERE endpoint_id = (SELECT id FROM live) AND unhappy AND status = 'held'
  ORDER BY id LIMIT $2
), locked AS MATERIALIZED (
  -- the queue's rows before the deliveries', like everywhere
  SELECT delivery_id FROM delivery_queue
  WHERE delivery_id = ANY(ARRAY(SELECT id FROM candidates))
  ORDER BY delivery_id FOR UPDATE
), released AS (
  UPDATE deliveries SET status = 'pending', reason = 'queued', unhappy = false
  WHERE id = ANY(ARRAY(
    SELECT id FROM deliveries
    WHERE id = ANY(ARRAY(SELECT id FROM candidates)) AND status = 'held'
      AND (SELECT count(*) FROM locked) >= 0
    ORDER BY id FOR UPDATE
  ))
  RETURNING id, event_id, endpoint_id, tenant_id, attempt_count, step
), queued AS (
  INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, attempts, step)
  SELECT id, event_id, endpoint_id, tenant_id, now(), attempt_count, step FROM released
  -- a manual attempt is under way: its failure now leads back to the schedule
  ON CONFLICT (delivery_id) DO UPDATE
    SET resume_at = now(), resume_status = NULL, resume_reason = NULL
)
SELECT count(*)::int AS count FROM released`;

/** Takes what waits for the endpoint out of the queue and keeps it. Attempts in flight go on. */
export function holdQueued(
  manager: EntityManager,
  endpointId: string,
  reason: string,
): Promise<void> {
  return inChunks(manager, HOLD, endpointId, [reason]);
}

/** Cancels what waits for a deleted endpoint, in the queue or held. */
export async function cancelAll(manager: EntityManager, endpointId: string): Promise<void> {
  await inChunks(manager, CANCEL_QUEUED, endpointId);
  await inChunks(manager, SETTLE_HELD, endpointId, ['cancelled', 'endpoint_deleted']);
}

/** Gives up what is held for the endpoint. */
export function skipHeld(manager: EntityManager, endpointId: string): Promise<void> {
  return inChunks(manager, SETTLE_HELD, endpointId, ['skipped', 'operator_skipped']);
}

/** Queues what is held for the endpoint, oldest first, as long as the endpoint is active. */
export function releaseHeld(manager: EntityManager, endpointId: string): Promise<void> {
  return inChunks(manager, RELEASE, endpointId);
}

async function inChunks(
  manager: EntityManager,
  sql: string,
  endpointId: string,
  parameters: string[] = [],
): Promise<void> {
  let moved = CHUNK;
  for (let deadlocks = 0; moved > 0;) {
    try {
      const values = [endpointId, CHUNK, ...parameters];
      const [row] = await manager.query<{ count: number }[]>(sql, values);
      moved = row?.count ?? 0;
    } catch (error) {
      deadlocks += 1;
      if (sqlStateOf(error) !== DEADLOCK || deadlocks > MAX_DEADLOCKS || isWithin(manager))
        throw error;
    }
  }
}

/** An error has ended the transaction that the manager is of. */
function isWithin(manager: EntityManager): boolean {
  return manager.queryRunner?.isTransactionActive === true;
}
