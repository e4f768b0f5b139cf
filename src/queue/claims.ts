import { newUuid } from '../common/index.js';
import type { HotPool, Statement } from '../database/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';
import { claimDue, claimNamed, claimSuspect } from './claims.query.js';
import type { ClaimRow, LeftOverRow } from './claims.query.js';

export interface Claimed {
  deliveries: ClaimedDelivery[];
  /** Due deliveries were left because their endpoint, or this worker, had no room. */
  more: boolean;
  /** Milliseconds until a rate limit lets something through that is due. */
  wakeMs: number | null;
  /** Something is due that has gone down with several workers: to be claimed alone. */
  suspects: boolean;
}

/** Room for more attempts; an endpoint draws from the lane that its answers put it in. */
export interface FreeSlots {
  quick: number;
  slow: number;
  /** What of the slow lane is for those that a wake-up names; the rest goes by turns. */
  slowNamed: number;
  /** The whole slow lane, which endpoints share evenly. */
  slowTotal: number;
}

export interface Lease {
  ms: number;
  /** What of it is left for an attempt once it is sent. */
  attemptMs: number;
}

/** Takes deliveries under a lease, by the database's clock. */
export class Claims {
  /** Names this worker in `delivery_queue.leased_by`. */
  readonly workerId = newUuid();

  constructor(
    private readonly pool: HotPool,
    private readonly lease: Lease,
  ) {}

  named(deliveryIds: string[], { quick, slow }: FreeSlots): Promise<Claimed> {
    const attemptIds = ids(deliveryIds.length);
    const values = [this.workerId, quick, slow, this.lease.ms, attemptIds, deliveryIds];
    return this.claim(claimNamed, values);
  }

  due({ quick, slow, slowTotal }: FreeSlots): Promise<Claimed> {
    const values = [this.workerId, quick, slow, slowTotal, this.lease.ms, ids(quick + slow)];
    return this.claim(claimDue, values);
  }

  /** One that may have taken workers down; for a worker that has nothing else under way. */
  suspect(): Promise<Claimed> {
    return this.claim(claimSuspect, [this.workerId, this.lease.ms, ids(1)]);
  }

  private async claim(statement: Statement<ClaimRow>, values: unknown[]): Promise<Claimed> {
    const sendBeforeMs = performance.now() + this.lease.ms - this.lease.attemptMs;
    const rows = await this.pool.run(statement, values);
    const deliveries: ClaimedDelivery[] = [];
    let left: LeftOverRow | undefined;
    for (const row of rows) {
      if (row.delivery_id === null) left = row;
      else deliveries.push({ ...row, sendBeforeMs });
    }
    return {
      deliveries,
      more: left?.more ?? false,
      wakeMs: left?.wake_ms ?? null,
      suspects: left?.suspects ?? false,
    };
  }
}

function ids(length: number): string[] {
  return Array.from({ length }, newUuid);
}
