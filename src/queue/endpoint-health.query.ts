import type { EntityManager } from 'typeorm';

/** Returns the condition that nothing has failed lately at the endpoint of a row of `endpoint_health`. */
export const isCalm = (health: string): string =>
  ['window_failures = 0', 'failing_since IS NULL', 'strikes = 0', 'trips = 0']
    .map((condition) => `${health}.${condition}`)
    .join(' AND ');

/** The part of an endpoint's health that the API shows. */
export interface ShownHealth {
  endpoint_id: string;
  last_success_at: Date | null;
  failing_since: Date | null;
  tls_expires_at: Date | null;
  clock_skew_seconds: number | null;
}

/** Returns the health of endpoints; those to which nothing was ever sent have none. */
export function shownHealth(manager: EntityManager, endpointIds: string[]): Promise<ShownHealth[]> {
  return manager.query<ShownHealth[]>(
    `SELECT endpoint_id, last_success_at, failing_since, tls_expires_at, clock_skew_seconds FROM endpoint_health
     WHERE endpoint_id = ANY ($1)`,
    [endpointIds],
  );
}

/** What is known of an endpoint that fails, or about whose failing a notice was sent. */
export interface KnownFailing {
  failing_since: Date | null;
  failed_events: number;
  /** `failing_since` as the notice reported it. */
  notified_failing_since: Date | null;
  failing_notified_at: Date | null;
}

/** Returns an endpoint's health, locked until the transaction ends; undefined where nothing was ever sent. */
export async function lockHealth(
  manager: EntityManager,
  endpointId: string,
): Promise<KnownFailing | undefined> {
  const [row] = await manager.query<KnownFailing[]>(
    `SELECT failing_since, failed_events, notified_failing_since, failing_notified_at
     FROM endpoint_health WHERE endpoint_id = $1 FOR UPDATE`,
    [endpointId],
  );
  return row;
}

/** Resets an endpoint's health as if it had never failed; from now on it is sent to at a rising rate. */
export async function forgetFailures(manager: EntityManager, endpointId: string): Promise<void> {
  await manager.query(
    `INSERT INTO endpoint_health (endpoint_id, ramp_from) VALUES ($1, now())
     ON CONFLICT (endpoint_id) DO UPDATE SET
       ramp_from = now(), failing_since = NULL, failed_events = 0, held_back_until = NULL,
       strikes = 0, window_from = NULL, window_failures = 0, window_successes = 0,
       trips = 0, open_until = NULL, counted_from = NULL,
       notified_failing_since = NULL, failing_notified_at = NULL, disabling_soon_notified_at = NULL,
       failing_notices = 0, last_notified_at = NULL, next_check_at = NULL`,
    [endpointId],
  );
}

/** What each kind of notice changes. */
const CHANGES = {
  failing: `failing_notified_at = clock_timestamp(), notified_failing_since = failing_since,
    failing_notices = 1, last_notified_at = clock_timestamp(), next_check_at = NULL`,
  reminder: 'failing_notices = failing_notices + 1, last_notified_at = clock_timestamp()',
  disabling_soon:
    'disabling_soon_notified_at = clock_timestamp(), last_notified_at = clock_timestamp()',
  recovered: `failing_notified_at = NULL, notified_failing_since = NULL, disabling_soon_notified_at = NULL,
    failing_notices = 0, last_notified_at = NULL, next_check_at = NULL`,
};

/** Records that a notice was sent. The caller holds the lock on the endpoint. */
export async function recordNotice(
  manager: EntityManager,
  endpointId: string,
  kind: keyof typeof CHANGES,
): Promise<void> {
  await manager.query(`UPDATE endpoint_health SET ${CHANGES[kind]} WHERE endpoint_id = $1`, [
    endpointId,
  ]);
}

/** Leaves an endpoint out of the checks for a while: nothing was tried there since the latest notice. */
export async function postponeCheck(
  manager: EntityManager,
  endpointId: string,
  forMs: number,
): Promise<void> {
  await manager.query(
    `UPDATE endpoint_health SET next_check_at = now() + make_interval(secs => $2) WHERE endpoint_id = $1`,
    [endpointId, forMs / 1000],
  );
}

/* Locks the rows in the order of their ids, as the record of attempts does. */
const DISCOUNT_OUTAGE = `
UPDATE endpoint_health SET
  counted_from = greatest(failing_since, counted_from) + (now() - greatest(failing_since, $1::timestamptz))
WHERE endpoint_id = ANY (ARRAY(
  SELECT endpoint_id FROM endpoint_health WHERE failing_since IS NOT NULL ORDER BY endpoint_id FOR UPDATE
)) AND failing_since < now()`;

/** Takes the time since a moment off the failing time of every endpoint: the outage was ours. */
export async function discountOutage(manager: EntityManager, since: Date): Promise<void> {
  await manager.query(DISCOUNT_OUTAGE, [since]);
}
