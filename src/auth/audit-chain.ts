import { Inject, Injectable, Module } from '@nestjs/common';
import { LOGGER, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';
import type { DueWork } from '../database/index.js';

/** Adds at most $1 committed entries to the chain. Returns how many it took. */
const chainAudit = statement<{ taken: number }>('chain-audit', 'SELECT chain_audit($1) AS taken');

const POLL_MS = 1_000;
const BATCH = 500;

/** Adds audit entries to the chain of hashes after their commit. Any worker may; a lock lets one at a time. */
@Injectable()
export class AuditChain {
  private running: RunLoop | undefined;

  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(due?: DueWork): void {
    this.running = runLoop(() => this.run(), {
      everyMs: POLL_MS,
      isDue: due?.when('EXISTS (SELECT FROM unchained_audit)'),
      onError: (error) =>
        this.logger.error({ err: error }, 'audit entries not chained; it is tried again'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  /** Chains the oldest entries that wait; returns whether there may be more. */
  async run(): Promise<boolean> {
    const [row] = await this.pool.run(chainAudit, [BATCH]);
    return row?.taken === BATCH;
  }
}

/** For processes that deliver, which need no keys. Needs database and log. */
@Module({ providers: [AuditChain], exports: [AuditChain] })
export class AuditChainModule {}
