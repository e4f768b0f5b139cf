import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { Coalescer, LOGGER, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';
import type { DueWork } from '../database/index.js';

/** Moves at most $1 committed transactions from the inbox to the log. Returns how many it moved. */
const placeEvents = statement<{ taken: number }>(
  'place-events',
  'SELECT place_events($1) AS taken',
);

/** Transactions per call: more than usually arrive together, so that a backlog needs few calls. */
const BATCH = 1_000;
/** Minimum time between two runs that publishes request: under load many commits share one run. */
const MIN_INTERVAL_MS = 50;
/** A run waits for so long after a commit: the delivery of the event, which begins then, shares no disk flush with it. */
const DELAY_MS = 20;
const POLL_MS = 250;

/**
 * Assigns committed events their positions in the tenant's event log, which is the order of feed and
 * stream. Any process may do so at any time: a lock in the database lets one run at a time.
 */
@Injectable()
export class EventLogWriter implements OnModuleDestroy {
  private readonly runs: Coalescer<null, null>;
  private timer: NodeJS.Timeout | undefined;
  private lastRunMs = -MIN_INTERVAL_MS;
  private polling: RunLoop | undefined;
  private isClosed = false;

  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.runs = new Coalescer((callers) => this.assignAll(callers), {
      maxItems: Infinity,
      isRowError: () => false,
    });
  }

  /**
   * Resolves when every event that was committed before the call has its position. Rejects with the
   * error of the database; the events stay in the inbox for the next call.
   */
  async assignPositions(): Promise<void> {
    await this.runs.add(null);
  }

  /** Schedules a run within 50 ms and logs its errors. Call it after a commit. */
  schedule(): void {
    if (this.timer || this.isClosed) return;
    const waitMs = Math.max(DELAY_MS, this.lastRunMs + MIN_INTERVAL_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.lastRunMs = performance.now();
      this.assignPositions().catch((error: unknown) => this.logFailure(error));
    }, waitMs);
    this.timer.unref();
  }

  /** Polls for events that other processes left behind, until `stop`. Workers call it. */
  start(due?: DueWork): void {
    const job = async (): Promise<boolean> => {
      await this.assignPositions();
      return false;
    };
    this.polling = runLoop(job, {
      everyMs: POLL_MS,
      isDue: due?.when('EXISTS (SELECT FROM unplaced_events)'),
      onError: (error) => this.logFailure(error),
    });
  }

  /** Ends the polling and waits for the run in progress. */
  async stop(): Promise<void> {
    await this.polling?.stop();
  }

  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.stop();
  }

  private async assignAll(callers: null[]): Promise<null[]> {
    for (let taken = BATCH; taken === BATCH;) {
      const [row] = await this.pool.run(placeEvents, [BATCH]);
      taken = row?.taken ?? 0;
    }
    return callers;
  }

  private logFailure(error: unknown): void {
    if (this.isClosed) return;
    this.logger.error({ err: error }, 'assigning event log positions failed; it is retried');
  }
}
