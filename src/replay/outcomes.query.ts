import type { EntityManager } from 'typeorm';

/** Deliveries of a replay that one look asks about: those not begun, and of the others. */
const UNSENT = 1_000;
const BEGUN = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export interface Outcomes {
  delivered: number;
  failed: number;
  given_up: number;
  /** Of those begun: where the next look goes on. */
  checked_to: string;
  /** Single attempts that a pause took out of the queue before they were made. */
  left_out: string[];
}

/**
 * Counts what became of deliveries and forgets those that are settled. $1 replay, $2 after, $3 and $4
 * rows. What is settled as it was before, or never begun, tells by its attempts.
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
), looked AS MATERIALIZED (
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
), forgotten AS (
  DELETE FROM replay_deliveries i USING looked l
  WHERE i.replay_id = $1 AND i.delivery_id = l.delivery_id AND l.outcome IS NOT NULL
), begun AS (
  UPDATE replay_deliveries i SET is_begun = true FROM looked l
  WHERE i.replay_id = $1 AND i.delivery_id = l.delivery_id AND l.outcome IS NULL AND l.has_begun AND NOT l.is_begun
)
SELECT count(*) FILTER (WHERE outcome = 'delivered')::int AS delivered,
  count(*) FILTER (WHERE outcome = 'failed')::int AS failed,
  count(*) FILTER (WHERE outcome = 'given_up')::int AS given_up,
  CASE WHEN count(*) FILTER (WHERE is_begun) = $4 THEN (
    SELECT delivery_id FROM looked WHERE is_begun ORDER BY delivery_id DESC LIMIT 1) END AS checked_to,
  coalesce(array_agg(delivery_id) FILTER (WHERE is_over AND outcome IS NULL), '{}') AS left_out
FROM looked`;

/** A bounded look at what became of a replay's deliveries. */
export async function countOutcomes(
  manager: EntityManager,
  { id, checked_to: after }: { id: string; checked_to: string },
): Promise<Outcomes> {
  const values = [id, after, UNSENT, BEGUN];
  const [row] = await manager.query<
    (Omit<Outcomes, 'checked_to'> & { checked_to: string | null })[]
  >(COUNT_OUTCOMES, values);
  if (!row) throw new Error('An aggregate has one row.');
  return { ...row, checked_to: row.checked_to ?? FIRST_ID };
}

/** How many of its deliveries wait for their first attempt, and whether any has no outcome yet. */
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
