import { statement } from '../database/index.js';

/**
 * Lists endpoints after the one named ($1), in the order of their ids, $2 at most, and whether they changed after a
 * moment ($3).
 */
export const listEndpoints = statement<{ id: string; is_changed: boolean }>(
  'list-endpoints-to-sweep',
  `SELECT id, updated_at > $3 AS is_changed FROM endpoints
   WHERE deleted_at IS NULL AND id > $1 ORDER BY id LIMIT $2`,
);

/** `looked_to`: the last delivery that the statement looked at; null: there are no further ones. */
export interface LookedRow {
  looked_to: string | null;
}

export interface ExpiredRow extends LookedRow {
  expired: number;
}

/* No index has the held ones alone: an index on the status would make each success write to all indexes. */
const looked = (rows: string): string => `looked AS MATERIALIZED (
     SELECT d.id, d.status, d.reason, d.recipient FROM deliveries d
     WHERE d.endpoint_id = $1 AND d.unhappy AND ${rows} ORDER BY d.id LIMIT $3
   )`;
const LOOKED_TO = `(SELECT id FROM looked ORDER BY id OFFSET $3 - 1 LIMIT 1)`;

/**
 * Looks at the deliveries of an endpoint ($1) without success, with ids after $2 and below $4, $3 at most, and fails
 * those that are held, for any reason. A delivery that is being tried by hand waits for the outcome.
 */
export const expireHeld = statement<ExpiredRow>(
  'expire-held-deliveries',
  `WITH ${looked('d.id > $2 AND d.id < $4')}, expired AS (
     UPDATE deliveries SET status = 'failed', reason = 'retention_expired', settled_at = now()
     WHERE id = ANY (ARRAY(
       SELECT d.id FROM deliveries d
       WHERE d.id = ANY (ARRAY(SELECT id FROM looked WHERE status = 'held')) AND d.status = 'held'
         AND NOT EXISTS (SELECT FROM delivery_queue q WHERE q.delivery_id = d.id)
       ORDER BY d.id FOR UPDATE SKIP LOCKED
     ))
     RETURNING 1
   )
   SELECT (SELECT count(*)::int FROM expired) AS expired, ${LOOKED_TO} AS looked_to`,
);

/**
 * Looks at the deliveries of an active endpoint ($1) without success, with ids after $2, $3 at most, and has those
 * sent that are held for a status of their endpoint, or a hold of their address, which is over.
 */
export const releaseOrphanedHolds = statement<LookedRow>(
  'release-orphaned-holds',
  `WITH live AS MATERIALIZED (
     SELECT recipients FROM endpoints
     WHERE id = $1 AND status = 'active' AND releasing IS NULL AND deleted_at IS NULL
   ), ${looked('d.id > $2 AND EXISTS (SELECT FROM live)')}, released AS (
     UPDATE endpoints SET releasing = 'send'
     WHERE id = $1 AND status = 'active' AND releasing IS NULL AND deleted_at IS NULL AND EXISTS (
       SELECT FROM looked l CROSS JOIN live
       WHERE l.status = 'held'
         AND (l.reason IN ('endpoint_paused', 'endpoint_disabled')
           OR (l.reason = 'address_on_hold' AND l.recipient = ANY (live.recipients) AND NOT EXISTS (
             SELECT FROM held_addresses a WHERE a.endpoint_id = $1 AND a.recipient = l.recipient))))
   )
   SELECT ${LOOKED_TO} AS looked_to`,
);
