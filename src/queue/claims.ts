import { newUuid, retryDeadlocks } from '../common/index.js';
import type { HotPool, Statement } from '../database/index.js';
import { statement } from '../database/index.js';
import { selectStoredEvents } from '../events/index.js';
import type { OutgoingEvent, StoredEvent } from '../events/index.js';
import { isCalm } from './endpoint-health.query.js';

/** A delivery that this worker has under lease: a row of `claim_named` and its siblings. */
export interface ClaimedDelivery {
  delivery_id: string;
  event_id: string;
  endpoint_id: string;
  tenant_id: string;
  /** The holder of the highest may change the delivery's state. */
  fence: number;
  attempt_id: string;
  attempt_number: number;
  /** Automatic attempts spent before this one. */
  step: number;
  trigger: 'automatic' | 'manual' | 'replay';
  /** Asked for besides the schedule: when it fails, the delivery is again what it was before. */
  one_shot: boolean;
  endpoint_version: number;
  /** It draws from the lane of slow receivers. */
  slow: boolean;
  /** By `performance.now()`: an attempt begun later may outlive its lease. */
  sendBeforeMs: number;
  /**
   * The first attempt at an endpoint where nothing has failed lately, of a delivery that no other one waits for: if it
   * succeeds, the short record is enough.
   */
  isCalm?: boolean;
  /** The claim left other deliveries behind: they wait for the room that this one takes until it is on record. */
  isAwaited?: boolean;
  /** Set where this process stored the delivery under its lease: nothing of it has to be read. */
  direct?: {
    event: OutgoingEvent;
    /** To be called when nothing is in flight any more. `isWell`: the endpoint may get the next delivery at once. */
    onAnswer?: (isWell: boolean) => void;
  };
  /** The event, where the claim's answer had it: one of the claimed deliveries of an event carries it. */
  stored?: StoredEvent;
}

/** The last row of a claim may name no delivery: it says what was left behind. */
interface RemainderRow {
  delivery_id: null;
  more: boolean;
  wake_ms: number | null;
  /** A quarantined delivery is due. */
  quarantined: boolean;
  busy: string[] | null;
  looked_to: string | null;
}

/** The columns of the event are null where another row has them, and where they are still to be read. */
type EventColumns = Omit<StoredEvent, 'id' | 'tenant_id'> | { type: null };

interface DeliveryColumns extends Omit<
  ClaimedDelivery,
  'one_shot' | 'sendBeforeMs' | 'direct' | 'stored' | 'isCalm' | 'isAwaited'
> {
  single: boolean;
  /** Null where the delivery was committed after the statement had begun. */
  is_calm: boolean | null;
}

type ClaimRow = (DeliveryColumns & EventColumns) | RemainderRow;

/**
 * Endpoints with waiting deliveries that one look for due ones goes through at most. A look costs some 15 µs for
 * each, and holds up other claims meanwhile; the next one goes on behind it.
 */
const ENDPOINTS_PER_LOOK = 500;

const LEASE = (parameter: string): string => `make_interval(secs => ${parameter}::int / 1000.0)`;

/** The statement of a claim holds its locks until its answer is sent: larger events are read apart. */
const MAX_EVENT_BYTES = 8 * 1024;

/**
 * Selects from a claim, with the events of its deliveries: each once, in the first row of its deliveries. All are
 * looked up one by one (LIMIT), however many rows the planner expects of the claim. One that was committed after this
 * statement had begun is missing; the claim takes it all the same where it waited for its locks.
 */
const withEvents = (claim: string): string => `
SELECT c.*, e.type, e.created_at, e.sequence, e.sealed_labels, e.has_assets, e.sealed_data, h.is_calm
FROM (SELECT *, row_number() OVER (PARTITION BY event_id) AS copy FROM ${claim}) c
LEFT JOIN LATERAL (${selectStoredEvents(`
  c.copy = 1 AND e.id = c.event_id AND coalesce(octet_length(b.sealed_data), 0) <= ${MAX_EVENT_BYTES}
`)} LIMIT 1) e ON true
LEFT JOIN LATERAL (
  SELECT q.subject_hash IS NULL AND h.last_success_at IS NOT NULL AND ${isCalm('h')} AS is_calm
  FROM delivery_queue q JOIN endpoint_health h ON h.endpoint_id = q.endpoint_id
  WHERE q.delivery_id = c.delivery_id
    AND c.attempt_number = 1 AND c.step = 0 AND c.trigger = 'automatic' AND NOT c.single
  LIMIT 1
) h ON true
`;

/**
 * Takes those of the named deliveries that are due and fit. $1 worker, $2 and $3 free slots of both lanes, $4 lease
 * in ms, $5 attempt ids, $6 deliveries.
 */
export const claimNamed = statement<ClaimRow>(
  'claim-named',
  withEvents(`claim_named($1, $2, $3, ${LEASE('$4')}, $5::uuid[], $6::uuid[])`),
);

/**
 * Takes what is due and fits, and frees expired leases before. $1 worker, $2 and $3 free slots of both lanes, $4 all
 * slots of the slow lane, $5 lease in ms, $6 attempt ids, $7 and $8 the look begins behind this endpoint and goes
 * through so many, $9 how many looks see all.
 */
export const claimDue = statement<ClaimRow>(
  'claim-due',
  withEvents(`claim_due($1, $2, $3, $4, ${LEASE('$5')}, $6::uuid[], $7, $8, $9)`),
);

/** Takes one quarantined delivery. $1 worker, $2 lease in ms, $3 attempt ids. */
export const claimQuarantined = statement<ClaimRow>(
  'claim-quarantined',
  withEvents(`claim_quarantined_delivery($1, ${LEASE('$2')}, $3::uuid[])`),
);

export interface Claimed {
  deliveries: ClaimedDelivery[];
  /** Due deliveries were left behind, because their endpoint has no capacity or this worker no slot. */
  more: boolean;
  /** Milliseconds until a rate limiter has a token for something that is due; null: none is short of tokens. */
  wakeMs: number | null;
  /** A delivery is due that several workers have ended with: it is claimed alone, by `quarantined`. */
  quarantined: boolean;
  /** Named deliveries that were not looked at, because another claim was choosing among their tenants'. */
  busy: string[];
  /** More endpoints wait than one look goes through: the next look goes on. */
  isPart: boolean;
}

/** Room for more attempts; an endpoint draws from the lane that its answers put it in. */
export interface FreeSlots {
  quick: number;
  slow: number;
  /** The part of the slow lane that deliveries named by a wake-up may take; the rest goes by turns. */
  slowNamed: number;
  /** All slots of the slow lane, which endpoints share evenly. */
  slowTotal: number;
}

export interface Lease {
  ms: number;
  /** The part of it that an attempt needs once it is sent. */
  attemptMs: number;
}

/** Returns the lease that the settings ask for. */
export function leaseOf({
  deliveryTimeoutMs,
  leaseMarginMs,
}: Record<'deliveryTimeoutMs' | 'leaseMarginMs', number>): Lease {
  return { ms: deliveryTimeoutMs + leaseMarginMs, attemptMs: deliveryTimeoutMs };
}

/** Takes deliveries under a lease, by the database's clock. */
export class Claims {
  /** Identifies this worker in `delivery_queue.leased_by`. */
  readonly workerId = newUuid();
  private lookedTo: string | null = null;
  /** Looks since the first endpoint, this one included, and how many it took to see all of them. */
  private look = 1;
  private looksForAll = 1;

  constructor(
    private readonly pool: HotPool,
    private readonly lease: Lease,
    private readonly endpointsPerLook = ENDPOINTS_PER_LOOK,
  ) {}

  /** Takes those of the given deliveries that are due and fit. */
  named(deliveryIds: string[], { quick, slow }: FreeSlots): Promise<Claimed> {
    const attemptIds = ids(deliveryIds.length);
    const values = [this.workerId, quick, slow, this.lease.ms, attemptIds, deliveryIds];
    return this.claim(claimNamed, values);
  }

  /** Takes what is due and fits, in turns between tenants and endpoints. Where many wait, it goes on where it ended. */
  async due({ quick, slow, slowTotal }: FreeSlots): Promise<Claimed> {
    const looks = Math.max(this.look, this.looksForAll);
    const values = [this.workerId, quick, slow, slowTotal, this.lease.ms, ids(quick + slow)];
    const range = [this.lookedTo, this.endpointsPerLook, looks];
    const { lookedTo, ...claimed } = await this.claim(claimDue, [...values, ...range]);
    if (lookedTo === null) this.looksForAll = this.look;
    this.look = lookedTo === null ? 1 : this.look + 1;
    this.lookedTo = lookedTo;
    return { ...claimed, isPart: lookedTo !== null };
  }

  /** Takes one delivery that may end the worker, which must have nothing else under way. */
  quarantined(): Promise<Claimed> {
    return this.claim(claimQuarantined, [this.workerId, this.lease.ms, ids(1)]);
  }

  private async claim(
    statement: Statement<ClaimRow>,
    values: unknown[],
  ): Promise<Claimed & { lookedTo: string | null }> {
    const sendBeforeMs = performance.now() + this.lease.ms - this.lease.attemptMs;
    // A claim may meet a replay or a hold of the same rows. What it had taken is free again after a deadlock.
    const rows = await retryDeadlocks(() => this.pool.run(statement, values));
    const deliveries: ClaimedDelivery[] = [];
    let remainder: RemainderRow | undefined;
    for (const row of rows) {
      if (row.delivery_id === null) remainder = row;
      else deliveries.push(deliveryOf(row, sendBeforeMs));
    }
    const more = remainder?.more ?? false;
    if (more) for (const delivery of deliveries) delivery.isAwaited = true;
    return {
      deliveries,
      more,
      wakeMs: remainder?.wake_ms ?? null,
      quarantined: remainder?.quarantined ?? false,
      busy: remainder?.busy ?? [],
      isPart: false,
      lookedTo: remainder?.looked_to ?? null,
    };
  }
}

/** Only what a delivery needs: it is kept for as long as its attempt takes. */
function deliveryOf(row: Exclude<ClaimRow, RemainderRow>, sendBeforeMs: number): ClaimedDelivery {
  const { delivery_id, event_id, endpoint_id, tenant_id, fence, attempt_id, attempt_number } = row;
  const { step, trigger, single: one_shot, endpoint_version, slow } = row;
  const delivery: ClaimedDelivery = {
    delivery_id,
    event_id,
    endpoint_id,
    tenant_id,
    fence,
    attempt_id,
    attempt_number,
    step,
    trigger,
    one_shot,
    endpoint_version,
    slow,
    sendBeforeMs,
    isCalm: row.is_calm === true,
    isAwaited: false,
  };
  if (row.type !== null) {
    const { type, created_at, sequence, sealed_labels, has_assets, sealed_data } = row;
    const facts = { id: event_id, tenant_id, type, created_at, sequence, has_assets };
    delivery.stored = { ...facts, sealed_labels, sealed_data };
  }
  return delivery;
}

function ids(length: number): string[] {
  return Array.from({ length }, newUuid);
}
