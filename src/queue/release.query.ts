import type { EntityManager } from 'typeorm';
import { inChunks } from './in-chunks.js';

/** The choice for deliveries that are held when their endpoint is resumed. */
export type HeldChoice = 'send' | 'skip';

/* A delivery that took workers down, or goes to an address that is on hold, waits for a decision of its own. */
const HELD = `d.endpoint_id = $1 AND d.unhappy AND d.status = 'held' AND d.reason IS DISTINCT FROM 'poison'
    AND (d.reason IS DISTINCT FROM 'address_on_hold' OR NOT EXISTS (
      SELECT FROM held_addresses a WHERE a.endpoint_id = $1 AND a.recipient = d.recipient))`;

/* The share lock makes a pause wait for the chunk under way and ends the work before the next one. */
const live = (choice: HeldChoice): string => `
  SELECT id, ordered FROM endpoints
  WHERE id = $1 AND status = 'active' AND deleted_at IS NULL AND releasing = '${choice}' FOR SHARE`;

const RELEASE = `
WITH live AS (${live('send')}
), candidates AS MATERIALIZED (
  SELECT d.id FROM deliveries d WHERE ${HELD} AND d.id > $3 AND EXISTS (SELECT FROM live)
  ORDER BY d.id LIMIT $2
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
  RETURNING id, event_id, endpoint_id, tenant_id, attempt_count, step, recipient
), queued AS (
  INSERT INTO delivery_queue (
    delivery_id, event_id, endpoint_id, tenant_id, due_at, attempts, step, recipient, subject_hash, sequence)
  SELECT r.id, r.event_id, r.endpoint_id, r.tenant_id, now(), r.attempt_count, r.step, r.recipient,
    e.subject_hash, CASE WHEN e.subject_hash IS NOT NULL THEN e.sequence END
  FROM released r CROSS JOIN live l LEFT JOIN events e ON l.ordered AND e.id = r.event_id
  ORDER BY r.recipient, e.sequence, r.id
  -- a manual attempt is under way: its failure now leads back to the schedule, and its subject waits for it
  ON CONFLICT (delivery_id) DO UPDATE
    SET resume_at = now(), resume_status = NULL, resume_reason = NULL,
      subject_hash = excluded.subject_hash, sequence = excluded.sequence
)
SELECT id AS last_id FROM candidates ORDER BY id DESC LIMIT 1`;

const SKIP = `
WITH live AS (${live('skip')}
), candidates AS MATERIALIZED (
  SELECT d.id FROM deliveries d WHERE ${HELD} AND d.id > $3 AND EXISTS (SELECT FROM live)
  ORDER BY d.id LIMIT $2
), skipped AS (
  UPDATE deliveries SET status = 'skipped', reason = 'operator_skipped', settled_at = now()
  WHERE id = ANY(ARRAY(
    SELECT id FROM deliveries WHERE id = ANY(ARRAY(SELECT id FROM candidates)) AND status = 'held'
    ORDER BY id FOR UPDATE
  ))
)
SELECT id AS last_id FROM candidates ORDER BY id DESC LIMIT 1`;

const FINISH = `
UPDATE endpoints SET releasing = NULL
WHERE id = $1 AND releasing IS NOT NULL AND NOT EXISTS (SELECT FROM deliveries d WHERE ${HELD})`;

/** Two processes may work on it, and each passes over the rows that the other has locked. */
const MAX_ROUNDS = 100;

/**
 * Queues or skips, oldest first, the deliveries held for an endpoint that was resumed, as `releasing` says,
 * and ends when nothing is left or the endpoint is no longer active.
 */
export async function finishRelease(manager: EntityManager, endpointId: string): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [endpoint] = await manager.query<{ releasing: HeldChoice | null }[]>(
      `SELECT releasing FROM endpoints WHERE id = $1 AND status = 'active' AND deleted_at IS NULL`,
      [endpointId],
    );
    if (!endpoint?.releasing) return;
    await inChunks(manager, endpoint.releasing === 'send' ? RELEASE : SKIP, endpointId);
    await manager.query(FINISH, [endpointId]);
  }
}

/** Finds releases that have been under way for some time: the process that began them may be gone. */
export async function findReleases(manager: EntityManager): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM endpoints
     WHERE releasing IS NOT NULL AND status = 'active' AND deleted_at IS NULL
       AND updated_at < now() - interval '3 seconds'
     ORDER BY id LIMIT 100`,
  );
  return rows.map(({ id }) => id);
}
