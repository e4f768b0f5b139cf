import { firstUuidAt } from '../common/index.js';
import type { Clock, Logger } from '../common/index.js';
import type { HotPool } from '../database/index.js';
import { expireHeld, listEndpoints, releaseOrphanedHolds } from '../queue/index.js';

const NIL = '00000000-0000-0000-0000-000000000000';
const ENDPOINTS_PER_QUERY = 500;
const BATCH_SIZE = 1_000;
const DAY_MS = 24 * 3_600_000;

/** Ends holds: of deliveries that are too old, and of those whose endpoint is active again. */
export class HeldDeliveries {
  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly maxAgeDays: number,
  ) {}

  /**
   * Fails deliveries that have been held for too long and releases orphaned holds. Returns how many have
   * failed. Several workers may run it at the same time.
   */
  async sweep(): Promise<number> {
    const before = firstUuidAt(this.clock.now() - this.maxAgeDays * DAY_MS);
    let expired = 0;
    for (let after: string | undefined = NIL; after !== undefined;) {
      const endpoints: { id: string }[] = await this.pool.run(listEndpoints, [
        after,
        ENDPOINTS_PER_QUERY,
      ]);
      for (const { id } of endpoints) {
        expired += await this.expire(id, before);
        await this.pool.run(releaseOrphanedHolds, [id]);
      }
      after = endpoints.at(-1)?.id;
    }
    if (expired > 0) {
      this.logger.warn({ expired, max_age_days: this.maxAgeDays }, 'held deliveries have expired');
    }
    return expired;
  }

  private async expire(endpointId: string, before: string): Promise<number> {
    let total = 0;
    for (let expired = BATCH_SIZE; expired === BATCH_SIZE;) {
      const [row] = await this.pool.run(expireHeld, [endpointId, before, BATCH_SIZE]);
      expired = row?.expired ?? 0;
      total += expired;
    }
    return total;
  }
}
