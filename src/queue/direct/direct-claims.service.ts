import { Inject, Injectable } from '@nestjs/common';
import { isRowError, LOGGER, newUuid, systemClock, ThrottledLogger } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { SETTINGS } from '../../config/index.js';
import type { RunSettings } from '../../config/index.js';
import { HotPool } from '../../database/index.js';
import type { OutgoingEvent } from '../../events/index.js';
import { leaseOf } from '../claims.js';
import type { ClaimedDelivery, Lease } from '../claims.js';
import type { LeasedPlan, PlannedDelivery } from '../enqueue.js';
import { EndpointGrants } from './endpoint-grants.js';
import type { Credit } from './endpoint-grants.js';

/** Sends deliveries that are stored under a lease of this process. */
export interface DirectSender {
  /** Returns how many more deliveries it would begin now. */
  room(): number;
  /** One promise per delivery, resolved when its attempt is on record. Never rejects. */
  begin(claims: readonly ClaimedDelivery[]): Promise<unknown>[];
}

/** Deliveries of one statement that it is to store under a lease of this process. */
export interface Reservation extends LeasedPlan {
  sendBeforeMs: number;
  attempts: Map<string, { id: string; credit: Credit }>;
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

/**
 * Lets a process that publishes and sends store deliveries under its own lease and send them from memory: no
 * claim, no read and no decryption. Whatever does not fit goes to the queue and is claimed there. A process that
 * ends in between leaves leases behind, so these deliveries are sent one lease later.
 */
@Injectable()
export class DirectClaims {
  private readonly grants: EndpointGrants;
  private readonly lease: Lease;
  private sender: DirectSender | undefined;
  private isOpen = false;
  private reserved = 0;
  private whenSettled: (() => void) | undefined;

  constructor(
    pool: HotPool,
    @Inject(SETTINGS) settings: RunSettings,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.lease = leaseOf(settings);
    const log = new ThrottledLogger(logger, systemClock);
    this.grants = new EndpointGrants(pool, this.lease.ms, (error) =>
      log.report(error, 'no capacity granted; deliveries are claimed'),
    );
  }

  /** From now on deliveries may be stored under a lease of this process. */
  attach(sender: DirectSender): void {
    this.sender = sender;
    this.isOpen = true;
  }

  /** Resolves when no statement is under way that stores such deliveries. */
  async detach(): Promise<void> {
    this.isOpen = false;
    if (this.isStoring) await new Promise<void>((resolve) => (this.whenSettled = resolve));
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

  /** Chooses those of planned deliveries that this process can send at once. `settle` or `abandon` must follow. */
  reserve(planned: readonly PlannedDelivery[]): Reservation {
    const { ms: leaseMs, attemptMs } = this.lease;
    const attempts: Reservation['attempts'] = new Map();
    let room = this.sender && this.isOpen ? this.sender.room() - this.reserved : 0;
    for (const { id, endpointId, status, waitMs, ordered, recipient } of planned) {
      if (room <= 0) break;
      if (status !== 'pending' || waitMs > 0 || ordered || recipient !== null) continue;
      const credit = this.grants.take(endpointId);
      if (!credit) continue;
      attempts.set(id, { id: newUuid(), credit });
      room -= 1;
    }
    this.reserved += attempts.size;
    const sendBeforeMs = performance.now() + leaseMs - attemptMs;
    return { workerId: this.grants.workerId, leaseMs, sendBeforeMs, attempts };
  }

  /** Begins what was stored under a lease; returns the deliveries that it did not begin. */
  settle(
    { attempts, sendBeforeMs }: Reservation,
    stored: readonly StoredDelivery[],
    accepted: ReadonlyMap<string, AcceptedEndpoint>,
  ): PlannedDelivery[] {
    const claims: ClaimedDelivery[] = [];
    const credits: Credit[] = [];
    const others: PlannedDelivery[] = [];
    for (const { delivery, event } of stored) {
      const attempt = attempts.get(delivery.id);
      const endpoint = accepted.get(delivery.endpointId);
      if (!attempt || !endpoint) {
        if (attempt) this.grants.noteUse(delivery.endpointId, false);
        others.push(delivery);
        continue;
      }
      attempts.delete(delivery.id);
      credits.push(attempt.credit);
      this.grants.noteUse(delivery.endpointId, true);
      claims.push({
        delivery_id: delivery.id,
        event_id: event.id,
        endpoint_id: delivery.endpointId,
        tenant_id: event.tenantId,
        fence: 1,
        attempt_id: attempt.id,
        attempt_number: 1,
        step: 0,
        trigger: 'automatic',
        single: false,
        endpoint_version: endpoint.version,
        slow: false,
        sendBeforeMs,
        direct: { event, isCalm: endpoint.isCalm },
      });
    }
    this.begin(claims, credits);
    this.release(attempts, claims.length);
    return others;
  }

  /** Takes a reservation back whose statement failed. */
  abandon({ attempts }: Reservation, error: unknown): void {
    // After a lost connection the deliveries may be stored under the lease.
    if (attempts.size > 0 && !isRowError(error)) this.grants.reset();
    this.release(attempts, 0);
  }

  private begin(claims: readonly ClaimedDelivery[], credits: readonly Credit[]): void {
    if (claims.length === 0) return;
    const ends = this.sender?.begin(claims) ?? [];
    credits.forEach((credit, index) => {
      void Promise.resolve(ends[index]).then(() => this.grants.giveBack(credit));
    });
  }

  private release(unused: Reservation['attempts'], begun: number): void {
    for (const { credit } of unused.values()) this.grants.giveBack(credit);
    this.reserved -= unused.size + begun;
    if (!this.isStoring) this.whenSettled?.();
  }
}
