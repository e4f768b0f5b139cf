import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { HotPool } from '../database/index.js';
import type { DueWork } from '../database/index.js';
import { HeldDeliveries } from './held-deliveries.js';
import { ensurePartitions, IS_WAITING, promoteWaiting, PURGES } from './housekeeping.query.js';

const PURGE_MS = 10 * 60_000;
/** After a race between two commits, a delivery waits at most this long for its subject or digest. */
const WAITING_MS = 1_000;
const HELD_MS = 3_600_000;
const PARTITIONS_MS = 24 * 3_600_000;
/** Rows of each table that one run deletes. */
const BATCH = 1_000;

/** Runs periodic maintenance in worker processes; errors are logged and retried. */
@Injectable()
export class Housekeeping {
  private running: RunLoop[] = [];

  constructor(
    private readonly pool: HotPool,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly held: HeldDeliveries,
  ) {}

  start(due?: DueWork): void {
    const onError = (error: unknown): void =>
      this.logger.error({ err: error }, 'housekeeping failed; it is retried');
    this.running = [
      runLoop(() => this.purge(), { everyMs: PURGE_MS, onError }),
      runLoop(() => this.sweepHeld(), { everyMs: HELD_MS, onError }),
      runLoop(() => this.makePartitions(), { everyMs: PARTITIONS_MS, onError }),
      runLoop(() => this.promoteWaiting(), {
        everyMs: WAITING_MS,
        isDue: due?.when(IS_WAITING),
        onError,
      }),
    ];
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((job) => job.stop()));
  }

  /** Deletes a batch of expired rows per table. Returns whether more may be left. */
  async purge(): Promise<boolean> {
    let more = false;
    for (const purge of Object.values(PURGES)) {
      const [row] = await this.pool.run(purge, [BATCH]);
      more ||= row?.purged === BATCH;
    }
    return more;
  }

  private async promoteWaiting(): Promise<boolean> {
    await this.pool.run(promoteWaiting);
    return false;
  }

  private async sweepHeld(): Promise<boolean> {
    await this.held.sweep();
    return false;
  }

  private async makePartitions(): Promise<boolean> {
    await this.pool.run(ensurePartitions);
    return false;
  }
}
