/** Steps that cancel every delivery of a tenant ($1) whose endpoints are deleted by then. */
export const CANCEL_OF_TENANT = [
  // Locked in the order of ids, like everywhere. A manual attempt of a settled delivery leaves behind
  // what it would have left behind by failing; an attempt in flight still goes on record.
  `WITH freed AS (
     DELETE FROM delivery_queue WHERE delivery_id = ANY (ARRAY(
       SELECT delivery_id FROM delivery_queue WHERE tenant_id = $1 ORDER BY delivery_id FOR UPDATE
     ))
     RETURNING delivery_id, nullif(resume_status, 'held') AS settled_status, resume_reason
   )
   UPDATE deliveries SET
     status = coalesce(settled_status, 'cancelled'),
     reason = CASE WHEN settled_status IS NULL THEN 'endpoint_deleted' ELSE resume_reason END,
     unhappy = settled_status IS DISTINCT FROM 'succeeded',
     settled_at = coalesce(settled_at, now())
   FROM freed WHERE deliveries.id = freed.delivery_id`,

  `UPDATE deliveries SET status = 'cancelled', reason = 'endpoint_deleted', settled_at = now()
   WHERE status = 'held' AND unhappy
     AND endpoint_id IN (SELECT id FROM endpoints WHERE tenant_id = $1)`,
];
