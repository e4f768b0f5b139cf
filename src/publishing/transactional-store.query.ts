/**
 * One event inside a caller's transaction: everything but its sequence and its deliveries, which
 * `pending_fanouts` promises. Answers whether it was stored; false means that its key was taken.
 *
 * $1 id, $2 tenant, $3 type, $4 created_at, $5 subject hash, $6 sandbox, $7 labels, $8 data,
 * $9 violations, $10 key hash, $11 fingerprint, $12 ids in the data.
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
), fresh AS MATERIALIZED (
  SELECT $1::uuid AS id WHERE $10::bytea IS NULL OR EXISTS (SELECT FROM keyed)
), stored AS (
  INSERT INTO events (id, tenant_id, type, created_at, subject_hash, is_sandbox, sealed_labels, violations)
  SELECT id, $2::uuid, $3::text, $4::timestamptz, $5::uuid, $6::boolean, $7::bytea, $9::jsonb FROM fresh
), bodies AS (
  INSERT INTO event_bodies (event_id, sealed_data) SELECT id, $8::bytea FROM fresh
), refs AS (
  INSERT INTO event_refs (hash, event_id) SELECT unnest($12::uuid[]), id FROM fresh
), promised AS (
  INSERT INTO pending_fanouts (event_id) SELECT id FROM fresh
)
SELECT EXISTS (SELECT FROM fresh) AS stored
`;
