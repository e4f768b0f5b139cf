import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOGGER, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { FORGET_EXCHANGES, GIVE_UP_WAITING } from '../queue/index.js';
import { END_FOLLOW_UPS, FIND_FOLLOW_UPS, PUT_OFF_FOLLOW_UPS } from './redaction.query.js';

const POLL_MS = 1_000;
const BATCH = 100;

/**
 * Attempts that were under way when their event was redacted report later: what they got goes then,
 * and what they would try again fails. Runs in the processes that deliver.
 */
@Injectable()
export class RedactionFollowUp {
  private running: RunLoop | undefined;

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = runLoop(() => this.run(), {
      everyMs: POLL_MS,
      onError: (error) =>
        this.logger.error({ err: error }, 'redaction not followed up; it is tried again'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  /** Processes what is due; returns whether there may be more. Workers may run it side by side. */
  run(): Promise<boolean> {
    return this.source.transaction(async (manager) => {
      const rows = await manager.query<{ event_id: string }[]>(FIND_FOLLOW_UPS, [BATCH]);
      const ids = rows.map((row) => row.event_id);
      if (ids.length === 0) return false;
      for (const step of [GIVE_UP_WAITING, FORGET_EXCHANGES, PUT_OFF_FOLLOW_UPS, END_FOLLOW_UPS]) {
        await manager.query(step, [ids]);
      }
      return ids.length === BATCH;
    });
  }
}
