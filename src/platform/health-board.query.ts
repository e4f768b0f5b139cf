/**
 * How each tenant is doing, the worst first: by the minutes that its oldest delivery has waited, then by what does not
 * work. $1 tenants (null: all), $2 how many, $3 how many are left out before them.
 */
export const HEALTH_BOARD = `
WITH queued AS (
  SELECT tenant_id, count(*) AS backlog, min(delivery_id::text) AS oldest FROM delivery_queue GROUP BY tenant_id
), held AS (
  SELECT tenant_id, sum(deliveries) AS held FROM statistics
  WHERE step = 'hour' AND status = 'held' AND deliveries > 0 GROUP BY tenant_id
), attempted AS (
  SELECT tenant_id, sum(attempts) AS attempts, sum(attempts) FILTER (WHERE status = 'failed') AS failed
  FROM statistics WHERE step = 'hour' AND time >= date_trunc('hour', now() - interval '1 hour') AND attempts > 0
  GROUP BY tenant_id
), connected AS (
  SELECT e.tenant_id, count(*) AS endpoints,
    count(*) FILTER (WHERE e.status = 'active' AND h.failing_since IS NOT NULL) AS endpoints_failing,
    count(*) FILTER (WHERE e.status = 'disabled') AS endpoints_disabled,
    count(*) FILTER (WHERE e.status = 'active' AND breaker_state(h.trips, h.open_until, now()) <> 'closed') AS breakers_open
  FROM endpoints e LEFT JOIN endpoint_health h ON h.endpoint_id = e.id
  WHERE e.deleted_at IS NULL GROUP BY e.tenant_id
), board AS (
  SELECT t.id AS tenant_id, t.name AS tenant_name, t.external_id,
    CASE WHEN q.oldest IS NOT NULL THEN
      floor(greatest(extract(epoch FROM now() - time_of_uuid(q.oldest::uuid)), 0))::float8 END AS oldest_undelivered_seconds,
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
