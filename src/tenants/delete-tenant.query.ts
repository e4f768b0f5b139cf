/**
 * Steps of deleting a tenant ($1), to be run in this order in one transaction. The first takes the
 * row that publishers hold shared: what they publish is either cancelled below or finds no tenant.
 */
export const DELETE_TENANT = [
  `UPDATE tenants SET deleted_at = now(), fanout_version = fanout_version + 1 WHERE id = $1`,

  `UPDATE endpoints SET deleted_at = now(), updated_at = now(), version = version + 1,
     sealed_headers = NULL, sealed_url = NULL, recipients = CASE WHEN recipients IS NOT NULL THEN '{}'::text[] END
   WHERE tenant_id = $1 AND deleted_at IS NULL`,

  `DELETE FROM endpoint_secrets WHERE endpoint_id IN (SELECT id FROM endpoints WHERE tenant_id = $1)`,

  `DELETE FROM held_addresses WHERE endpoint_id IN (SELECT id FROM endpoints WHERE tenant_id = $1)`,

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

  `UPDATE rejected_publishes SET sealed_body = NULL WHERE tenant_id = $1`,

  `UPDATE api_keys SET revoked_at = now()
   WHERE tenant_ids = ARRAY[$1::uuid] AND role IN ('tenant', 'viewer') AND revoked_at IS NULL`,
];
