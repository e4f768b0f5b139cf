import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { LOGGER, runLoop } from '../../common/index.js';
import type { Logger, RunLoop } from '../../common/index.js';
import { HotPool, statement } from '../../database/index.js';
import { AttemptRecorder } from './attempt-recorder.service.js';

/** How often the health of a busy endpoint hears of routine successes. */
const REPORT_EVERY_MS = 10_000;
/** How soon it hears of the first ones after a rest. */
const LOOK_EVERY_MS = 1_000;
const MAX_REPORTS = 1_000;

/**
 * Adds routine successes to the health of their endpoints. What was noted as a failure in the meantime remains.
 *
 * $1 endpoints, $2 successes, $3 how long ago the last one was, in milliseconds. Locked in the order of ids, as records do.
 */
const reportSuccesses = statement<never>(
  'report-successes',
  `
WITH report AS (
  SELECT endpoint_id, successes, clock_timestamp() - make_interval(secs => age_ms / 1000.0) AS succeeded_at
  FROM unnest($1::uuid[], $2::int[], $3::int[]) AS r (endpoint_id, successes, age_ms)
), locked AS MATERIALIZED (
  SELECT endpoint_id, window_from > clock_timestamp() - interval '60 seconds' AS continues
  FROM endpoint_health WHERE endpoint_id = ANY ($1::uuid[]) ORDER BY endpoint_id FOR UPDATE
)
UPDATE endpoint_health h
SET last_success_at = greatest(h.last_success_at, r.succeeded_at),
  window_from = CASE WHEN l.continues THEN h.window_from ELSE clock_timestamp() END,
  window_failures = CASE WHEN l.continues THEN h.window_failures ELSE 0 END,
  window_successes = r.successes + CASE WHEN l.continues THEN h.window_successes ELSE 0 END,
  failing_since = CASE WHEN h.failing_since > r.succeeded_at THEN h.failing_since END,
  failed_events = CASE WHEN h.failing_since > r.succeeded_at THEN h.failed_events ELSE 0 END,
  strikes = CASE WHEN h.failing_since > r.succeeded_at THEN h.strikes ELSE 0 END
FROM report r JOIN locked l USING (endpoint_id)
WHERE h.endpoint_id = r.endpoint_id
`,
);

/** Reports routine successes to the health of their endpoints, off the hot path, in one statement for many endpoints. */
@Injectable()
export class SuccessReports implements OnModuleDestroy {
  private running: RunLoop | undefined;

  constructor(
    private readonly recorder: AttemptRecorder,
    private readonly pool: HotPool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = runLoop(() => this.report(REPORT_EVERY_MS), {
      everyMs: LOOK_EVERY_MS,
      onError: (error) => this.warn(error),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  /** Reports what the last attempts of the process have left. */
  async onModuleDestroy(): Promise<void> {
    await this.stop();
    try {
      while (await this.report(0));
    } catch (error) {
      this.warn(error);
    }
  }

  /** Returns whether there may be more to report. */
  private async report(minAgeMs: number): Promise<boolean> {
    const nowMs = performance.now();
    const { routine } = this.recorder;
    const reports = routine.takeReports(MAX_REPORTS, minAgeMs, nowMs);
    if (reports.length === 0) return false;
    try {
      await this.pool.run(reportSuccesses, [
        reports.map(({ endpointId }) => endpointId),
        reports.map(({ successes }) => successes),
        reports.map(({ succeededAtMs }) => Math.max(0, Math.round(nowMs - succeededAtMs))),
      ]);
    } catch (error) {
      routine.giveBack(reports);
      throw error;
    }
    return reports.length === MAX_REPORTS;
  }

  private warn(error: unknown): void {
    this.logger.warn({ err: error }, 'successes were not added to the health of their endpoints');
  }
}
