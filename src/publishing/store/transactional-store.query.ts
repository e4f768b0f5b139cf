/** $1 the tenant's id where the reference is one, else null; $2 the reference. */
export const FIND_TENANT_WITHIN = `
SELECT id FROM tenants
WHERE deleted_at IS NULL AND CASE WHEN $1::uuid IS NULL THEN external_id = $2::text ELSE id = $1::uuid END`;

/**
 * One event inside a caller's transaction: everything but its sequence and its deliveries, which
 * `pending_fanouts` promises. Answers whether it was stored; false means that its key was taken, or
 * that it is an effect which is known already.
 *
 * $1 id, $2 tenant, $3 type, $4 created_at, $5 subject hash, $6 sandbox, $7 labels, $8 data,
 * $9 violations, $10 key hash, $11 fingerprint, $12 ids in the data, $13 cause, $14 effect hash,
 * $15 cause hash, $16 whether it refers to assets, $17 hash of what it tells, $18 the endpoint it is about.
 */
export const STORE_EVENT_WITHIN = `
WITH keyed AS (
  INSERT INTO idempotency_keys (tenant_id, key_hash, fingerprint, event_id, expires_at)
  SELECT $2::uuid, $10::bytea, $11::bytea, $1::uuid, now() + interval '7 days'
  WHERE $10::bytea IS NOT NULL
  ON CONFLICT (tenant_id, key_hash) DO UPDATE
    SET fingerprint = excluded.fingerprint, event_id = excluded.event_id, expires_at = excluded.expires_at
    WHERE idempotency_keys.expires_at <= now()
  RETURNING event_id
), effect AS (
  INSERT INTO derived_effects AS known (tenant_id, effect_hash, type, cause_hash, told_hash, event_id, stored_at)
  SELECT $2::uuid, $14::uuid, $3::text, $15::uuid, $17::uuid, $1::uuid, now()
  WHERE $14::uuid IS NOT NULL AND ($10::bytea IS NULL OR EXISTS (SELECT FROM keyed))
  ON CONFLICT (tenant_id, effect_hash) DO UPDATE
    SET type = excluded.type, cause_hash = excluded.cause_hash, told_hash = excluded.told_hash,
      event_id = excluded.event_id, stored_at = excluded.stored_at
    WHERE NOT is_same_effect(known, excluded.type, excluded.cause_hash, excluded.told_hash)
  RETURNING event_id
), fresh AS MATERIALIZED (
  SELECT $1::uuid AS id
  WHERE ($10::bytea IS NULL OR EXISTS (SELECT FROM keyed)) AND ($14::uuid IS NULL OR EXISTS (SELECT FROM effect))
), stored AS (
  INSERT INTO events (id, tenant_id, type, created_at, subject_hash, is_sandbox, sealed_labels, caused_by, violations, has_assets)
  SELECT id, $2::uuid, $3::text, $4::timestamptz, $5::uuid, $6::boolean, $7::bytea, $13::uuid, $9::jsonb, $16::boolean
  FROM fresh
), bodies AS (
  INSERT INTO event_bodies (event_id, sealed_data) SELECT id, $8::bytea FROM fresh
), refs AS (
  INSERT INTO event_refs (hash, event_id) SELECT unnest($12::uuid[]), id FROM fresh
), promised AS (
  INSERT INTO pending_fanouts (event_id, about_endpoint_id) SELECT id, $18::uuid FROM fresh
)
SELECT EXISTS (SELECT FROM fresh) AS stored
`;
