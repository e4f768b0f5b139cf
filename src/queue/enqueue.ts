import { statement } from '../database/index.js';
import { isCalm } from './endpoint-health.query.js';

/** A delivery to be made of an event. */
export interface PlannedDelivery {
  id: string;
  endpointId: string;
  /** One of the endpoint's mail addresses, each of which has a delivery of its own; else null. */
  recipient: string | null;
  /** The format of a webhook's body; else the channel, whose messages have one shape. */
  format: string;
  status: 'pending' | 'held';
  reason: 'queued' | 'endpoint_paused' | 'endpoint_disabled' | 'address_on_hold';
  /** A pending one is due at the end of the endpoint's window of this length; 0: at once. */
  waitMs: number;
  /** Waits for those of its subject that came earlier. */
  ordered: boolean;
}

/** Planned deliveries that are to be stored under a lease. */
export interface LeasedPlan {
  workerId: string;
  leaseMs: number;
  /** The attempts that begin, by delivery (UUID). */
  attempts: ReadonlyMap<string, { id: string }>;
}

/** Returns the parallel arrays that `storeDeliveries` reads, in the order of its parameters. */
export function deliveryColumns(
  plans: readonly { eventId: string; plan: { deliveries: readonly PlannedDelivery[] } }[],
): unknown[] {
  const planned = plans.flatMap(({ eventId, plan }) =>
    plan.deliveries.map((delivery) => ({ delivery, eventId })),
  );
  const each = <T>(pick: (delivery: PlannedDelivery) => T): T[] =>
    planned.map(({ delivery }) => pick(delivery));
  return [
    each(({ id }) => id),
    planned.map(({ eventId }) => eventId),
    each(({ endpointId }) => endpointId),
    each(({ format }) => format),
    each(({ status }) => status),
    each(({ reason }) => reason),
    each(({ waitMs }) => waitMs),
    each(({ ordered }) => ordered),
    each(({ recipient }) => recipient),
  ];
}

/** The values of `grantedEndpoints`, in the order of its parameters. */
export function reservationColumns(
  plans: readonly { plan: { deliveries: readonly PlannedDelivery[] } }[],
  { attempts, workerId, leaseMs }: LeasedPlan,
): unknown[] {
  const ids = plans.flatMap(({ plan }) =>
    plan.deliveries.map(({ id }) => attempts.get(id)?.id ?? null),
  );
  return [ids, workerId, leaseMs];
}

/** $1 process, $2 endpoints, $3 credits wanted at each, $4 credits in use at each, $5 lease in ms. */
export const grantCapacity = statement<{ endpoint_id: string; credits: number }>(
  'grant-capacity',
  `SELECT * FROM grant_capacity($1, $2::uuid[], $3::int[], $4::int[], make_interval(secs => $5::int / 1000.0))`,
);

/**
 * Returns the step that finds the endpoints at which deliveries are stored under a lease of the process itself:
 * those of its grants, as long as a claim would find nothing that needs a look at each delivery. `is_calm`:
 * nothing has failed there lately. Parameter `first`: one attempt id for each planned delivery, null for those that
 * are claimed; the process; the lease in ms. `endpoints` is the parameter with the endpoints of the deliveries.
 */
export function grantedEndpoints(first: number, endpoints: number): string {
  return `granted AS MATERIALIZED (
  SELECT e.id, e.version, ${isCalm('h')} AS is_calm
  FROM endpoint_grants g
  JOIN endpoints e ON e.id = g.endpoint_id AND e.version = g.endpoint_version
  JOIN endpoint_health h ON h.endpoint_id = g.endpoint_id
  WHERE g.worker_id = $${first + 1}::uuid AND g.usable_until > clock_timestamp()
    AND g.endpoint_id = ANY (ARRAY(
      SELECT DISTINCT p.endpoint_id FROM unnest($${endpoints}::uuid[], $${first}::uuid[]) AS p (endpoint_id, attempt_id)
      WHERE p.attempt_id IS NOT NULL))
    AND e.status = 'active' AND e.deleted_at IS NULL AND e.releasing IS NULL
    AND h.last_success_at IS NOT NULL AND h.strikes = 0 AND h.trips = 0
    AND coalesce(h.slow_until <= clock_timestamp(), true)
    AND coalesce(greatest(h.ramp_from, h.held_back_until) <= clock_timestamp() - interval '10 seconds', true)
    -- What has waited for long is not overtaken. Not at once: under load a claim costs more than it saves.
    AND NOT EXISTS (
      SELECT FROM delivery_queue q
      WHERE q.endpoint_id = g.endpoint_id AND q.leased_until IS NULL
        AND q.due_at < clock_timestamp() - interval '5 seconds')
)`;
}

interface StoringSteps {
  /** The first parameter of `grantedEndpoints`: deliveries at those endpoints are stored under a lease. */
  leases?: number;
  /**
   * Where the `fanout_version` of an event in `fresh` is null its plan may be old: whether an endpoint is sent to is
   * then read from its row, which the lock on the tenant's keeps as it is.
   */
  mayBeOld?: boolean;
}

/**
 * Returns the steps of a statement that store deliveries of the events in `numbered`, with their places in the queue.
 * The columns of `deliveryColumns` begin at parameter `first`; the number of automatic attempts follows them. A worker
 * finds out that an endpoint was deleted.
 */
export function storeDeliveries(
  first: number,
  { leases, mayBeOld = false }: StoringSteps = {},
): string {
  const at = (offset: number): string => `$${first + offset}`;
  const isLeased = leases !== undefined;
  const attemptIds = isLeased ? `, $${leases}::uuid[]` : '';
  // A set of ids, because the planner would join the two row by row.
  const attempt = isLeased
    ? `, CASE WHEN p.status = 'pending' AND p.endpoint_id IN (SELECT id FROM granted)
      THEN p.attempt_id END AS attempt_id`
    : '';
  const lease = isLeased
    ? `, attempt_id, CASE WHEN attempt_id IS NOT NULL THEN $${leases + 1}::uuid END,
    CASE WHEN attempt_id IS NOT NULL THEN clock_timestamp() + make_interval(secs => $${leases + 2}::int / 1000.0) END,
    CASE WHEN attempt_id IS NULL THEN 0 ELSE 1 END, CASE WHEN attempt_id IS NULL THEN 0 ELSE 1 END`
    : '';
  const unchecked = `unchecked AS MATERIALIZED (
  SELECT id, status = 'active' OR deleted_at IS NOT NULL AS is_sent_to, status FROM endpoints
  WHERE id = ANY (ARRAY(
    SELECT p.endpoint_id FROM unnest(${at(1)}::uuid[], ${at(2)}::uuid[]) AS p (event_id, endpoint_id)
    JOIN fresh f ON f.id = p.event_id WHERE f.fanout_version IS NULL
  ))
  ORDER BY id
  FOR SHARE
), `;
  const state = mayBeOld
    ? `CASE WHEN u.id IS NULL THEN p.status WHEN u.is_sent_to THEN 'pending' ELSE 'held' END AS status,
    CASE WHEN u.id IS NULL THEN p.reason WHEN u.is_sent_to THEN 'queued' ELSE 'endpoint_' || u.status END AS reason`
    : 'p.status, p.reason';
  const checked = mayBeOld
    ? `LEFT JOIN unchecked u ON u.id = p.endpoint_id AND p.reason <> 'address_on_hold'
    AND p.event_id IN (SELECT id FROM fresh WHERE fanout_version IS NULL)`
    : '';
  return `${mayBeOld ? unchecked : ''}planned AS MATERIALIZED (
  SELECT p.id, p.event_id, p.endpoint_id, p.format, p.wait_ms, p.recipient, n.tenant_id, n.type, n.created_at,
    CASE WHEN p.ordered THEN n.subject_hash END AS subject_hash,
    CASE WHEN p.ordered THEN n.sequence END AS sequence,
    ${state}${attempt}
  FROM unnest(${at(0)}::uuid[], ${at(1)}::uuid[], ${at(2)}::uuid[], ${at(3)}::text[], ${at(4)}::text[], ${at(5)}::text[], ${at(6)}::int[], ${at(7)}::boolean[], ${at(8)}::text[]${attemptIds})
    AS p (id, event_id, endpoint_id, format, status, reason, wait_ms, ordered, recipient${isLeased ? ', attempt_id' : ''})
  JOIN numbered n ON n.id = p.event_id
  ${checked}
), delivered AS (
  INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, channel, recipient, format, status, reason, max_attempts, unhappy, created_at)
  SELECT id, event_id, tenant_id, endpoint_id, type,
    CASE WHEN format IN ('email', 'slack', 'inspector') THEN format ELSE 'webhook' END, recipient,
    format, status, reason, ${at(9)}::int, status = 'held', created_at
  FROM planned
), queued AS (
  INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, subject_hash, sequence, recipient${isLeased ? ', attempt_id, leased_by, leased_until, fence, attempts' : ''})
  SELECT id, event_id, endpoint_id, tenant_id,
    CASE WHEN wait_ms > 0 THEN end_of_window(now(), wait_ms, endpoint_id) ELSE clock_timestamp() END,
    subject_hash, sequence, recipient${lease}
  FROM planned WHERE status = 'pending'
  -- mails in the order in which their windows are locked; the first of a subject to come is due, the others wait
  ORDER BY CASE WHEN recipient IS NOT NULL THEN endpoint_id END NULLS FIRST, recipient, sequence
)`;
}
