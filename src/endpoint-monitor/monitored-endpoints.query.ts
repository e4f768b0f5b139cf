import type { EntityManager } from 'typeorm';
import type { MonitorRules, FailureState } from './next-step.js';
import { REMINDER_MS } from './next-step.js';

export interface MonitoredEndpoint extends FailureState {
  id: string;
  tenantId: string;
  url: string | null;
  status: 'active';
  failingSince: Date | null;
  /** `failingSince` as `endpoint.failing` reported it. */
  notifiedFailingSince: Date | null;
  /** How many notices of this failure were sent. */
  failingNotices: number;
}

const MS_SINCE = (moment: string): string =>
  `(extract(epoch FROM clock_timestamp() - ${moment}) * 1000)::float8`;

const COLUMNS = `
  e.id, e.tenant_id AS "tenantId", e.url, e.status,
  h.failing_since AS "failingSince", h.notified_failing_since AS "notifiedFailingSince",
  h.failed_events AS "failedEvents", h.failing_notices AS "failingNotices",
  CASE WHEN h.failing_since IS NOT NULL THEN ${MS_SINCE('greatest(h.failing_since, h.counted_from)')} END AS "failingMs",
  ${MS_SINCE('h.failing_notified_at')} AS "notifiedMs",
  ${MS_SINCE('h.disabling_soon_notified_at')} AS "warnedMs",
  ${MS_SINCE('h.last_notified_at')} AS "lastNotifiedMs",
  ${MS_SINCE('h.last_success_at')} AS "successMs"`;

/**
 * Returns up to 100 endpoints, in the order of their ids and after the given one, for which a step may be due.
 * Email endpoints are left out: their mail goes by our own server, so a failure is not the endpoint's.
 */
export function findMonitored(
  manager: EntityManager,
  after: string,
  { failingAfterMs, soonAfterMs, disableAfterMs, minFailedEvents }: MonitorRules,
): Promise<MonitoredEndpoint[]> {
  return manager.query<MonitoredEndpoint[]>(
    `SELECT * FROM (
       SELECT ${COLUMNS}, coalesce(h.next_check_at > now(), false) AS is_postponed
       FROM endpoint_health h JOIN endpoints e ON e.id = h.endpoint_id
       WHERE (h.failing_since IS NOT NULL OR h.failing_notified_at IS NOT NULL) AND h.endpoint_id > $1
         AND e.status = 'active' AND e.deleted_at IS NULL AND e.channel <> 'email'
     ) m
     WHERE "successMs" < "notifiedMs" OR "notifiedMs" IS NULL AND "failingMs" >= $2
       OR NOT is_postponed AND "failingMs" IS NOT NULL AND (
         "lastNotifiedMs" >= ${REMINDER_MS}
         OR "failedEvents" >= $5 AND ("warnedMs" IS NULL AND "failingMs" >= $3 OR "failingMs" >= $4))
     ORDER BY id LIMIT 100`,
    [after, failingAfterMs, soonAfterMs, disableAfterMs, minFailedEvents],
  );
}

/** Returns an endpoint, locked until the transaction ends; undefined where it is not active. */
export async function lockMonitored(
  manager: EntityManager,
  endpointId: string,
): Promise<MonitoredEndpoint | undefined> {
  await manager.query('SELECT FROM endpoints WHERE id = $1 FOR SHARE', [endpointId]);
  await manager.query('SELECT FROM endpoint_health WHERE endpoint_id = $1 FOR UPDATE', [
    endpointId,
  ]);
  const [row] = await manager.query<MonitoredEndpoint[]>(
    `SELECT ${COLUMNS} FROM endpoint_health h JOIN endpoints e ON e.id = h.endpoint_id
     WHERE e.id = $1 AND e.status = 'active' AND e.deleted_at IS NULL`,
    [endpointId],
  );
  return row;
}
