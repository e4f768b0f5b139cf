/**
 * Deliveries in the queue by tenant and lane; $1 tenants (null: all). A lane as `uses_slow_lane` chooses it at rest. How
 * many are of the sandbox is known from the statistics, which may be a minute old.
 */
export const READ_QUEUE = `
SELECT q.tenant_id, t.name AS tenant_name, CASE WHEN q.is_slow THEN 'slow' ELSE 'quick' END AS lane,
  sum(q.queued)::float8 AS queued, sum(q.due)::float8 AS due, sum(least(q.sandbox, q.queued))::float8 AS sandbox,
  floor(greatest(extract(epoch FROM now() - time_of_uuid(min(q.oldest)::uuid)), 0))::float8 AS oldest_age_seconds
FROM (
  SELECT q.tenant_id, uses_slow_lane(h.last_success_at, h.strikes, h.slow_until, NULL, now(), interval '0') AS is_slow,
    q.queued, q.due, q.oldest, coalesce(s.sandbox, 0) AS sandbox
  FROM (
    SELECT tenant_id, endpoint_id, count(*) AS queued,
      count(*) FILTER (WHERE leased_until IS NULL AND due_at <= now()) AS due, min(delivery_id::text) AS oldest
    FROM delivery_queue WHERE $1::uuid[] IS NULL OR tenant_id = ANY ($1)
    GROUP BY tenant_id, endpoint_id
  ) q
  LEFT JOIN endpoint_health h ON h.endpoint_id = q.endpoint_id
  LEFT JOIN (
    SELECT endpoint_id, sum(deliveries) AS sandbox FROM statistics
    WHERE step = 'hour' AND status = 'pending' AND deliveries > 0 AND is_sandbox
      AND ($1::uuid[] IS NULL OR tenant_id = ANY ($1))
    GROUP BY endpoint_id
  ) s ON s.endpoint_id = q.endpoint_id
) q JOIN tenants t ON t.id = q.tenant_id
GROUP BY q.tenant_id, t.name, q.is_slow
ORDER BY oldest_age_seconds DESC, queued DESC LIMIT 200`;

/** Deliveries under a lease, and what became of leases; $1 tenants (null: all). */
export const READ_CLAIMS = `
SELECT count(*) FILTER (WHERE leased_until >= now())::float8 AS in_flight,
  count(*) FILTER (WHERE leased_until < now())::float8 AS expired,
  max(leased_until) FILTER (WHERE leased_until >= now()) AS last_end_at,
  (SELECT count(*)::float8 FROM delivery_queue
    WHERE lost_leases >= 5 AND leased_until IS NULL AND ($1::uuid[] IS NULL OR tenant_id = ANY ($1))) AS quarantined,
  (SELECT coalesce(sum(attempts), 0)::float8 FROM statistics
    WHERE step = 'hour' AND time >= date_trunc('hour', now() - interval '1 hour') AND class = 'worker_lost'
      AND ($1::uuid[] IS NULL OR tenant_id = ANY ($1))) AS lost
FROM delivery_queue WHERE leased_until IS NOT NULL AND ($1::uuid[] IS NULL OR tenant_id = ANY ($1))`;

export const READ_WORKERS = `
SELECT id, role, version, started_at, last_seen_at, in_flight FROM processes
WHERE last_seen_at > now() - interval '1 minute' ORDER BY started_at, id`;

export const READ_DATABASE = `
SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS size_bytes,
  (SELECT count(*)::float8 FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
  current_setting('max_connections')::float8 AS max_connections`;

/** The partitions of the tables by time; bounds are ids. */
export const READ_PARTITIONS = `
SELECT i.inhparent::regclass::text AS table, c.relname AS name, pg_total_relation_size(c.oid)::float8 AS size_bytes,
  time_of_uuid(t.first_id) AS from, time_of_uuid(t.end_id) AS to
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid
LEFT JOIN LATERAL timed_partitions(i.inhparent) t ON t.partition = c.oid
WHERE c.relkind = 'r' AND i.inhparent IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'p')
ORDER BY 1, 4 NULLS LAST`;

export const READ_DEAD_ROWS = `
SELECT relname AS table, n_live_tup::float8 AS live, n_dead_tup::float8 AS dead
FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY n_dead_tup DESC, relname LIMIT 20`;

/** Attempts without an answer by endpoint and error class, in this hour and the last; $1 tenants (null: all). */
export const READ_EGRESS_ERRORS = `
SELECT e.url, s.class, sum(s.attempts)::float8 AS count,
  coalesce(sum(s.attempts) FILTER (WHERE s.is_sandbox), 0)::float8 AS sandbox, max(s.last_at) AS last_at
FROM statistics s JOIN endpoints e ON e.id = s.endpoint_id
WHERE s.step = 'hour' AND s.time >= date_trunc('hour', now() - interval '1 hour')
  AND s.attempts > 0 AND s.class NOT IN ('', 'http_status', 'redirect') AND e.url IS NOT NULL
  AND ($1::uuid[] IS NULL OR s.tenant_id = ANY ($1))
GROUP BY e.url, s.class`;

export const READ_DATA_KEYS = `
SELECT wrapped_by AS id, count(*)::float8 AS data_keys FROM data_keys GROUP BY wrapped_by ORDER BY wrapped_by`;
