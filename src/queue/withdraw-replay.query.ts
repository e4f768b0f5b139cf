import type { EntityManager } from 'typeorm';

/**
 * Restores the deliveries that replay $1 has queued and no worker has begun: they are failed again, not
 * there, or no longer to be sent once more. An attempt that was asked for by hand meanwhile stays.
 */
const WITHDRAW = `
WITH waiting AS MATERIALIZED (
  SELECT q.delivery_id FROM replay_deliveries i JOIN delivery_queue q ON q.delivery_id = i.delivery_id
  WHERE i.replay_id = $1 AND NOT i.is_begun AND q.leased_until IS NULL AND q.attempts = i.attempts_before
    AND q.trigger <> 'manual'
  ORDER BY q.delivery_id FOR UPDATE OF q
), kept AS MATERIALIZED (
  -- held since, or taken out of the queue by a pause
  SELECT d.id AS delivery_id FROM replay_deliveries i JOIN deliveries d ON d.id = i.delivery_id
  WHERE i.replay_id = $1 AND NOT i.is_begun AND d.attempt_count = i.attempts_before
    AND (d.status = 'held' OR i.action = 'once_more')
    AND NOT EXISTS (SELECT FROM delivery_queue q WHERE q.delivery_id = d.id)
  ORDER BY d.id FOR UPDATE OF d
), left_queue AS (
  DELETE FROM delivery_queue q USING waiting w WHERE q.delivery_id = w.delivery_id
), taken AS (
  DELETE FROM replay_deliveries
  WHERE replay_id = $1 AND delivery_id IN (SELECT delivery_id FROM waiting UNION SELECT delivery_id FROM kept)
  RETURNING delivery_id, action, former
), restored AS (
  UPDATE deliveries d
  SET status = t.former->>'status', reason = t.former->>'reason', step = (t.former->>'step')::int,
    max_attempts = (t.former->>'max_attempts')::int, settled_at = (t.former->>'settled_at')::timestamptz, unhappy = true
  FROM taken t WHERE d.id = t.delivery_id AND t.action = 'restart'
), unmade AS (
  DELETE FROM deliveries d USING taken t WHERE d.id = t.delivery_id AND t.action = 'new'
  RETURNING d.event_id, t.former->'unsent' AS unsent
), told AS (
  UPDATE events e SET unsent = e.unsent || u.unsent
  FROM (SELECT DISTINCT event_id, unsent FROM unmade WHERE unsent <> '[]') u
  WHERE e.id = u.event_id AND NOT e.unsent @> u.unsent
)
SELECT count(*)::int AS count FROM taken`;

/** Returns how many there were. */
export async function withdrawReplay(manager: EntityManager, replayId: string): Promise<number> {
  const [row] = await manager.query<{ count: number }[]>(WITHDRAW, [replayId]);
  return row?.count ?? 0;
}
