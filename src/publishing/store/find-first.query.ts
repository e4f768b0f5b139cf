import { statement } from '../../database/index.js';
import type { FirstEvent } from '../publish-contract.js';

interface FirstRow extends FirstEvent {
  /** The event that was not stored. */
  asked_by: string;
}

/**
 * For events that were not stored ($1, of tenants $2) the event that was there first: by idempotency
 * key ($3), else by effect ($4). A key that came with a known effect from now on points to that.
 */
export const findFirst = statement<FirstRow>(
  'find-first',
  `
WITH found AS MATERIALIZED (
  SELECT i.*, k.fingerprint, by_key.id IS NULL AS by_effect, coalesce(by_key.id, by_effect.id) AS event_id,
    coalesce(by_key.type, by_effect.type) AS type, coalesce(by_key.created_at, by_effect.created_at) AS created_at
  FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::uuid[]) AS i (id, tenant_id, key_hash, effect_hash)
  LEFT JOIN idempotency_keys k ON k.tenant_id = i.tenant_id AND k.key_hash = i.key_hash AND k.expires_at > now()
  LEFT JOIN events by_key ON by_key.id = k.event_id
  LEFT JOIN derived_effects f ON f.tenant_id = i.tenant_id AND f.effect_hash = i.effect_hash
  LEFT JOIN events by_effect ON by_effect.id = f.event_id
  WHERE by_key.id IS NOT NULL OR by_effect.id IS NOT NULL
), mended AS (
  UPDATE idempotency_keys k SET event_id = found.event_id FROM found
  WHERE found.by_effect AND k.tenant_id = found.tenant_id AND k.key_hash = found.key_hash
)
SELECT id AS asked_by, event_id AS id, type, created_at, fingerprint,
  (SELECT count(*)::int FROM deliveries d WHERE d.event_id = found.event_id) AS deliveries
FROM found
`,
);
