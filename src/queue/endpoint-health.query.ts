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

/** What is written when a notice was sent; the endpoint must be locked. */
const NOTED = {
  failing: `failing_told_at = clock_timestamp(), told_failing_since = failing_since,
    failing_notices = 1, last_told_at = clock_timestamp(), quiet_until = NULL`,
  reminder: 'failing_notices = failing_notices + 1, last_told_at = clock_timestamp()',
  disabling_soon: 'soon_told_at = clock_timestamp(), last_told_at = clock_timestamp()',
  recovered: `failing_told_at = NULL, told_failing_since = NULL, soon_told_at = NULL,
    failing_notices = 0, last_told_at = NULL, quiet_until = NULL`,
};

export async function noteTold(
  manager: EntityManager,
  endpointId: string,
  step: keyof typeof NOTED,
): Promise<void> {
  await manager.query(`UPDATE endpoint_health SET ${NOTED[step]} WHERE endpoint_id = $1`, [
    endpointId,
  ]);
}

/** Nothing was tried there since the last word: no need to look closely for a while. */
export async function leaveQuiet(
  manager: EntityManager,
  endpointId: string,
  forMs: number,
): Promise<void> {
  await manager.query(
    `UPDATE endpoint_health SET quiet_until = now() + make_interval(secs => $2) WHERE endpoint_id = $1`,
    [endpointId, forMs / 1000],
  );
}

/* Locked in the order of their ids, as the recorder does. */
const TAKE_OFF = `
UPDATE endpoint_health SET
  counted_from = greatest(failing_since, counted_from) + (now() - greatest(failing_since, $1::timestamptz))
WHERE endpoint_id = ANY (ARRAY(
  SELECT endpoint_id FROM endpoint_health WHERE failing_since IS NOT NULL ORDER BY endpoint_id FOR UPDATE
)) AND failing_since < now()`;

/** Takes the time since a moment off every failing endpoint's time: the outage was ours. */
export async function takeOffOutage(manager: EntityManager, since: Date): Promise<void> {
  await manager.query(TAKE_OFF, [since]);
}
