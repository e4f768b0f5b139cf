import { Inject, Injectable } from '@nestjs/common';
import {
  asSystem,
  isRowError,
  LOGGER,
  newUuid,
  systemClock,
  ThrottledLogger,
} from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { SETTINGS } from '../../config/index.js';
import type { RunSettings } from '../../config/index.js';
import { HotPool, statement } from '../../database/index.js';
import type { OutgoingEvent } from '../../events/index.js';
import { leaseOf } from '../claims.js';
import type { ClaimedDelivery, Lease } from '../claims.js';
import type { LeasedPlan, PlannedDelivery } from '../enqueue.js';
import { WAKE_UPS } from '../wake-ups/wake-ups.js';
import type { WakeUps } from '../wake-ups/wake-ups.js';
import { EndpointGrants } from './endpoint-grants.js';
import type { Credit, Grant } from './endpoint-grants.js';
import { WaitingDeliveries } from './waiting-deliveries.js';
import type { Beginning } from './waiting-deliveries.js';

/** Sends deliveries that are stored under a lease of this process. */
export interface DirectSender {
  /** Returns how many more deliveries it would begin now. */
  room(): number;
  /** Returns how many it can have under way; 0 where it begins nothing for now. */
  slots(): number;
  /** One promise per delivery, resolved when its attempt is on record. Never rejects. */
  begin(claims: readonly ClaimedDelivery[]): Promise<unknown>[];
}

/** Deliveries of one statement that it is to store under a lease of this process. */
export interface Reservation extends LeasedPlan {
  sendBeforeMs: number;
  attempts: Map<string, { id: string; grant: Grant }>;
}

/** An endpoint at which the statement has accepted the leases of a reservation. */
export interface AcceptedEndpoint {
  version: number;
  /** Nothing has failed there lately. */
  isCalm: boolean;
}

/** A delivery that was stored, with its event in the clear. */
export interface StoredDelivery {
  delivery: PlannedDelivery;
  event: OutgoingEvent;
}

/** Deliveries that wait at most, as a multiple of the slots. */
const MOST_WAITING_PER_SLOT = 3;
/** A delivery that has waited for longer goes to the queue. */
const LONGEST_WAIT_MS = 500;
/** Data of events in memory for deliveries that wait; a delivery beyond that is claimed. Characters. */
const MAX_WAITING_DATA = 16 * 1024 * 1024;

/**
 * Puts deliveries ($1) into the queue that this process has stored under its lease ($2: the worker of each) and has
 * not begun: they are as if they had been stored without a lease. The fencing number stays spent.
 */
export const returnUnbegun = statement<{ delivery_id: string }>(
  'return-unbegun',
  `
UPDATE delivery_queue q
SET leased_by = NULL, leased_until = NULL, attempt_id = NULL, attempts = q.attempts - 1
FROM (
  SELECT l.delivery_id FROM unnest($1::uuid[], $2::uuid[]) AS l (delivery_id, worker_id)
  JOIN delivery_queue s ON s.delivery_id = l.delivery_id AND s.leased_by = l.worker_id AND s.fence = 1
  ORDER BY l.delivery_id FOR UPDATE OF s
) own
WHERE q.delivery_id = own.delivery_id
RETURNING q.delivery_id
`,
);

/**
 * Lets a process that publishes and sends store deliveries under its own lease and send them from memory: no
 * claim, no read and no decryption. Those that find no credit or slot at once wait in memory for a moment. Whatever
 * does not fit goes to the queue and is claimed there. A process that ends in between leaves leases behind, so
 * these deliveries are sent one lease later.
 */
@Injectable()
export class DirectClaims {
  private readonly grants: EndpointGrants;
  private readonly waiting: WaitingDeliveries;
  private readonly lease: Lease;
  private readonly log: ThrottledLogger;
  private sender: DirectSender | undefined;
  private isOpen = false;
  private reserved = 0;
  private isPumping = false;
  private overdueTimer: NodeJS.Timeout | undefined;
  private whenSettled: (() => void) | undefined;

  constructor(
    private readonly pool: HotPool,
    @Inject(SETTINGS) settings: RunSettings,
    @Inject(LOGGER) logger: Logger,
    @Inject(WAKE_UPS) private readonly wakeUps: WakeUps,
  ) {
    this.lease = leaseOf(settings);
    this.log = new ThrottledLogger(logger, systemClock);
    this.grants = new EndpointGrants(pool, this.lease.ms, {
      error: (error) => this.log.report(error, 'no capacity granted; deliveries are claimed'),
      granted: () => this.goOn(),
    });
    this.waiting = new WaitingDeliveries(this.grants);
  }

  /** From now on deliveries may be stored under a lease of this process. */
  attach(sender: DirectSender): void {
    this.sender = sender;
    this.isOpen = true;
  }

  /** Resolves when no statement is under way that stores such deliveries and none waits any more. */
  async detach(): Promise<void> {
    this.isOpen = false;
    if (this.isStoring) await new Promise<void>((resolve) => (this.whenSettled = resolve));
    clearTimeout(this.overdueTimer);
    this.overdueTimer = undefined;
    await this.returnOlder(Infinity);
  }

  /** True while a statement may store deliveries that this process begins when it has ended. */
  get isStoring(): boolean {
    return this.reserved > 0;
  }

  /**
   * Waits a moment for those of the endpoints whose capacity the deliveries of this process use up: so a
   * publisher is not faster than the deliveries, which would then all be claimed.
   */
  async whenFree(endpoints: readonly { id: string }[]): Promise<void> {
    if (!this.isOpen) return;
    const waits = endpoints.flatMap(({ id }) => this.grants.whenFree(id) ?? []);
    if (waits.length > 0) await Promise.all(waits);
  }

  /** Chooses those of planned deliveries that this process can send soon. `settle` or `abandon` must follow. */
  reserve(planned: readonly PlannedDelivery[]): Reservation {
    const { ms: leaseMs, attemptMs } = this.lease;
    const attempts: Reservation['attempts'] = new Map();
    let room = this.roomToReserve();
    for (const { id, endpointId, status, waitMs, ordered, recipient } of planned) {
      if (room <= 0) break;
      if (status !== 'pending' || waitMs > 0 || ordered || recipient !== null) continue;
      const grant = this.grants.admit(endpointId);
      if (!grant) continue;
      attempts.set(id, { id: newUuid(), grant });
      room -= 1;
    }
    this.reserved += attempts.size;
    const sendBeforeMs = performance.now() + leaseMs - attemptMs;
    return { workerId: this.grants.workerId, leaseMs, sendBeforeMs, attempts };
  }

  /** Begins what was stored under a lease; returns the deliveries that are not under a lease. */
  settle(
    { workerId, attempts, sendBeforeMs }: Reservation,
    stored: readonly StoredDelivery[],
    accepted: ReadonlyMap<string, AcceptedEndpoint>,
  ): PlannedDelivery[] {
    const others: PlannedDelivery[] = [];
    let taken = 0;
    for (const { delivery, event } of stored) {
      const attempt = attempts.get(delivery.id);
      const endpoint = accepted.get(delivery.endpointId);
      if (!attempt || !endpoint) {
        if (attempt) this.grants.noteUse(delivery.endpointId, false);
        others.push(delivery);
        continue;
      }
      attempts.delete(delivery.id);
      taken += 1;
      this.grants.noteUse(delivery.endpointId, true);
      const claim: ClaimedDelivery = {
        delivery_id: delivery.id,
        event_id: event.id,
        endpoint_id: delivery.endpointId,
        tenant_id: event.tenantId,
        fence: 1,
        attempt_id: attempt.id,
        attempt_number: 1,
        step: 0,
        trigger: 'automatic',
        one_shot: false,
        endpoint_version: endpoint.version,
        slow: false,
        sendBeforeMs,
        isCalm: endpoint.isCalm,
        direct: { event },
      };
      this.waiting.add(attempt.grant, { claim, workerId, data: event.dataJson.length });
    }
    this.begin();
    this.release(attempts, taken);
    return others;
  }

  /** Takes a reservation back whose statement failed. */
  abandon({ attempts }: Reservation, error: unknown): void {
    // After a lost connection the deliveries may be stored under the lease.
    if (attempts.size > 0 && !isRowError(error)) this.grants.reset();
    this.release(attempts, 0);
  }

  /** To be called when the sender has room again: begins what waits. */
  goOn(): void {
    if (this.waiting.size === 0 || this.isPumping) return;
    this.isPumping = true;
    // Attempts that end together make room together: what follows them begins together.
    queueMicrotask(() => {
      this.isPumping = false;
      this.begin();
    });
  }

  private roomToReserve(): number {
    if (!this.sender || !this.isOpen) return 0;
    const slots = this.waiting.data < MAX_WAITING_DATA ? this.sender.slots() : 0;
    const mostWaiting = Math.min(slots * MOST_WAITING_PER_SLOT, this.grants.waitingFor(slots));
    return this.sender.room() + mostWaiting - this.reserved - this.waiting.size;
  }

  private begin(): void {
    if (this.waiting.size > 0 && this.sender && this.isOpen) {
      const beginning = this.waiting.take(this.sender.room());
      if (beginning.length > 0) this.send(this.sender, beginning);
    }
    if (this.waiting.size > 0) this.watchOverdue();
  }

  private send(sender: DirectSender, beginning: readonly Beginning[]): void {
    for (const { claim, credit } of beginning) {
      if (claim.direct) claim.direct.onAnswer = (isWell) => this.answered(credit, isWell);
    }
    const ends = asSystem(() => sender.begin(beginning.map(({ claim }) => claim)));
    beginning.forEach(({ credit }, index) => void this.giveBackAfter(ends[index], credit));
  }

  private async giveBackAfter(end: Promise<unknown> | undefined, credit: Credit): Promise<void> {
    await end;
    this.grants.noteSlot(credit);
    this.giveBack(credit);
  }

  /** What waits for an endpoint that fails goes to the queue, where the breaker and its schedule count. */
  private answered(credit: Credit, isWell: boolean): void {
    if (!isWell) {
      credit.grant.usableUntilMs = 0;
      void this.returnOlder(Infinity, credit.grant);
    }
    this.giveBack(credit);
  }

  private giveBack(credit: Credit): void {
    this.grants.giveBack(credit);
    this.goOn();
  }

  private watchOverdue(): void {
    this.overdueTimer ??= setTimeout(() => {
      this.overdueTimer = undefined;
      void this.returnOlder(performance.now() - LONGEST_WAIT_MS);
      if (this.waiting.size > 0) this.watchOverdue();
    }, LONGEST_WAIT_MS / 3);
  }

  /** Never rejects: the deliveries are due again at the end of their lease in any case. */
  private async returnOlder(sinceMs: number, grant?: Grant): Promise<void> {
    const removed = this.waiting.removeOlder(sinceMs, grant);
    if (removed.length === 0) return;
    try {
      const values = [
        removed.map(({ claim }) => claim.delivery_id),
        removed.map(({ workerId }) => workerId),
      ];
      const returned = await asSystem(() => this.pool.run(returnUnbegun, values));
      this.wakeUps.announce(returned.map((row) => row.delivery_id));
    } catch (error) {
      this.log.report(error, 'deliveries wait for the end of their lease');
    }
  }

  private release(unused: Reservation['attempts'], taken: number): void {
    for (const { grant } of unused.values()) this.grants.withdraw(grant);
    this.reserved -= unused.size + taken;
    if (!this.isStoring) this.whenSettled?.();
  }
}
