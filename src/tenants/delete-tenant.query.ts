import { CANCEL_OF_TENANT } from '../queue/index.js';

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

  ...CANCEL_OF_TENANT,

  `UPDATE rejected_publishes SET sealed_body = NULL WHERE tenant_id = $1`,

  `UPDATE api_keys SET revoked_at = now()
   WHERE tenant_ids = ARRAY[$1::uuid] AND role IN ('tenant', 'viewer') AND revoked_at IS NULL`,
];
