/**
 * How each tenant is doing, the worst first: by the minutes that its oldest delivery has waited, then by what does not
 * work. $1 tenants (null: all), $2 how many, $3 how many are left out before them, $4 whether only the sandbox or only
 * what is live (null: both).
 *
 * The queue does not say which deliveries are of the sandbox: of one of both, the statistics know how many wait and
 * since which hour, and the deliveries of this hour since when.
 */
export const HEALTH_BOARD = `
WITH waiting AS (
  SELECT tenant_id, endpoint_id, type, is_sandbox, time AS hour, deliveries,
    min(time) OVER (PARTITION BY tenant_id) AS oldest_hour
  FROM statistics
  WHERE $4::boolean IS NOT NULL AND step = 'hour' AND status = 'pending' AND deliveries > 0 AND is_sandbox = $4
), queued AS (
  SELECT tenant_id, count(*) AS backlog, time_of_uuid(min(delivery_id::text)::uuid) AS oldest_at
  FROM delivery_queue WHERE $4::boolean IS NULL GROUP BY tenant_id
  UNION ALL
  SELECT w.tenant_id, sum(w.deliveries), min(d.created_at)
  FROM waiting w LEFT JOIN LATERAL (
    SELECT d.created_at FROM deliveries d JOIN events e ON e.id = d.event_id
    WHERE w.hour = w.oldest_hour AND d.endpoint_id = w.endpoint_id AND d.event_type = w.type AND d.status = 'pending'
      AND d.id >= uuid_at(w.hour - interval '1 minute') AND d.id < uuid_at(w.hour + interval '61 minutes')
      AND e.is_sandbox = w.is_sandbox
    ORDER BY d.id LIMIT 1
  ) d ON true
  GROUP BY w.tenant_id
), held AS (
  SELECT tenant_id, sum(deliveries) AS held FROM statistics
  WHERE step = 'hour' AND status = 'held' AND deliveries > 0 AND ($4::boolean IS NULL OR is_sandbox = $4)
  GROUP BY tenant_id
), attempted AS (
  SELECT tenant_id, sum(attempts) AS attempts, sum(attempts) FILTER (WHERE status = 'failed') AS failed
  FROM statistics WHERE step = 'hour' AND time >= date_trunc('hour', now() - interval '1 hour') AND attempts > 0
    AND ($4::boolean IS NULL OR is_sandbox = $4)
  GROUP BY tenant_id
), connected AS (
  SELECT e.tenant_id, count(*) AS endpoints,
    count(*) FILTER (WHERE e.status = 'active' AND h.failing_since IS NOT NULL) AS endpoints_failing,
    count(*) FILTER (WHERE e.status = 'disabled') AS endpoints_disabled,
    count(*) FILTER (WHERE e.status = 'active' AND breaker_state(h.trips, h.open_until, now()) <> 'closed') AS breakers_open
  FROM endpoints e LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
  WHERE e.deleted_at IS NULL AND ($4::boolean IS NULL OR e.environment IN ('all', CASE WHEN $4 THEN 'sandbox' ELSE 'live' END))
  GROUP BY e.tenant_id
), board AS (
  SELECT t.id AS tenant_id, t.name AS tenant_name, t.external_id,
    CASE WHEN q.oldest_at IS NOT NULL THEN
      floor(greatest(extract(epoch FROM now() - q.oldest_at), 0))::float8 END AS oldest_undelivered_seconds,
    round(coalesce(a.failed, 0)::numeric / nullif(a.attempts, 0), 4)::float8 AS failure_rate,
    coalesce(q.backlog, 0)::float8 AS backlog, coalesce(h.held, 0)::float8 AS held,
    coalesce(c.endpoints, 0)::float8 AS endpoints, coalesce(c.endpoints_failing, 0)::float8 AS endpoints_failing,
    coalesce(c.endpoints_disabled, 0)::float8 AS endpoints_disabled, coalesce(c.breakers_open, 0)::float8 AS breakers_open
  FROM tenants t
  LEFT JOIN queued q ON q.tenant_id = t.id
  LEFT JOIN held h ON h.tenant_id = t.id
  LEFT JOIN attempted a ON a.tenant_id = t.id
  LEFT JOIN connected c ON c.tenant_id = t.id
  WHERE t.deleted_at IS NULL AND ($1::uuid[] IS NULL OR t.id = ANY ($1))
)
SELECT * FROM board
ORDER BY floor(coalesce(oldest_undelivered_seconds, 0) / 60) DESC,
  endpoints_failing + endpoints_disabled + breakers_open DESC, failure_rate DESC NULLS LAST, backlog DESC, held DESC,
  tenant_id
LIMIT $2 OFFSET $3`;
