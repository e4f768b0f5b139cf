import { FORGET_HEALTH } from '../queue/index.js';

/** Ages in days. */
export interface Ages {
  payload: number;
  record: number;
}

/** Deletes rows of one table that are past. */
export interface Purge {
  relation: string;
  /** $1 is the age in days, $2 the most rows that are deleted. It answers `removed`, their number. */
  text: string;
  age: keyof Ages;
}

const counted = (deletion: string): string =>
  `WITH gone AS (${deletion} RETURNING 1) SELECT count(*)::int AS removed FROM gone`;

const PAST = `now() - make_interval(days => $1)`;

/** Deletes rows by a key of one column. */
const byKey = (table: string, key: string, isPast: string): string =>
  counted(`DELETE FROM ${table} WHERE ${key} IN (
    SELECT ${key} FROM ${table} WHERE ${isPast} LIMIT $2 FOR UPDATE SKIP LOCKED)`);

/**
 * Readers of the log continue behind `purged_position`, and get a report of the gap. The advisory lock is that of
 * place_events, which writes the same heads.
 */
const PURGE_LOG = `
WITH lock AS MATERIALIZED (SELECT pg_advisory_xact_lock(7305512213)), gone AS (
  DELETE FROM event_log WHERE (tenant_id, position) IN (
    SELECT tenant_id, position FROM event_log, lock WHERE placed_at < ${PAST} ORDER BY placed_at LIMIT $2)
  RETURNING tenant_id, position
), moved AS (
  UPDATE event_log_heads h SET purged_position = greatest(h.purged_position, g.position)
  FROM (SELECT tenant_id, max(position) AS position FROM gone GROUP BY tenant_id) g
  WHERE h.tenant_id = g.tenant_id
)
SELECT count(*)::int AS removed FROM gone`;

/** The id of the data key of a sealed text of `SealedTexts`; null for a text in clear. */
const keyOfText = (text: string): string =>
  `CASE WHEN starts_with(${text}, 'sealed:') THEN substring(decode(substr(${text}, 8), 'base64') FROM 2 FOR 16) END`;

/** A data key stays while a longer-lived value is sealed with it: a secret, headers, a URL, a recipient, a name. */
const PURGE_DATA_KEYS = byKey(
  'data_keys',
  'id',
  `period ~ '^\\d{4}-\\d{2}$'
   AND to_date(period, 'YYYY-MM') + interval '1 month' < ${PAST}
   AND NOT EXISTS (
     SELECT FROM endpoints e LEFT JOIN endpoint_secrets s ON s.endpoint_id = e.id
     WHERE e.tenant_id = data_keys.tenant_id AND uuid_send(data_keys.id) IN (
       substring(s.sealed_secret FROM 2 FOR 16), substring(e.sealed_headers FROM 2 FOR 16),
       substring(e.sealed_url FROM 2 FOR 16)))
   AND NOT EXISTS (
     SELECT FROM endpoints e CROSS JOIN unnest(e.recipients) r (text)
     WHERE e.tenant_id = data_keys.tenant_id AND uuid_send(data_keys.id) = ${keyOfText('r.text')})
   AND NOT EXISTS (
     SELECT FROM tenants t
     WHERE t.id = data_keys.tenant_id AND uuid_send(data_keys.id) = ${keyOfText('t.name')})`,
);

/**
 * For a day after a tenant was erased, attempts that were under way report late, under a key that their worker makes for
 * it. Without the key what they got cannot be read.
 */
const FORGET_LATE_KEYS = counted(`DELETE FROM data_keys WHERE id IN (
  SELECT k.id FROM tenant_deletions d JOIN data_keys k ON k.tenant_id = d.tenant_id
  WHERE d.erased_at > now() - interval '25 hours' AND $1::int > 0 LIMIT $2)`);

/**
 * Refused publishes of tenants that keep content for less than the week that Housekeeping grants them. The nil UUID
 * stands for publishes without a tenant.
 */
const PURGE_REJECTED = counted(`DELETE FROM rejected_publishes WHERE id IN (
  SELECT r.id
  FROM (
    SELECT id, least($1, retention_days) AS days FROM tenants
    UNION ALL SELECT '00000000-0000-0000-0000-000000000000', $1
  ) t
  CROSS JOIN LATERAL (
    SELECT p.id FROM rejected_publishes p
    WHERE p.tenant_id = t.id AND p.id < uuid_at(now() - make_interval(days => t.days)) LIMIT $2
  ) r
  WHERE t.days < 7 LIMIT $2)`);

/** What is purged by an age of its own, beside the partitions by time and the tables of Housekeeping. */
export const PURGES: readonly Purge[] = [
  { relation: 'event_log', age: 'payload', text: PURGE_LOG },
  { relation: 'rejected_publishes', age: 'payload', text: PURGE_REJECTED },
  {
    relation: 'audit_log',
    age: 'record',
    text: `SELECT purge_audit(${PAST}, $2) AS removed`,
  },
  {
    relation: 'replay_deliveries',
    age: 'record',
    text: counted(`DELETE FROM replay_deliveries WHERE replay_id IN (
      SELECT id FROM replays WHERE state <> 'running' AND ended_at < ${PAST} LIMIT $2)`),
  },
  {
    relation: 'replays',
    age: 'record',
    text: byKey(
      'replays',
      'id',
      `state <> 'running' AND ended_at < ${PAST}
       AND NOT EXISTS (SELECT FROM replay_deliveries d WHERE d.replay_id = replays.id)`,
    ),
  },
  {
    relation: 'stream_consumers',
    age: 'payload',
    text: counted(`DELETE FROM stream_consumers WHERE (tenant_id, name) IN (
      SELECT tenant_id, name FROM stream_consumers WHERE seen_at < ${PAST} LIMIT $2)`),
  },
  {
    relation: 'endpoint_secrets',
    age: 'payload',
    text: byKey('endpoint_secrets', 'id', `expires_at < ${PAST}`),
  },
  { relation: 'api_keys', age: 'record', text: byKey('api_keys', 'id', `revoked_at < ${PAST}`) },
  { relation: 'data_keys', age: 'record', text: PURGE_DATA_KEYS },
  { relation: 'data_keys', age: 'record', text: FORGET_LATE_KEYS },
  {
    relation: 'erasure_subjects',
    age: 'record',
    text: counted(`DELETE FROM erasure_subjects WHERE (erasure_id, subject_hash) IN (
      SELECT s.erasure_id, s.subject_hash FROM erasures e JOIN erasure_subjects s ON s.erasure_id = e.id
      WHERE e.finished_at < ${PAST} LIMIT $2)`),
  },
  {
    relation: 'erased_events',
    age: 'record',
    text: byKey('erased_events', 'event_id', `erased_at < ${PAST} AND next_look_at IS NULL`),
  },
  {
    relation: 'erasures',
    age: 'record',
    text: byKey(
      'erasures',
      'id',
      `finished_at < ${PAST}
       AND NOT EXISTS (SELECT FROM erasure_subjects s WHERE s.erasure_id = erasures.id)`,
    ),
  },
  {
    // Beyond the longest window that can be asked for.
    relation: 'statistics',
    age: 'record',
    text: counted(`DELETE FROM statistics WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM statistics WHERE time < now() - make_interval(days => least($1, 91))
        AND step IN ('hour', 'day') LIMIT $2 FOR UPDATE SKIP LOCKED))`),
  },
  {
    relation: 'statistics_totals',
    age: 'record',
    text: counted(`DELETE FROM statistics_totals WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM statistics_totals WHERE time < now() - make_interval(days => least($1, 91))
        AND step IN ('hour', 'day') LIMIT $2 FOR UPDATE SKIP LOCKED))`),
  },
  {
    relation: 'tenant_deletions',
    age: 'record',
    text: byKey('tenant_deletions', 'id', `ended_at < ${PAST}`),
  },
  {
    relation: 'removals',
    age: 'record',
    text: counted(`DELETE FROM removals WHERE day < ${PAST} AND $2 > 0`),
  },
];

/**
 * Deletes endpoints ($2 at most) that were deleted more than $1 days ago, when their deliveries are gone, and
 * what is kept of them. The first statement answers their ids, which are $1 of the others.
 */
export const FIND_PAST_ENDPOINTS = `
SELECT id FROM endpoints e
WHERE deleted_at < ${PAST} AND NOT EXISTS (SELECT FROM deliveries d WHERE d.endpoint_id = e.id)
ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`;
export const PURGE_ENDPOINTS = [
  FORGET_HEALTH,
  ...[
    'endpoint_secrets',
    'endpoint_grants',
    'endpoint_notices',
    'held_addresses',
    'mail_recipients',
    'mail_windows',
  ].map((table) => `DELETE FROM ${table} WHERE endpoint_id = ANY ($1::uuid[])`),
  `DELETE FROM endpoints WHERE id = ANY ($1::uuid[])`,
];

/** The same for tenants, when their events and endpoints are gone. */
export const FIND_PAST_TENANTS = `
SELECT id FROM tenants t
WHERE deleted_at < ${PAST} AND NOT EXISTS (SELECT FROM events e WHERE e.tenant_id = t.id)
  AND NOT EXISTS (SELECT FROM endpoints p WHERE p.tenant_id = t.id)
ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`;
export const PURGE_TENANTS = [
  `INSERT INTO statistics_stale (tenant_id, step, time, due_at)
   SELECT DISTINCT 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid, step, time, greatest(now(), time + ('1 ' || step)::interval)
   FROM statistics WHERE tenant_id = ANY ($1::uuid[]) ON CONFLICT DO NOTHING`,
  ...[
    'data_keys',
    'event_log_heads',
    'statistics',
    'statistics_totals',
    'statistics_stale',
    'stream_consumers',
    'tenant_purges',
  ].map((table) => `DELETE FROM ${table} WHERE tenant_id = ANY ($1::uuid[])`),
  `DELETE FROM tenants WHERE id = ANY ($1::uuid[])`,
];

/**
 * Looks at subjects after one ($2, $3), $4 at most, and deletes the counters of those without an event for $1 days.
 * Answers how many, and the last subject that it looked at; no row: there are no further ones.
 */
export const PURGE_SUBJECTS = `
WITH looked AS MATERIALIZED (
  SELECT tenant_id, subject_hash FROM subject_sequences
  WHERE (tenant_id, subject_hash) > ($2::uuid, $3::uuid) ORDER BY tenant_id, subject_hash LIMIT $4
), gone AS (
  DELETE FROM subject_sequences s USING looked l
  WHERE s.tenant_id = l.tenant_id AND s.subject_hash = l.subject_hash AND s.used_at < ${PAST}
    AND NOT EXISTS (SELECT FROM events e WHERE e.tenant_id = l.tenant_id AND e.subject_hash = l.subject_hash)
  RETURNING 1
)
SELECT tenant_id, subject_hash, (SELECT count(*)::int FROM gone) AS removed
FROM looked ORDER BY tenant_id DESC, subject_hash DESC LIMIT 1`;
