import type { DataSource } from 'typeorm';
import { runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import type { DueWork } from '../database/index.js';
import { findReleases, finishRelease } from '../queue/index.js';
import type { FailingEndpoints } from './failing-endpoints.js';
import type { NoticePublisher } from './notice-publisher.js';

const NOTICES_MS = 500;
const RELEASES_MS = 3_000;

export interface MonitorOptions {
  checkEveryMs: number;
  /** While this process delivers nothing it checks no endpoint: the time does not count as failing. */
  isDelivering: () => boolean;
  logger: Logger;
}

/**
 * Runs in the processes that deliver: checks failing endpoints, publishes notices about endpoints, and finishes
 * releases that another process began.
 */
export class EndpointMonitor {
  private running: RunLoop[] = [];

  constructor(
    private readonly source: DataSource,
    private readonly failing: FailingEndpoints,
    private readonly notices: NoticePublisher,
    private readonly options: MonitorOptions,
  ) {}

  start(due?: DueWork): void {
    const { checkEveryMs, isDelivering, logger } = this.options;
    const onError = (error: unknown): void =>
      logger.error({ err: error }, 'the endpoint monitor failed; it tries again');
    const check = (): Promise<boolean> =>
      isDelivering() ? this.failing.run() : Promise.resolve(false);
    this.running = [
      runLoop(check, { everyMs: checkEveryMs, onError }),
      runLoop(() => this.notices.run(), {
        everyMs: NOTICES_MS,
        isDue: due?.when('EXISTS (SELECT FROM endpoint_notices)'),
        onError,
      }),
      runLoop(() => this.finishReleases(), {
        everyMs: RELEASES_MS,
        isDue: due?.when('EXISTS (SELECT FROM endpoints WHERE releasing IS NOT NULL)'),
        onError,
      }),
    ];
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((one) => one.stop()));
  }

  /** A process that ended early can leave held deliveries that it was to send or skip. */
  private async finishReleases(): Promise<boolean> {
    for (const endpointId of await findReleases(this.source.manager)) {
      await finishRelease(this.source.manager, endpointId);
    }
    return false;
  }
}
