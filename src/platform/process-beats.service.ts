import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, newUuid, ownVersion, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, statement } from '../database/index.js';

const EVERY_MS = 10_000;

/** $1 id, $2 role, $3 version, $4 attempts under way. Also forgets processes that ended without a word. */
const beat = statement<object>(
  'beat-of-process',
  `WITH gone AS (DELETE FROM processes WHERE last_seen_at < now() - interval '1 hour')
   INSERT INTO processes (id, role, version, in_flight) VALUES ($1, $2, $3, $4)
   ON CONFLICT (id) DO UPDATE SET last_seen_at = now(), in_flight = excluded.in_flight`,
);

const leave = statement<object>('leave-processes', 'DELETE FROM processes WHERE id = $1');

/** Shows the platform page that this process runs, every ten seconds. */
@Injectable()
export class ProcessBeats {
  private readonly id = newUuid();
  private running: RunLoop | undefined;

  constructor(
    private readonly pool: HotPool,
    @Inject(SETTINGS) private readonly settings: Pick<RunSettings, 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @param inFlight  returns how many attempts are under way */
  start(inFlight: () => number): void {
    const version = ownVersion();
    const job = async (): Promise<boolean> => {
      await this.pool.run(beat, [this.id, this.settings.role, version, inFlight()]);
      return false;
    };
    this.running = runLoop(job, {
      everyMs: EVERY_MS,
      onError: (error) => this.logger.debug({ err: error }, 'the process was not noted as running'),
    });
  }

  async stop(): Promise<void> {
    if (this.running === undefined) return;
    await this.running.stop();
    await this.pool.run(leave, [this.id]).catch(() => undefined);
  }
}
