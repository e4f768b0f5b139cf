import type { DataSource } from 'typeorm';
import { runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { findReleases, finishRelease } from '../queue/index.js';
import type { FailingEndpoints } from './failing-endpoints.js';
import type { NoticePublisher } from './notice-publisher.js';

const NOTICES_MS = 500;
const RELEASES_MS = 3_000;

export interface WatchOptions {
  lookEveryMs: number;
  /** While nothing is delivered nobody is watched: the time does not count. */
  isDelivering: () => boolean;
  logger: Logger;
}

/** Looks after endpoints, in the processes that deliver. */
export class EndpointMonitor {
  private running: RunLoop[] = [];

  constructor(
    private readonly source: DataSource,
    private readonly failing: FailingEndpoints,
    private readonly notices: NoticePublisher,
    private readonly options: WatchOptions,
  ) {}

  start(): void {
    const { lookEveryMs, isDelivering, logger } = this.options;
    const onError = (error: unknown): void =>
      logger.error({ err: error }, 'looking after endpoints failed; it is tried again');
    const look = (): Promise<boolean> =>
      isDelivering() ? this.failing.run() : Promise.resolve(false);
    this.running = [
      runLoop(look, { everyMs: lookEveryMs, onError }),
      runLoop(() => this.notices.run(), { everyMs: NOTICES_MS, onError }),
      runLoop(() => this.finishReleases(), { everyMs: RELEASES_MS, onError }),
    ];
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((one) => one.stop()));
  }

  /** What a process left behind that did not live to send, or skip, all that was held. */
  private async finishReleases(): Promise<boolean> {
    for (const endpointId of await findReleases(this.source.manager)) {
      await finishRelease(this.source.manager, endpointId);
    }
    return false;
  }
}
