import type { EntityManager } from 'typeorm';
import { REMINDER_MS } from './next-step.js';
import type { WatchedState } from './next-step.js';
import type { WatchRules } from './watch-rules.js';

export interface WatchedEndpoint extends WatchedState {
  id: string;
  tenantId: string;
  url: string | null;
  status: 'active';
  failingSince: Date | null;
  toldFailingSince: Date | null;
  /** Notices of this failure so far. */
  failingNotices: number;
}

const MS_SINCE = (moment: string): string =>
  `(extract(epoch FROM clock_timestamp() - ${moment}) * 1000)::float8`;

const COLUMNS = `
  e.id, e.tenant_id AS "tenantId", e.url, e.status,
  h.failing_since AS "failingSince", h.told_failing_since AS "toldFailingSince",
  h.failed_events AS "failedEvents", h.failing_notices AS "failingNotices",
  CASE WHEN h.failing_since IS NOT NULL THEN ${MS_SINCE('greatest(h.failing_since, h.counted_from)')} END AS "failingMs",
  ${MS_SINCE('h.failing_told_at')} AS "toldMs",
  ${MS_SINCE('h.soon_told_at')} AS "warnedMs",
  ${MS_SINCE('h.last_told_at')} AS "lastToldMs",
  ${MS_SINCE('h.last_success_at')} AS "successMs"`;

/**
 * Endpoints after the one named of which something may be to be done, in the order of their ids. Mail
 * goes by a server of ours: when that fails it is not for the endpoint to mend.
 */
export function findWatched(
  manager: EntityManager,
  after: string,
  { failingAfterMs, soonAfterMs, disableAfterMs, minFailedEvents }: WatchRules,
): Promise<WatchedEndpoint[]> {
  return manager.query<WatchedEndpoint[]>(
    `SELECT * FROM (
       SELECT ${COLUMNS}, coalesce(h.quiet_until > now(), false) AS is_quiet
       FROM endpoint_health h JOIN endpoints e ON e.id = h.endpoint_id
       WHERE (h.failing_since IS NOT NULL OR h.failing_told_at IS NOT NULL) AND h.endpoint_id > $1
         AND e.status = 'active' AND e.deleted_at IS NULL AND e.channel <> 'email'
     ) w
     WHERE "successMs" < "toldMs" OR "toldMs" IS NULL AND "failingMs" >= $2
       OR NOT is_quiet AND "failingMs" IS NOT NULL AND (
         "lastToldMs" >= ${REMINDER_MS}
         OR "failedEvents" >= $5 AND ("warnedMs" IS NULL AND "failingMs" >= $3 OR "failingMs" >= $4))
     ORDER BY id LIMIT 100`,
    [after, failingAfterMs, soonAfterMs, disableAfterMs, minFailedEvents],
  );
}

/** One of them as it is now, and so until the transaction ends; undefined where it is not active. */
export async function lockWatched(
  manager: EntityManager,
  endpointId: string,
): Promise<WatchedEndpoint | undefined> {
  await manager.query('SELECT FROM endpoints WHERE id = $1 FOR SHARE', [endpointId]);
  await manager.query('SELECT FROM endpoint_health WHERE endpoint_id = $1 FOR UPDATE', [
    endpointId,
  ]);
  const [row] = await manager.query<WatchedEndpoint[]>(
    `SELECT ${COLUMNS} FROM endpoint_health h JOIN endpoints e ON e.id = h.endpoint_id
     WHERE e.id = $1 AND e.status = 'active' AND e.deleted_at IS NULL`,
    [endpointId],
  );
  return row;
}
