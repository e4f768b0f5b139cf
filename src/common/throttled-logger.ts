import type { Clock } from './clock.js';
import type { Logger } from './logger.js';

const EVERY_MS = 10_000;

/**
 * Says what goes wrong again and again at once and then every ten seconds, with how often it was
 * meanwhile: an outage must be seen in the log, not fill it.
 */
export class ThrottledLogger {
  private saidAtMs = -Infinity;
  private unsaid = 0;

  constructor(
    private readonly logger: Logger,
    private readonly clock: Clock,
    private readonly level: 'warn' | 'error' = 'error',
  ) {}

  report(error: unknown, message: string, facts: object = {}): void {
    const now = this.clock.now();
    if (now - this.saidAtMs < EVERY_MS) {
      this.unsaid += 1;
      return;
    }
    const repeated = this.unsaid > 0 && { repeated: this.unsaid };
    this.logger[this.level]({ err: error, ...facts, ...repeated }, message);
    this.saidAtMs = now;
    this.unsaid = 0;
  }
}
