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
 * key ($3), else by effect ($4). A key that came with a known effect is kept with its body's
 * fingerprint ($5), like any other.
 */
export const findFirst = statement<FirstRow>(
  'find-first',
  `
WITH found AS MATERIALIZED (
  SELECT i.*, e.id AS event_id, e.type, e.created_at, k.fingerprint AS known_fingerprint
  FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::uuid[], $5::bytea[])
    AS i (id, tenant_id, key_hash, effect_hash, fingerprint)
  LEFT JOIN idempotency_keys k ON k.tenant_id = i.tenant_id AND k.key_hash = i.key_hash AND k.expires_at > now()
  LEFT JOIN derived_effects f ON f.tenant_id = i.tenant_id AND f.effect_hash = i.effect_hash
  JOIN events e ON e.id = coalesce(k.event_id, f.event_id)
), remembered AS (
  INSERT INTO idempotency_keys (tenant_id, key_hash, fingerprint, event_id, expires_at)
  SELECT tenant_id, key_hash, fingerprint, event_id, now() + interval '7 days' FROM found
  WHERE key_hash IS NOT NULL AND known_fingerprint IS NULL
  ORDER BY tenant_id, key_hash
  ON CONFLICT (tenant_id, key_hash) DO NOTHING
)
SELECT id AS asked_by, event_id AS id, type, created_at, known_fingerprint AS fingerprint,
  (SELECT count(*)::int FROM deliveries d WHERE d.event_id = found.event_id) AS deliveries
FROM found
`,
);
