import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { LOGGER } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { HotPool } from '../../database/index.js';
import { Metrics } from '../../metrics/index.js';
import { countDrops } from './rejections.query.js';

const FLUSH_MS = 1_000;

/** Counts refused publishes that were not kept: in the metrics, the log and the database. */
@Injectable()
export class DroppedCounts implements OnModuleDestroy {
  private counts = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: HotPool,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  add(tenantId: string, count = 1): void {
    this.metrics.rejectedDropped.inc(count);
    this.counts.set(tenantId, (this.counts.get(tenantId) ?? 0) + count);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
  }

  private async flush(): Promise<void> {
    const { counts } = this;
    this.counts = new Map();
    this.timer = undefined;
    if (counts.size === 0) return;
    const count = [...counts.values()].reduce((sum, one) => sum + one, 0);
    this.logger.warn({ count, tenants: counts.size }, 'refused publishes were not kept');
    await this.pool.run(countDrops, [[...counts.keys()], [...counts.values()]]).catch(
      // The line above has the count already.
      (error: unknown) => this.logger.error({ err: error }, 'their count could not be stored'),
    );
  }
}
