import { firstUuidAt } from '../common/index.js';
import type { Clock, Logger } from '../common/index.js';
import type { HotPool } from '../database/index.js';
import { expireHeld, listEndpoints, releaseOrphanedHolds } from '../queue/index.js';

const NIL = '00000000-0000-0000-0000-000000000000';
const ENDPOINTS = 500;
const BATCH = 1_000;
const DAY_MS = 24 * 3_600_000;

/** What is held does not stay so for ever. */
export class HeldDeliveries {
  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly maxAgeDays: number,
  ) {}

  /**
   * Fails what has been held for too long, and lets go what a status holds that has changed since.
   * Answers how many have failed. Workers may run it side by side.
   */
  async sweep(): Promise<number> {
    const before = firstUuidAt(this.clock.now() - this.maxAgeDays * DAY_MS);
    let expired = 0;
    for (let after: string | undefined = NIL; after !== undefined;) {
      const endpoints: { id: string }[] = await this.pool.run(listEndpoints, [after, ENDPOINTS]);
      for (const { id } of endpoints) {
        expired += await this.expire(id, before);
        await this.pool.run(releaseOrphanedHolds, [id]);
      }
      after = endpoints.at(-1)?.id;
    }
    if (expired > 0) {
      this.logger.warn({ expired, max_age_days: this.maxAgeDays }, 'held deliveries have failed');
    }
    return expired;
  }

  private async expire(endpointId: string, before: string): Promise<number> {
    let all = 0;
    for (let batch = BATCH; batch === BATCH;) {
      const [row] = await this.pool.run(expireHeld, [endpointId, before, BATCH]);
      batch = row?.expired ?? 0;
      all += batch;
    }
    return all;
  }
}
