import { newUuid } from '../common/index.js';
import type { HotPool, Statement } from '../database/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';
import { claimDue, claimNamed, claimQuarantined } from './claims.query.js';
import type { ClaimRow, RemainderRow } from './claims.query.js';

export interface Claimed {
  deliveries: ClaimedDelivery[];
  /** Due deliveries were left behind, because their endpoint has no capacity or this worker no slot. */
  more: boolean;
  /** Milliseconds until a rate limiter has a token for something that is due; null: none is short of tokens. */
  wakeMs: number | null;
  /** A delivery is due that several workers have ended with: it is claimed alone, by `quarantined`. */
  quarantined: boolean;
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

/** Takes deliveries under a lease, by the database's clock. */
export class Claims {
  /** Identifies this worker in `delivery_queue.leased_by`. */
  readonly workerId = newUuid();

  constructor(
    private readonly pool: HotPool,
    private readonly lease: Lease,
  ) {}

  /** Takes those of the given deliveries that are due and fit. */
  named(deliveryIds: string[], { quick, slow }: FreeSlots): Promise<Claimed> {
    const attemptIds = ids(deliveryIds.length);
    const values = [this.workerId, quick, slow, this.lease.ms, attemptIds, deliveryIds];
    return this.claim(claimNamed, values);
  }

  /** Takes what is due and fits, in turns between tenants and endpoints. */
  due({ quick, slow, slowTotal }: FreeSlots): Promise<Claimed> {
    const values = [this.workerId, quick, slow, slowTotal, this.lease.ms, ids(quick + slow)];
    return this.claim(claimDue, values);
  }

  /** Takes one delivery that may end the worker, which must have nothing else under way. */
  quarantined(): Promise<Claimed> {
    return this.claim(claimQuarantined, [this.workerId, this.lease.ms, ids(1)]);
  }

  private async claim(statement: Statement<ClaimRow>, values: unknown[]): Promise<Claimed> {
    const sendBeforeMs = performance.now() + this.lease.ms - this.lease.attemptMs;
    const rows = await this.pool.run(statement, values);
    const deliveries: ClaimedDelivery[] = [];
    let remainder: RemainderRow | undefined;
    for (const row of rows) {
      if (row.delivery_id === null) remainder = row;
      else deliveries.push({ ...row, sendBeforeMs });
    }
    return {
      deliveries,
      more: remainder?.more ?? false,
      wakeMs: remainder?.wake_ms ?? null,
      quarantined: remainder?.suspects ?? false,
    };
  }
}

function ids(length: number): string[] {
  return Array.from({ length }, newUuid);
}
