import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { LOGGER, runLoop } from '../../common/index.js';
import type { Logger, RunLoop } from '../../common/index.js';
import { HotPool, statement } from '../../database/index.js';
import type { AttemptEntry } from './attempt-entry.js';

/** How often the health of a busy endpoint hears of routine successes. */
const REPORT_EVERY_MS = 10_000;
/** How soon it hears of the first ones after a rest. */
const LOOK_EVERY_MS = 1_000;
/** The window of the breaker, which compares failures with successes: in it each success is reported. */
const AFTER_FAILURE_MS = 60_000;
const MAX_ENDPOINTS = 20_000;
const MAX_WAITING = 10_000;
const MAX_REPORTS = 1_000;

interface Known {
  reportedAtMs: number;
  failedAtMs: number;
  /** Successes that the endpoint's health has not heard of. */
  unreported: number;
  /** When the last of them was recorded. */
  succeededAtMs: number;
}

interface Report {
  endpointId: string;
  successes: number;
  succeededAtMs: number;
}

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

/**
 * Decides which successes are recorded without a word on their endpoint's health, counts them, and reports them off the
 * hot path, in one statement for many endpoints.
 */
@Injectable()
export class RoutineSuccesses implements OnModuleDestroy {
  /** The endpoints with successes that are not reported. */
  private readonly waiting = new Set<string>();
  private readonly endpoints = new LRUCache<string, Known>({
    max: MAX_ENDPOINTS,
    dispose: (_known, endpointId) => this.waiting.delete(endpointId),
  });
  private running: RunLoop | undefined;

  constructor(
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

  /** To be called for all entries of a batch before the first `isSilent` of them. */
  noteFailures(entries: readonly AttemptEntry[], nowMs: number): void {
    for (const { endpointId, health } of entries) {
      if (health !== null && health !== 'ok') this.known(endpointId).failedAtMs = nowMs;
    }
  }

  /** Returns whether the attempt needs no report with its record; it is then counted. */
  isSilent({ endpointId, isRoutine = false }: AttemptEntry, nowMs: number): boolean {
    if (!isRoutine) return false;
    const known = this.known(endpointId);
    if (nowMs - known.failedAtMs < AFTER_FAILURE_MS) return false;
    if (known.unreported === 0 && this.waiting.size >= MAX_WAITING) return false;
    known.succeededAtMs = nowMs;
    this.count(endpointId, known, 1);
    return true;
  }

  /** To be called for an entry that was silent and is reported after all. */
  retract({ endpointId }: AttemptEntry): void {
    this.count(endpointId, this.known(endpointId), -1);
  }

  /** Returns how many successes an entry that is reported stands for: its own and those counted before. */
  takeSuccesses({ endpointId, health }: AttemptEntry, nowMs: number): number {
    if (health === null) return 0;
    const known = this.known(endpointId);
    return (health === 'ok' ? 1 : 0) + this.take(endpointId, known, nowMs);
  }

  /** Takes the successes of endpoints whose last report is so old. */
  takeReports(minAgeMs: number, nowMs: number): Report[] {
    const reports: Report[] = [];
    for (const endpointId of this.waiting) {
      const known = this.known(endpointId);
      if (nowMs - known.reportedAtMs < minAgeMs) continue;
      const successes = this.take(endpointId, known, nowMs);
      reports.push({ endpointId, successes, succeededAtMs: known.succeededAtMs });
      if (reports.length === MAX_REPORTS) break;
    }
    return reports;
  }

  /** Returns whether there may be more to report. */
  private async report(minAgeMs: number): Promise<boolean> {
    const nowMs = performance.now();
    const reports = this.takeReports(minAgeMs, nowMs);
    if (reports.length === 0) return false;
    try {
      await this.pool.run(reportSuccesses, [
        reports.map(({ endpointId }) => endpointId),
        reports.map(({ successes }) => successes),
        reports.map(({ succeededAtMs }) => Math.max(0, Math.round(nowMs - succeededAtMs))),
      ]);
    } catch (error) {
      for (const { endpointId, successes } of reports) {
        this.count(endpointId, this.known(endpointId), successes);
      }
      throw error;
    }
    return reports.length === MAX_REPORTS;
  }

  private take(endpointId: string, known: Known, nowMs: number): number {
    const { unreported } = known;
    this.count(endpointId, known, -unreported);
    known.reportedAtMs = nowMs;
    return unreported;
  }

  private count(endpointId: string, known: Known, successes: number): void {
    known.unreported = Math.max(0, known.unreported + successes);
    if (known.unreported > 0) this.waiting.add(endpointId);
    else this.waiting.delete(endpointId);
  }

  private known(endpointId: string): Known {
    const found = this.endpoints.get(endpointId);
    if (found) return found;
    const never = -Infinity;
    const known = { reportedAtMs: never, failedAtMs: never, unreported: 0, succeededAtMs: never };
    this.endpoints.set(endpointId, known);
    return known;
  }

  private warn(error: unknown): void {
    this.logger.warn({ err: error }, 'successes were not added to the health of their endpoints');
  }
}
