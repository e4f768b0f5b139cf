import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  LOGGER,
  Coalescer,
  isRefusedRow,
  isRowError,
  ThrottledLogger,
  publicId,
  systemClock,
  UNIQUE_VIOLATION,
  sqlStateOf,
  withoutRepeats,
} from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { HotPool, Vault } from '../../database/index.js';
import { exchangeOf, packExchange, recordColumns, routineColumns } from './attempt-columns.js';
import type { AttemptEntry, SealedEntry } from './attempt-entry.js';
import { recordAttempts, recordRoutine } from './record-attempts.query.js';
import type { RecordedRow } from './record-attempts.query.js';
import { RoutineSuccesses } from './routine-successes.service.js';

const MAX_ENTRIES = 250;
const MAX_BYTES = 4 * 1024 * 1024;
/** One statement at a time costs least; another begins beside one that waits for a lock of an endpoint. */
const PACE = { parallel: 2, slowMs: 50, gatherMs: 2 };
/** Nothing waits for the record of a routine success: those of this time share one statement. */
const REST = {
  ms: 20,
  manyItems: 16,
  isUrgent: ({ entry }: SealedEntry): boolean => entry.isRoutine !== true,
};
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** A row that the database refuses again and again is a bug: it is logged and given up. */
const MAX_ROW_REFUSALS = 5;

/**
 * Puts attempts on record, those that end together in one commit. While the database cannot be
 * reached it tries for ever: an attempt that happened must not be lost.
 */
@Injectable()
export class AttemptRecorder {
  private readonly coalescer: Coalescer<SealedEntry, boolean>;
  private waiting = 0;
  private readonly throttled: ThrottledLogger;
  private announceDue: (deliveryIds: string[]) => void = () => undefined;

  constructor(
    private readonly pool: HotPool,
    private readonly vault: Vault,
    private readonly routine: RoutineSuccesses,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.throttled = new ThrottledLogger(logger, systemClock);
    this.coalescer = new Coalescer((entries) => this.write(entries), {
      maxItems: MAX_ENTRIES,
      maxBytes: MAX_BYTES,
      bytesOf: ({ sealed }) => sealed?.length ?? 0,
      ownerOf: ({ entry }) => entry.endpointId,
      ...PACE,
      rest: REST,
      isRowError,
    });
  }

  /** True while a record cannot be written: no new work should be claimed. */
  get isStalled(): boolean {
    return this.waiting > 0;
  }

  /** Hands over deliveries (UUIDs) that were waiting for one of their subject and are due now. */
  onDue(listener: (deliveryIds: string[]) => void): void {
    this.announceDue = listener;
  }

  /** Answers whether the delivery's state moved; false means that the claim had been lost. */
  async record(entry: AttemptEntry): Promise<boolean> {
    let pauseMs = FIRST_PAUSE_MS;
    for (let refusals = 0; ;) {
      try {
        return await this.coalescer.add({ entry, sealed: await this.seal(entry) });
      } catch (error) {
        if (isRefusedRow(error)) refusals += 1;
        this.log(error, entry);
        if (refusals >= MAX_ROW_REFUSALS) throw error;
        this.waiting += 1;
        await pause(pauseMs);
        this.waiting -= 1;
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  /** A row that is refused is worth a line each time, an outage one now and then. */
  private log(error: unknown, { deliveryId }: AttemptEntry): void {
    const facts = { delivery_id: publicId('delivery', deliveryId) };
    const message = 'attempt not recorded yet';
    if (isRefusedRow(error)) this.logger.error({ err: error, ...facts }, message);
    else this.throttled.report(error, message, facts);
  }

  private async seal({ attempt, tenantId }: AttemptEntry): Promise<Buffer | null> {
    if (!attempt?.exchange) return null;
    const key = await this.vault.recordKey(tenantId);
    return this.vault.seal(
      key,
      exchangeOf(attempt.id),
      packExchange(attempt.exchange, attempt.bodyHash),
    );
  }

  private async write(entries: SealedEntry[]): Promise<boolean[]> {
    const moved = new Map<SealedEntry, boolean>();
    let open: readonly SealedEntry[] = entries;
    while (open.length > 0) {
      const { batch, later } = withoutRepeats(open, ({ entry }) => [entry.deliveryId]);
      const ids = await this.writeBatch(batch);
      for (const one of batch) moved.set(one, ids.has(one.entry.deliveryId));
      open = later;
    }
    return entries.map((one) => moved.get(one) === true);
  }

  /** Returns the deliveries (UUIDs) whose state moved. */
  private async writeBatch(batch: readonly SealedEntry[]): Promise<Set<string>> {
    const nowMs = performance.now();
    this.routine.noteFailures(
      batch.map(({ entry }) => entry),
      nowMs,
    );
    const silent: SealedEntry[] = [];
    const others: SealedEntry[] = [];
    for (const one of batch) (this.routine.isSilent(one.entry, nowMs) ? silent : others).push(one);
    const [routine, rows] = await Promise.all([
      silent.length > 0 ? this.recordRoutinely(silent, nowMs) : [],
      others.length > 0 ? this.recordFully(others, nowMs) : [],
    ]);
    const all = [...routine, ...rows];
    const next = all.flatMap((row) => (row.is_next ? [row.delivery_id] : []));
    if (next.length > 0) this.announceDue(next);
    return new Set(all.flatMap((row) => (row.is_next ? [] : [row.delivery_id])));
  }

  private async recordRoutinely(
    batch: readonly SealedEntry[],
    nowMs: number,
  ): Promise<RecordedRow[]> {
    try {
      return await this.pool.run(recordRoutine, routineColumns(batch));
    } catch (error) {
      if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error;
      for (const { entry } of batch) this.routine.retract(entry);
      return await this.recordFully(batch, nowMs);
    }
  }

  private recordFully(batch: readonly SealedEntry[], nowMs: number): Promise<RecordedRow[]> {
    const successes = batch.map(({ entry }) => this.routine.takeSuccesses(entry, nowMs));
    return this.pool.run(recordAttempts, recordColumns(batch, successes));
  }
}
