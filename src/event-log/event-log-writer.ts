import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { Coalescer, LOGGER, repeat } from '../common/index.js';
import type { Logger, Repeating } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';

/** Gives what was committed its place in the log, at most $1 commits; answers how many it took. */
const placeEvents = statement<{ taken: number }>(
  'place-events',
  'SELECT place_events($1) AS taken',
);

/** Commits that one call places; more than come together, so that a backlog goes in few turns. */
const BATCH = 1_000;
/** Between two turns that publishes ask for: under load many commits share one. */
const GAP_MS = 50;
const POLL_MS = 250;

/**
 * Gives committed events their place in the tenant's log, the order in which feed and stream tell
 * them. Any process may do it at any time: turns are taken in the database.
 */
@Injectable()
export class EventLogWriter implements OnModuleDestroy {
  private readonly turns: Coalescer<null, null>;
  private soon: NodeJS.Timeout | undefined;
  private lastNudgeMs = -GAP_MS;
  private polling: Repeating | undefined;
  private isClosed = false;

  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.turns = new Coalescer((callers) => this.placeAll(callers), {
      maxItems: Infinity,
      isRowError: () => false,
    });
  }

  /** Resolves when everything that was committed before the call has its place. */
  async place(): Promise<void> {
    await this.turns.add(null);
  }

  /** The same soon, for nobody who waits. To be called after a commit. */
  nudge(): void {
    if (this.soon || this.isClosed) return;
    const waitMs = Math.max(0, this.lastNudgeMs + GAP_MS - performance.now());
    this.soon = setTimeout(() => {
      this.soon = undefined;
      this.lastNudgeMs = performance.now();
      this.place().catch((error: unknown) => this.tell(error));
    }, waitMs);
    this.soon.unref();
  }

  /** Places whatever others left, until stopped; in the processes that deliver. */
  start(): void {
    const job = async (): Promise<boolean> => {
      await this.place();
      return false;
    };
    this.polling = repeat(job, { everyMs: POLL_MS, onError: (error) => this.tell(error) });
  }

  async stop(): Promise<void> {
    await this.polling?.stop();
  }

  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.soon);
    await this.stop();
  }

  private async placeAll(callers: null[]): Promise<null[]> {
    for (let taken = BATCH; taken === BATCH;) {
      const [row] = await this.pool.run(placeEvents, [BATCH]);
      taken = row?.taken ?? 0;
    }
    return callers;
  }

  private tell(error: unknown): void {
    if (this.isClosed) return;
    this.logger.error({ err: error }, 'events were not placed; it is tried again');
  }
}
