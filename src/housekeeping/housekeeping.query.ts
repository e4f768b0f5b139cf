import { statement } from '../database/index.js';

interface Purged {
  purged: number;
}

/** What has expired, at most $1 rows of it. Workers may run it side by side. */
export const purgeRejected = statement<Purged>(
  'purge-rejected-publishes',
  `WITH gone AS (
     DELETE FROM rejected_publishes WHERE id = ANY (ARRAY(
       SELECT id FROM rejected_publishes WHERE expires_at <= now()
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
     ))
     RETURNING 1
   )
   SELECT count(*)::int AS purged FROM gone`,
);

export const purgeRejectionDrops = statement<Purged>(
  'purge-rejection-drops',
  `WITH gone AS (
     DELETE FROM rejected_publish_drops WHERE (tenant_id, hour) IN (
       SELECT tenant_id, hour FROM rejected_publish_drops
       WHERE hour <= now() - interval '8 days'
       ORDER BY hour LIMIT $1 FOR UPDATE SKIP LOCKED
     )
     RETURNING 1
   )
   SELECT count(*)::int AS purged FROM gone`,
);

export const purgeIdempotencyKeys = statement<Purged>(
  'purge-idempotency-keys',
  `WITH gone AS (
     DELETE FROM idempotency_keys WHERE (tenant_id, key_hash) IN (
       SELECT tenant_id, key_hash FROM idempotency_keys WHERE expires_at <= now()
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
     )
     RETURNING 1
   )
   SELECT count(*)::int AS purged FROM gone`,
);

export const purgeRequestKeys = statement<Purged>(
  'purge-request-keys',
  `WITH gone AS (
     DELETE FROM request_keys WHERE (tenant_id, key_hash) IN (
       SELECT tenant_id, key_hash FROM request_keys WHERE expires_at <= now()
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
     )
     RETURNING 1
   )
   SELECT count(*)::int AS purged FROM gone`,
);

export const purgeDerivedEffects = statement<Purged>(
  'purge-derived-effects',
  `WITH gone AS (
     DELETE FROM derived_effects WHERE (tenant_id, effect_hash) IN (
       SELECT tenant_id, effect_hash FROM derived_effects WHERE stored_at <= now() - interval '7 days'
       ORDER BY stored_at LIMIT $1 FOR UPDATE SKIP LOCKED
     )
     RETURNING 1
   )
   SELECT count(*)::int AS purged FROM gone`,
);

/** They name addresses, of endpoints that may be gone. A window that is over is as good as none. */
export const purgeMailWindows = statement<Purged>(
  'purge-mail-windows',
  `WITH gone AS (
     DELETE FROM mail_windows WHERE (endpoint_id, recipient) IN (
       SELECT endpoint_id, recipient FROM mail_windows WHERE ends_at <= now() - interval '1 day'
       LIMIT $1 FOR UPDATE SKIP LOCKED
     )
     RETURNING 1
   )
   SELECT count(*)::int AS purged FROM gone`,
);

/** Lets go what waits for a subject or a digest of which nothing else is due; one process at a time. */
export const promoteWaiting = statement<{ promoted: number }>(
  'promote-waiting',
  `SELECT promote_subjects() + promote_digests() AS promoted
   FROM (SELECT pg_try_advisory_xact_lock(7305512216) AS taken) l WHERE taken`,
);

/** This month's partitions and those of the two ahead; one process at a time. */
export const ensurePartitions = statement<object>(
  'ensure-partitions',
  'SELECT ensure_partitions(2) FROM pg_advisory_xact_lock(7305512203)',
);
