import { statement } from '../database/index.js';

export interface FirstRow {
  tenant_id: string;
  key_hash: Buffer;
  fingerprint: Buffer;
  id: string;
  type: string;
  created_at: Date;
  deliveries: number;
}

/** The events that already hold the idempotency keys ($1 tenants, $2 key hashes), with their deliveries counted. */
export const findFirstByKey = statement<FirstRow>(
  'find-first-by-key',
  `
SELECT k.tenant_id, k.key_hash, k.fingerprint, e.id, e.type, e.created_at,
  (SELECT count(*)::int FROM deliveries d WHERE d.event_id = e.id) AS deliveries
FROM unnest($1::uuid[], $2::bytea[]) AS i (tenant_id, key_hash)
JOIN idempotency_keys k USING (tenant_id, key_hash)
JOIN events e ON e.id = k.event_id
`,
);
