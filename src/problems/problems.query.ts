import type { EntityManager } from 'typeorm';

/** An endpoint that does not work. */
export interface TroubledEndpoint {
  id: string;
  url: string | null;
  description: string | null;
  channel: string;
  status: string;
  disabled_reason: string | null;
  created_at: Date;
  updated_at: Date;
  last_success_at: Date | null;
  failing_since: Date | null;
  /** `failing_since` without the time in which nothing could be delivered. */
  counted_since: Date | null;
  failed_events: number | null;
  breaker: 'closed' | 'open' | 'probing';
  /** When the certificate expires that the receiver last showed. */
  tls_expires_at: Date | null;
  /** When the grace of its former secret ended, if that was after the last success. */
  grace_ended_at: Date | null;
}

/** Endpoints of tenant $1 that fail, are disabled or wait to be confirmed. What has succeeded since is no problem. */
const FIND_TROUBLED = `
SELECT e.id, e.url, e.description, e.channel, e.status, e.disabled_reason, e.created_at, e.updated_at,
  h.last_success_at, h.failing_since, greatest(h.failing_since, h.counted_from) AS counted_since, h.failed_events, h.tls_expires_at,
  breaker_state(h.trips, h.open_until, now()) AS breaker,
  (SELECT max(s.expires_at) FROM endpoint_secrets s
   WHERE s.endpoint_id = e.id AND s.expires_at <= h.failing_since + interval '1 second'
     AND (h.last_success_at IS NULL OR s.expires_at > h.last_success_at)) AS grace_ended_at
FROM endpoints e LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
WHERE e.tenant_id = $1 AND e.deleted_at IS NULL
  AND (e.status = 'active' AND h.failing_since IS NOT NULL OR e.status = 'disabled'
    OR e.disabled_reason = 'pending_confirmation')
ORDER BY h.failing_since NULLS LAST, e.id LIMIT 200`;

export function findTroubled(
  manager: EntityManager,
  tenantId: string,
): Promise<TroubledEndpoint[]> {
  return manager.query<TroubledEndpoint[]>(FIND_TROUBLED, [tenantId]);
}

/** Failed attempts of an endpoint with one error class and status. */
export interface FailureGroup {
  endpoint_id: string;
  class: string;
  code: number | null;
  count: number;
  /** The beginning of the first hour that has one. */
  first_hour: Date;
  last_at: Date;
}

/**
 * Failures of endpoints $2 of tenant $1 since the moments $3, from the hour of the moment on: those that the statistics
 * have, and those that they do not have yet. The loss of a worker is no failure of the endpoint.
 */
const FIND_FAILURES = `
SELECT f.endpoint_id, f.class, nullif(f.code, 0) AS code, sum(f.n)::float8 AS count, min(f.hour) AS first_hour,
  max(f.last_at) AS last_at
FROM unnest($2::uuid[], $3::timestamptz[]) t (endpoint_id, since)
CROSS JOIN LATERAL (
  SELECT s.endpoint_id, s.class, s.code, s.attempts AS n, s.time AS hour, s.last_at FROM statistics s
  WHERE s.tenant_id = $1 AND s.endpoint_id = t.endpoint_id AND s.step = 'hour' AND s.status = 'failed'
    AND s.time >= date_trunc('hour', t.since) AND s.attempts > 0
  UNION ALL
  SELECT d.endpoint_id, a.error_class, coalesce(a.response_status, 0), 1, date_trunc('hour', a.started_at), a.started_at
  FROM attempts a JOIN deliveries d ON d.id = a.delivery_id
  WHERE a.id >= (SELECT folded_to FROM statistics_progress WHERE source = 'attempts')
    AND a.error_class IS NOT NULL AND d.endpoint_id = t.endpoint_id AND a.started_at >= t.since - interval '1 second'
) f
WHERE f.class <> 'worker_lost'
GROUP BY f.endpoint_id, f.class, f.code`;

export function findFailures(
  manager: EntityManager,
  tenantId: string,
  endpoints: readonly { id: string; since: Date }[],
): Promise<FailureGroup[]> {
  return manager.query<FailureGroup[]>(FIND_FAILURES, [
    tenantId,
    endpoints.map(({ id }) => id),
    endpoints.map(({ since }) => since),
  ]);
}

/** What was done to an endpoint. */
export interface Change {
  /** Public id of the endpoint. */
  target: string;
  action: string;
  at: Date;
  /** Of `endpoint.updated`: the fields of the request. */
  fields: string[] | null;
}

/** Changes of endpoints $2 (public ids) of tenant $1 since the moment $3, the latest first. */
const FIND_CHANGES = `
SELECT target, action, at, CASE WHEN jsonb_typeof(details->'fields') = 'array'
  THEN ARRAY(SELECT jsonb_array_elements_text(details->'fields')) END AS fields
FROM audit_log
WHERE tenant_id = $1 AND target = ANY ($2) AND id >= uuid_at($3)
  AND action IN ('endpoint.created', 'endpoint.updated', 'endpoint.resumed', 'endpoint.secret_rotated',
    'endpoint.secret_promoted', 'endpoint.disabled')
ORDER BY at DESC LIMIT 1000`;

export function findChanges(
  manager: EntityManager,
  tenantId: string,
  targets: readonly string[],
  since: Date,
): Promise<Change[]> {
  return manager.query<Change[]>(FIND_CHANGES, [tenantId, targets, since]);
}

/** What will or may make an endpoint fail. */
export interface Warning {
  endpoint_id: string;
  url: string | null;
  description: string | null;
  class: 'certificate_expires' | 'clock_skew' | 'address_on_hold' | 'address_unconfirmed';
  /** When it began; null: not known. */
  since: Date | null;
  /** When the certificate expires. */
  at: Date | null;
  /** By how much the receiver's clock is ahead. */
  seconds: number | null;
  /** Recipients that are on hold. */
  addresses: number | null;
}

/** Endpoints of tenant $1. A certificate that has expired is named here until something has failed by it. */
const FIND_WARNINGS = `
WITH own AS (
  SELECT e.id AS endpoint_id, e.url, e.description, h.tls_expires_at, h.clock_skew_seconds, h.failing_since
  FROM endpoints e LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
  WHERE e.tenant_id = $1 AND e.deleted_at IS NULL AND e.status <> 'disabled'
), held AS (
  SELECT o.endpoint_id, o.url, o.description,
    CASE a.reason WHEN 'unconfirmed' THEN 'address_unconfirmed' ELSE 'address_on_hold' END AS class, a.held_at
  FROM own o JOIN held_addresses a ON a.endpoint_id = o.endpoint_id
)
SELECT endpoint_id, url, description, 'certificate_expires' AS class, tls_expires_at - interval '14 days' AS since,
  tls_expires_at AS at, NULL::int AS seconds, NULL::int AS addresses
FROM own
WHERE url LIKE 'https:%' AND tls_expires_at < now() + interval '14 days'
  AND (failing_since IS NULL OR tls_expires_at > now())
UNION ALL
SELECT endpoint_id, url, description, 'clock_skew', NULL, NULL, clock_skew_seconds, NULL
FROM own WHERE abs(clock_skew_seconds) > 30
UNION ALL
SELECT endpoint_id, url, description, class, min(held_at), NULL, NULL, count(*)::int
FROM held GROUP BY endpoint_id, url, description, class
ORDER BY class, at, endpoint_id LIMIT 200`;

export function findWarnings(manager: EntityManager, tenantId: string): Promise<Warning[]> {
  return manager.query<Warning[]>(FIND_WARNINGS, [tenantId]);
}
