import type { EntityManager } from 'typeorm';

/** Deliveries of a replay that one statement examines: without an attempt yet, and with one. */
const MAX_UNSENT = 1_000;
const MAX_BEGUN = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export interface Outcomes {
  delivered: number;
  failed: number;
  given_up: number;
  /** The last begun delivery that was examined; the next call continues behind it. */
  checked_to: string;
  /** One-shot deliveries that a pause removed from the queue before their attempt. */
  dropped: string[];
}

/**
 * Counts the outcomes of a replay's deliveries and deletes the rows of those that have one. $1 replay,
 * $2 after this delivery, $3 and $4 rows. For a one-shot delivery, its last attempt decides.
 */
const COUNT_OUTCOMES = `
WITH part AS MATERIALIZED (
  (SELECT * FROM replay_deliveries WHERE replay_id = $1 AND NOT is_begun ORDER BY delivery_id LIMIT $3)
  UNION ALL
  (SELECT * FROM replay_deliveries WHERE replay_id = $1 AND is_begun AND delivery_id > $2 ORDER BY delivery_id LIMIT $4)
), known AS MATERIALIZED (
  SELECT p.*, d.id IS NULL AS is_gone, d.status, d.reason, d.settled_at, q.delivery_id IS NOT NULL AS is_queued,
    coalesce(d.attempt_count > p.attempts_before, false) AS has_begun,
    p.action = 'once_more' AND q.delivery_id IS NULL AS is_over
  FROM part p LEFT JOIN deliveries d ON d.id = p.delivery_id LEFT JOIN delivery_queue q ON q.delivery_id = p.delivery_id
), examined AS MATERIALIZED (
  SELECT k.*, CASE
    WHEN k.is_gone THEN 'given_up'
    WHEN k.is_over AND k.has_begun THEN coalesce((
      SELECT CASE WHEN a.error_class IS NULL THEN 'delivered' END FROM attempts a
      WHERE a.delivery_id = k.delivery_id AND a.number > k.attempts_before
      ORDER BY a.number DESC, a.id DESC LIMIT 1), 'failed')
    WHEN k.is_over AND (k.status <> k.former->>'status' OR k.settled_at IS DISTINCT FROM (k.former->>'settled_at')::timestamptz)
      THEN 'given_up'
    WHEN k.action = 'once_more' THEN NULL
    WHEN k.status = 'succeeded' THEN 'delivered'
    WHEN k.status = 'failed' THEN 'failed'
    WHEN k.status IN ('skipped', 'cancelled') OR (k.status = 'held' AND k.reason IN ('poison', 'address_on_hold'))
      THEN 'given_up'
  END AS outcome
  FROM known k
), completed AS (
  DELETE FROM replay_deliveries i USING examined l
  WHERE i.replay_id = $1 AND i.delivery_id = l.delivery_id AND l.outcome IS NOT NULL
), begun AS (
  UPDATE replay_deliveries i SET is_begun = true FROM examined l
  WHERE i.replay_id = $1 AND i.delivery_id = l.delivery_id AND l.outcome IS NULL AND l.has_begun AND NOT l.is_begun
)
SELECT count(*) FILTER (WHERE outcome = 'delivered')::int AS delivered,
  count(*) FILTER (WHERE outcome = 'failed')::int AS failed,
  count(*) FILTER (WHERE outcome = 'given_up')::int AS given_up,
  CASE WHEN count(*) FILTER (WHERE is_begun) = $4 THEN (
    SELECT delivery_id FROM examined WHERE is_begun ORDER BY delivery_id DESC LIMIT 1) END AS checked_to,
  coalesce(array_agg(delivery_id) FILTER (WHERE is_over AND outcome IS NULL), '{}') AS dropped
FROM examined`;

/** Counts the outcomes of a bounded number of the replay's deliveries. */
export async function countOutcomes(
  manager: EntityManager,
  { id, checked_to: after }: { id: string; checked_to: string },
): Promise<Outcomes> {
  const values = [id, after, MAX_UNSENT, MAX_BEGUN];
  const [row] = await manager.query<
    (Omit<Outcomes, 'checked_to'> & { checked_to: string | null })[]
  >(COUNT_OUTCOMES, values);
  if (!row) throw new Error('The aggregate returned no row.');
  return { ...row, checked_to: row.checked_to ?? FIRST_ID };
}

/** Counts the deliveries that wait for their first attempt; `is_open`: some have no outcome yet. */
export async function countOpen(
  manager: EntityManager,
  replayId: string,
): Promise<{ unsent: number; is_open: boolean }> {
  const [row] = await manager.query<{ unsent: number; is_open: boolean }[]>(
    `SELECT (SELECT count(*)::int FROM replay_deliveries WHERE replay_id = $1 AND NOT is_begun) AS unsent,
       EXISTS (SELECT FROM replay_deliveries WHERE replay_id = $1) AS is_open`,
    [replayId],
  );
  return row ?? { unsent: 0, is_open: false };
}
