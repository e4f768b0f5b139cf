import { newUuid } from '../common/index.js';
import type { HotPool } from '../database/index.js';
import type { ClaimedDelivery } from '../delivery/index.js';
import { claimDue, claimNamed } from './claims.query.js';
import type { ClaimRow } from './claims.query.js';

export interface Claimed {
  deliveries: ClaimedDelivery[];
  /** Due deliveries were left because their endpoint, or this worker, had no room. */
  more: boolean;
}

/** Takes deliveries under a lease, by the database's clock. */
export class Claims {
  /** Names this worker in `delivery_queue.leased_by`. */
  readonly workerId = newUuid();

  constructor(
    private readonly pool: HotPool,
    private readonly leaseMs: number,
  ) {}

  async named(deliveryIds: string[]): Promise<Claimed> {
    const { length } = deliveryIds;
    const attemptIds = Array.from({ length }, newUuid);
    const values = [this.workerId, length, this.leaseMs, attemptIds, deliveryIds];
    return split(await this.pool.run(claimNamed, values));
  }

  async due(slots: number): Promise<Claimed> {
    const attemptIds = Array.from({ length: slots }, newUuid);
    return split(await this.pool.run(claimDue, [this.workerId, slots, this.leaseMs, attemptIds]));
  }
}

function split(rows: ClaimRow[]): Claimed {
  const deliveries = rows.filter((row): row is ClaimedDelivery => row.delivery_id !== null);
  return { deliveries, more: deliveries.length < rows.length };
}
