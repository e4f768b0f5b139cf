import { statement } from '../database/index.js';

export interface FirstRow {
  /** The event that was not stored. */
  asked_by: string;
  id: string;
  type: string;
  created_at: Date;
  deliveries: number;
  /** Of the body that came with the idempotency key; null where it was the effect that was known. */
  fingerprint: Buffer | null;
}

/**
 * For events that were not stored ($1, of tenants $2) the event that was there first: by idempotency
 * key ($3), else by effect ($4).
 */
export const findFirst = statement<FirstRow>(
  'find-first',
  `
SELECT i.id AS asked_by, e.id, e.type, e.created_at, k.fingerprint,
  (SELECT count(*)::int FROM deliveries d WHERE d.event_id = e.id) AS deliveries
FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::uuid[]) AS i (id, tenant_id, key_hash, effect_hash)
LEFT JOIN idempotency_keys k ON k.tenant_id = i.tenant_id AND k.key_hash = i.key_hash AND k.expires_at > now()
LEFT JOIN derived_effects f ON f.tenant_id = i.tenant_id AND f.effect_hash = i.effect_hash
JOIN events e ON e.id = coalesce(k.event_id, f.event_id)
`,
);
