import { repeat } from '../common/index.js';
import type { Logger, Repeating } from '../common/index.js';
import type { ReplayStep } from './replay-step.js';

const POLL_MS = 500;

/** Carries replays out, in the processes that deliver. */
export class ReplayRunner {
  private running: Repeating | undefined;

  constructor(
    private readonly step: ReplayStep,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = repeat(() => this.step.run(), {
      everyMs: POLL_MS,
      onError: (error) => this.logger.error({ err: error }, 'replay failed; it is tried again'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }
}
