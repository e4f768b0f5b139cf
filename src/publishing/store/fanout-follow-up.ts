import { ThrottledLogger, repeat, systemClock } from '../../common/index.js';
import type { Logger, Repeating } from '../../common/index.js';
import type { WakeUps } from '../../queue/index.js';
import type { PendingFanouts } from './pending-fanouts.js';

const POLL_MS = 250;

/** Keeps `PendingFanouts` running, in the processes that deliver. */
export class FanoutFollowUp {
  private running: Repeating | undefined;

  constructor(
    private readonly fanouts: PendingFanouts,
    private readonly wakeUps: Pick<WakeUps, 'onFanout'>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    const log = new ThrottledLogger(this.logger, systemClock);
    this.running = repeat(() => this.fanouts.run(), {
      everyMs: POLL_MS,
      onError: (error) => log.report(error, 'fan-out after commit failed; it is tried again'),
    });
    this.wakeUps.onFanout(() => this.running?.nudge());
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }
}
