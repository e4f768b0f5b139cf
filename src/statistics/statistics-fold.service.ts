import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { LOGGER, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import type { DueWork } from '../database/index.js';
import type { Metrics } from '../metrics/index.js';
import { foldChanges, foldRange } from './fold.query.js';
import type { Source } from './fold.query.js';
import { readAsOf } from './progress.query.js';
import { ALL, TAKE_STALE, TOTAL_ALL, TOTAL_TENANTS, TOTALS_ARE_DUE } from './totals.query.js';

const SOURCES = ['events', 'deliveries', 'attempts'] as const;
const EVERY_MS = 5_000;
/** Rows, or changes, that one transaction folds. */
const BATCH = 10_000;
/** Hours and days of tenants whose totals one transaction makes. */
const CELLS = 500;
/**
 * The age at which a row is folded. Triggers note what changes at rows that are 20 seconds old; the rest is for a clock
 * of the database that is set back.
 */
const MATURE = `interval '25 seconds'`;

/** Whether there is something to fold. */
const IS_DUE = `
EXISTS (SELECT FROM statistics_changes) OR ${TOTALS_ARE_DUE} OR EXISTS (
  SELECT FROM statistics_progress p WHERE CASE p.source
    WHEN 'events' THEN EXISTS (SELECT FROM events WHERE id >= p.folded_to AND id < uuid_at(now() - ${MATURE}))
    WHEN 'deliveries' THEN EXISTS (SELECT FROM deliveries WHERE id >= p.folded_to AND id < uuid_at(now() - ${MATURE}))
    ELSE EXISTS (SELECT FROM attempts WHERE id >= p.folded_to AND id < uuid_at(now() - ${MATURE})) END)`;

/** Now, and the transactions that have written, or may be writing, rows that are counted. */
const MARK = `
SELECT uuid_at(clock_timestamp() - ${MATURE}) AS "matureId", ARRAY(
  SELECT virtualtransaction FROM pg_locks
  WHERE locktype = 'relation' AND granted AND mode NOT IN ('AccessShareLock', 'RowShareLock')
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND relation IN ('events'::regclass, 'deliveries'::regclass, 'attempts'::regclass)) AS writers`;

/** One process at a time folds. Every look-up is by an index, whatever the planner knows of new partitions. */
const BEGIN = `
SELECT pg_try_advisory_xact_lock(7305512237) AS taken, set_config('enable_partition_pruning', 'on', true),
  set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true)`;

/** The end of the next batch: the id of the row behind it, or $2. */
const NEXT_END = (source: Source): string => `
SELECT p.folded_to AS "from", coalesce(
  (SELECT id FROM ${source} WHERE id >= p.folded_to AND id < $1 ORDER BY id OFFSET ${BATCH} LIMIT 1), $1::uuid) AS "to"
FROM statistics_progress p WHERE p.source = '${source}'`;

interface Mark {
  /** Rows with lower ids were mature when the mark was made. */
  matureId: string;
  /** Virtual transaction ids. */
  writers: string[];
}

/** An hour or a day of a tenant, or of all. */
interface Cell {
  tenant_id: string;
  step: string;
  time: Date;
}

/**
 * Folds records into `statistics`, off the hot path. A row is counted once, as it is when it is folded; the triggers
 * note every change from then on. A transaction that changed a row while it was too young for them is waited for: rows
 * are folded up to a mark, when all transactions that were writing at the mark have ended.
 */
@Injectable()
export class StatisticsFold {
  private running: RunLoop | undefined;
  private mark: Mark | undefined;

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Adds the gauge of its lag. The value is the same in every process that delivers. */
  measureBy({ registry }: Metrics): void {
    const gauge: Gauge = new Gauge({
      name: 'postrider_statistics_lag_seconds',
      help: 'The age of the oldest record that is not counted in the statistics yet.',
      registers: [registry],
      collect: async () => {
        const asOf = await readAsOf(this.source.manager).catch(() => undefined);
        if (asOf) gauge.set(Math.max(0, Date.now() - asOf.getTime()) / 1_000);
        else gauge.remove();
      },
    });
  }

  start(due?: DueWork): void {
    this.running = runLoop(() => this.run(), {
      everyMs: EVERY_MS,
      isDue: due?.when(IS_DUE),
      onError: (error) =>
        this.logger.error({ err: error }, 'statistics were not folded; it is retried'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  /**
   * Makes totals that are due, and folds one batch of each source, up to the mark of the run before. Returns whether
   * more is left.
   */
  async run(): Promise<boolean> {
    const moreTotals = await this.source.transaction(makeTotals);
    return (await this.fold()) || moreTotals;
  }

  private async fold(): Promise<boolean> {
    const [now] = await this.source.query<Mark[]>(MARK);
    const mark = this.mark;
    this.mark ??= now;
    if (mark === undefined || mark.writers.some((writer) => now?.writers.includes(writer))) {
      return false;
    }
    let more = false;
    for (const source of SOURCES) {
      const fold = (manager: EntityManager) => foldBatch(manager, source, mark.matureId);
      more = (await this.source.transaction(fold)) || more;
    }
    if (!more) this.mark = now;
    return more;
  }
}

/** Returns whether more may be left. */
async function makeTotals(manager: EntityManager): Promise<boolean> {
  const [turn] = await manager.query<{ taken: boolean }[]>(BEGIN);
  if (!turn?.taken) return false;
  const [taken] = await manager.query<[Cell[], number]>(TAKE_STALE, [CELLS]);
  const make = async (text: string, cells: readonly Cell[]): Promise<void> => {
    if (cells.length === 0) return;
    await manager.query(text, [
      cells.map(({ tenant_id }) => tenant_id),
      cells.map(({ step }) => step),
      cells.map(({ time }) => time),
    ]);
  };
  await make(
    TOTAL_TENANTS,
    taken.filter(({ tenant_id }) => tenant_id !== ALL),
  );
  await make(
    TOTAL_ALL,
    taken.filter(({ tenant_id }) => tenant_id === ALL),
  );
  return taken.length === CELLS;
}

/** Returns whether more is left. */
async function foldBatch(
  manager: EntityManager,
  source: Source,
  matureId: string,
): Promise<boolean> {
  const [turn] = await manager.query<{ taken: boolean }[]>(BEGIN);
  if (turn?.taken !== true) return false;
  const [batch] = await manager.query<{ from: string; to: string }[]>(NEXT_END(source), [matureId]);
  if (!batch) return false;
  const [changes] = await manager.query<{ taken: number }[]>(foldChanges(source), [
    batch.from,
    BATCH,
  ]);
  if (batch.from < batch.to) {
    await manager.query(foldRange(source), [batch.from, batch.to]);
    await manager.query('UPDATE statistics_progress SET folded_to = $2 WHERE source = $1', [
      source,
      batch.to,
    ]);
  }
  return batch.to < matureId || changes?.taken === BATCH;
}
