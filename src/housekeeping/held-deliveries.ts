import { firstUuidAt } from '../common/index.js';
import type { Clock, Logger } from '../common/index.js';
import type { HotPool } from '../database/index.js';
import { expireHeld, listEndpoints, releaseOrphanedHolds } from '../queue/index.js';
import type { ExpiredRow, LookedRow } from '../queue/index.js';

const NIL = '00000000-0000-0000-0000-000000000000';
const ENDPOINTS_PER_QUERY = 500;
/** Deliveries that one statement looks at. */
const ROWS_PER_QUERY = 5_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a sweep looks at. */
interface Extent {
  /** Held deliveries with ids after `from` and below `before` expire. */
  from: string;
  before: string;
  /** Orphaned holds are looked for at endpoints that changed after this moment. */
  changedAfter: Date;
}

/** Ends holds: of deliveries that are too old, and of those whose endpoint is active again. */
export class HeldDeliveries {
  private sweptAtMs = -Infinity;
  private sweptAllAtMs = -Infinity;

  constructor(
    private readonly pool: Pick<HotPool, 'run'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly maxAgeDays: number,
  ) {}

  /**
   * Fails deliveries that have been held for too long and releases orphaned holds. Returns how many have
   * failed. Several workers may run it at the same time.
   *
   * Holds are orphaned around a change of their endpoint, and deliveries become too old in the order of their ids.
   * Therefore a sweep looks only at what has changed or become too old of late, and once a day at everything.
   */
  async sweep(): Promise<number> {
    const nowMs = this.clock.now();
    const isWhole = nowMs - this.sweptAllAtMs >= DAY_MS;
    const oldMs = nowMs - this.maxAgeDays * DAY_MS;
    const expired = await this.sweepEndpoints({
      from: isWhole ? NIL : firstUuidAt(oldMs - DAY_MS),
      before: firstUuidAt(oldMs),
      changedAfter: new Date(isWhole ? 0 : this.sweptAtMs - HOUR_MS),
    });
    this.sweptAtMs = nowMs;
    if (isWhole) this.sweptAllAtMs = nowMs;
    if (expired > 0) {
      this.logger.warn({ expired, max_age_days: this.maxAgeDays }, 'held deliveries have expired');
    }
    return expired;
  }

  private async sweepEndpoints(extent: Extent): Promise<number> {
    let expired = 0;
    for (let after: string | undefined = NIL; after !== undefined;) {
      const endpoints: { id: string; is_changed: boolean }[] = await this.pool.run(listEndpoints, [
        after,
        ENDPOINTS_PER_QUERY,
        extent.changedAfter,
      ]);
      for (const { id, is_changed: isChanged } of endpoints) {
        expired += await this.expire(id, extent);
        if (isChanged) await this.release(id, extent);
      }
      after = endpoints.at(-1)?.id;
    }
    return expired;
  }

  private async expire(endpointId: string, { from, before }: Extent): Promise<number> {
    let total = 0;
    let after: string | null = from;
    while (after !== null) {
      const values: unknown[] = [endpointId, after, ROWS_PER_QUERY, before];
      const [row]: ExpiredRow[] = await this.pool.run(expireHeld, values);
      total += row?.expired ?? 0;
      after = row?.looked_to ?? null;
    }
    return total;
  }

  /** Those below `before` have expired, or are being tried by hand. */
  private async release(endpointId: string, { before }: Extent): Promise<void> {
    let after: string | null = before;
    while (after !== null) {
      const values: unknown[] = [endpointId, after, ROWS_PER_QUERY];
      const [row]: LookedRow[] = await this.pool.run(releaseOrphanedHolds, values);
      after = row?.looked_to ?? null;
    }
  }
}
