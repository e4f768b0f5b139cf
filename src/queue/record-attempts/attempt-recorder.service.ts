import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
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

/** The window of the breaker, which compares failures with successes: in it each success is reported. */
const AFTER_FAILURE_MS = 60_000;
const MAX_ENDPOINTS = 20_000;
const MAX_WAITING = 10_000;

interface Known {
  reportedAtMs: number;
  failedAtMs: number;
  /** Successes that the endpoint's health has not heard of. */
  unreported: number;
  /** When the last of them was recorded. */
  succeededAtMs: number;
}

/** Successes that the health of their endpoint is to hear of, off the hot path. */
export interface SuccessReport {
  endpointId: string;
  successes: number;
  /** When the last of them was recorded, in milliseconds of `performance.now()`. */
  succeededAtMs: number;
}

/** Decides which successes are recorded without a word on their endpoint's health, and counts them. */
export class RoutineSuccesses {
  /** The endpoints with successes that are not reported. */
  private readonly waiting = new Set<string>();
  private readonly endpoints = new LRUCache<string, Known>({
    max: MAX_ENDPOINTS,
    dispose: (_known, endpointId) => this.waiting.delete(endpointId),
  });

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

  /** Takes at most so many reports, of endpoints whose last one is so old. */
  takeReports(limit: number, minAgeMs: number, nowMs: number): SuccessReport[] {
    const reports: SuccessReport[] = [];
    for (const endpointId of this.waiting) {
      const known = this.known(endpointId);
      if (nowMs - known.reportedAtMs < minAgeMs) continue;
      const successes = this.take(endpointId, known, nowMs);
      reports.push({ endpointId, successes, succeededAtMs: known.succeededAtMs });
      if (reports.length === limit) break;
    }
    return reports;
  }

  /** To be called for reports that could not be stored. */
  giveBack(reports: readonly SuccessReport[]): void {
    for (const { endpointId, successes } of reports) {
      this.count(endpointId, this.known(endpointId), successes);
    }
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
}

const MAX_ENTRIES = 250;
const MAX_BYTES = 4 * 1024 * 1024;
/** One statement at a time costs least; another begins beside one that waits for a lock of an endpoint. */
const PACE = { parallel: 2, slowMs: 50, gatherMs: 2 };
/** If nothing waits for the records of routine successes, those of this time share one statement. */
const REST = {
  ms: 20,
  manyItems: 16,
  isUrgent: ({ entry }: SealedEntry): boolean => !entry.isRoutine || entry.isAwaited === true,
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
  readonly routine = new RoutineSuccesses();
  private readonly coalescer: Coalescer<SealedEntry, boolean>;
  private waiting = 0;
  private readonly throttled: ThrottledLogger;
  private announceDue: (deliveryIds: string[]) => void = () => undefined;

  constructor(
    private readonly pool: HotPool,
    private readonly vault: Vault,
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

  /** To be called when deliveries wait for room: what is to be written is written at once. */
  hurry(): void {
    this.coalescer.hurry();
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
