import type { EntityManager } from 'typeorm';

/** What is shown of an endpoint's health. */
export interface ShownHealth {
  endpoint_id: string;
  last_success_at: Date | null;
  failing_since: Date | null;
}

/** Of some endpoints; those to which nothing was ever sent are missing. */
export function shownHealth(manager: EntityManager, endpointIds: string[]): Promise<ShownHealth[]> {
  return manager.query<ShownHealth[]>(
    `SELECT endpoint_id, last_success_at, failing_since FROM endpoint_health
     WHERE endpoint_id = ANY ($1)`,
    [endpointIds],
  );
}

/** What is known of an endpoint that fails, or of which that was told. */
export interface KnownFailing {
  failing_since: Date | null;
  failed_events: number;
  /** `failing_since` as it was told. */
  told_failing_since: Date | null;
  failing_told_at: Date | null;
}

/** Its health, locked until the transaction ends; undefined where nothing was ever sent. */
export async function lockHealth(
  manager: EntityManager,
  endpointId: string,
): Promise<KnownFailing | undefined> {
  const [row] = await manager.query<KnownFailing[]>(
    `SELECT failing_since, failed_events, told_failing_since, failing_told_at
     FROM endpoint_health WHERE endpoint_id = $1 FOR UPDATE`,
    [endpointId],
  );
  return row;
}

/** As if it had never failed; from now on it is sent to at a rising rate. */
export async function forgetFailures(manager: EntityManager, endpointId: string): Promise<void> {
  await manager.query(
    `INSERT INTO endpoint_health (endpoint_id, ramp_from) VALUES ($1, now())
     ON CONFLICT (endpoint_id) DO UPDATE SET
       ramp_from = now(), failing_since = NULL, failed_events = 0, held_back_until = NULL,
       strikes = 0, window_from = NULL, window_failures = 0, window_successes = 0,
       trips = 0, open_until = NULL,
       counted_from = NULL, told_failing_since = NULL, failing_told_at = NULL, soon_told_at = NULL,
       failing_notices = 0, last_told_at = NULL, quiet_until = NULL`,
    [endpointId],
  );
}
