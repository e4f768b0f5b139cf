import { statement } from '../database/index.js';

/** Lists endpoints after the one named, in the order of their ids. */
export const listEndpoints = statement<{ id: string }>(
  'list-endpoints',
  'SELECT id FROM endpoints WHERE deleted_at IS NULL AND id > $1 ORDER BY id LIMIT $2',
);

/**
 * Fails deliveries that have been held for an endpoint ($1) since before a moment ($2, as its first id),
 * $3 at most, for any reason. A delivery that is being tried by hand waits for the outcome.
 */
export const expireHeld = statement<{ expired: number }>(
  'expire-held-deliveries',
  `WITH expired AS (
     UPDATE deliveries SET status = 'failed', reason = 'retention_expired', settled_at = now()
     WHERE id = ANY (ARRAY(
       SELECT d.id FROM deliveries d
       WHERE d.endpoint_id = $1 AND d.unhappy AND d.status = 'held' AND d.id < $2
         AND NOT EXISTS (SELECT FROM delivery_queue q WHERE q.delivery_id = d.id)
       ORDER BY d.id LIMIT $3 FOR UPDATE SKIP LOCKED
     ))
     RETURNING 1
   )
   SELECT count(*)::int AS expired FROM expired`,
);

/** Has deliveries sent that are held for a status of their endpoint, or a hold of their address, which is over. */
export const releaseOrphanedHolds = statement<object>(
  'release-orphaned-holds',
  `UPDATE endpoints SET releasing = 'send'
   WHERE id = $1 AND status = 'active' AND releasing IS NULL AND deleted_at IS NULL AND EXISTS (
     SELECT FROM deliveries d
     WHERE endpoint_id = $1 AND unhappy AND status = 'held'
       AND (reason IN ('endpoint_paused', 'endpoint_disabled')
         OR (reason = 'address_on_hold' AND recipient = ANY (endpoints.recipients) AND NOT EXISTS (
           SELECT FROM held_addresses a WHERE a.endpoint_id = $1 AND a.recipient = d.recipient))))`,
);
