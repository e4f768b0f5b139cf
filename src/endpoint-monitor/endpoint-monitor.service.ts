import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOGGER, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import type { DueWork } from '../database/index.js';
import { Dispatcher } from '../delivery/index.js';
import { findReleases, finishRelease } from '../queue/index.js';
import { ConfirmationMails, IS_ASK_DUE } from './confirmation-mails.service.js';
import { ExhaustedDeliveries, IS_EXHAUSTED } from './exhausted-deliveries.js';
import { FailingEndpoints } from './failing-endpoints.js';
import { MONITOR_RULES } from './next-step.js';
import type { MonitorRules } from './next-step.js';
import { IS_NOTICE_DUE, NoticePublisher } from './notice-publisher.js';

const NOTICES_MS = 500;
const ASKS_MS = 1_000;
const RELEASES_MS = 3_000;
/** A worker counts as delivering while its last claim was answered within this time. */
const DELIVERING_MS = 10_000;

/**
 * Runs in the processes that deliver: checks failing endpoints, publishes notices about endpoints, asks new
 * recipients of mails to confirm, and finishes releases that another process began.
 */
@Injectable()
export class EndpointMonitor {
  private running: RunLoop[] = [];

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly failing: FailingEndpoints,
    private readonly exhausted: ExhaustedDeliveries,
    private readonly notices: NoticePublisher,
    private readonly mails: ConfirmationMails,
    private readonly dispatcher: Dispatcher,
    @Inject(MONITOR_RULES) private readonly rules: MonitorRules,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(due?: DueWork): void {
    const onError = (error: unknown): void =>
      this.logger.error({ err: error }, 'the endpoint monitor failed; it tries again');
    this.running = [
      runLoop(() => this.check(), { everyMs: this.rules.checkEveryMs, onError }),
      runLoop(() => this.notices.run(), {
        everyMs: NOTICES_MS,
        isDue: due?.when(IS_NOTICE_DUE),
        onError,
      }),
      runLoop(() => this.exhausted.run(), {
        everyMs: this.rules.checkEveryMs,
        isDue: due?.when(IS_EXHAUSTED),
        onError,
      }),
      runLoop(() => this.mails.run(), {
        everyMs: ASKS_MS,
        isDue: due?.when(IS_ASK_DUE),
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

  /** While this process delivers nothing it checks no endpoint: the time does not count as failing. */
  private async check(): Promise<boolean> {
    const isDelivering = this.dispatcher.millisSinceLastClaim(Date.now()) <= DELIVERING_MS;
    return isDelivering && this.failing.run();
  }

  /** A process that ended early can leave held deliveries that it was to send or skip. */
  private async finishReleases(): Promise<boolean> {
    for (const endpointId of await findReleases(this.source.manager)) {
      await finishRelease(this.source.manager, endpointId);
    }
    return false;
  }
}
