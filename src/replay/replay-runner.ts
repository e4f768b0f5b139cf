import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { ReplayStep } from './replay-step.js';

const POLL_MS = 500;

/** Performs replays in the background. Workers start and stop it; errors are logged and retried. */
@Injectable()
export class ReplayRunner {
  private running: RunLoop | undefined;

  constructor(
    private readonly step: ReplayStep,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = runLoop(() => this.step.run(), {
      everyMs: POLL_MS,
      onError: (error) => this.logger.error({ err: error }, 'a replay step failed; it is retried'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }
}
