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
  withoutRepeats,
} from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { HotPool, Vault, byteaArray } from '../../database/index.js';
import { exchangeOf, isSuspiciousSuccess, packExchange } from './exchange.js';
import { recordAttempts } from './record-attempts.query.js';
import { recordRoutine } from './record-routine.query.js';
import { RoutineSuccesses } from './routine-successes.js';
import type { AttemptEntry, SealedEntry, AttemptFacts, NextState } from './attempt-entry.js';

/** PostgreSQL stores no NUL in text, and a receiver can put one into an error. */
const withoutNul = (text: string | null | undefined): string | null =>
  text?.replaceAll('\0', '\uFFFD') ?? null;

const rounded = (durationMs: number | null | undefined): number | null =>
  durationMs == null ? null : Math.round(durationMs * 100) / 100;

type FactColumn = <T>(pick: (attempt: AttemptFacts) => T) => (T | null)[];

/** The columns of a request and of its answer, which both statements have in this order. */
function requestColumns(fact: FactColumn): unknown[] {
  return [
    fact(({ url }) => url),
    fact(({ ip }) => ip),
    fact(({ startedAt }) => startedAt),
    fact(({ durationMs }) => Math.round(durationMs)),
    fact(({ timings }) => rounded(timings.dns_ms)),
    fact(({ timings }) => rounded(timings.connect_ms)),
    fact(({ timings }) => rounded(timings.tls_ms)),
    fact(({ timings }) => rounded(timings.first_byte_ms)),
    byteaArray(fact(({ bodyHash }) => bodyHash)),
    fact(({ responseStatus }) => responseStatus),
  ];
}

/** One array per parameter of `recordAttempts`, in its order. */
function recordColumns(batch: readonly SealedEntry[], successes: number[]): unknown[] {
  const each = <T>(pick: (entry: AttemptEntry) => T): T[] => batch.map(({ entry }) => pick(entry));
  const fact = <T>(pick: (attempt: AttemptFacts) => T): (T | null)[] =>
    each(({ attempt }) => attempt && pick(attempt));
  const next = <T>(pick: (state: NextState) => T): (T | null)[] =>
    each(({ next: state }) => state && pick(state));
  return [
    each(({ deliveryId }) => deliveryId),
    each(({ endpointId }) => endpointId),
    each(({ fence }) => fence),
    each(({ attempt }) => attempt?.number ?? 0),
    fact(({ id }) => id),
    fact(({ trigger }) => trigger),
    ...requestColumns(fact),
    fact(({ error }) => error?.class ?? null),
    fact(({ error }) => withoutNul(error?.message)),
    byteaArray(batch.map(({ sealed }) => sealed)),
    each(({ succeeded }) => succeeded),
    next(({ status }) => status),
    next(({ reason }) => reason),
    next(({ delayMs }) => delayMs),
    next(({ step }) => step),
    each(({ health }) => health),
    each(({ heldBackMs }) => heldBackMs),
    fact(({ format }) => format),
    fact(isSuspiciousSuccess),
    successes,
  ];
}

/** One array per parameter of `recordRoutine`, in its order. */
function routineColumns(batch: readonly SealedEntry[]): unknown[] {
  const fact = <T>(pick: (attempt: AttemptFacts) => T): (T | null)[] =>
    batch.map(({ entry: { attempt } }) => attempt && pick(attempt));
  return [
    batch.map(({ entry }) => entry.deliveryId),
    fact(({ id }) => id),
    ...requestColumns(fact),
    byteaArray(batch.map(({ sealed }) => sealed)),
    fact(({ format }) => format),
    fact(isSuspiciousSuccess),
  ];
}

const MAX_ENTRIES = 250;
const MAX_BYTES = 4 * 1024 * 1024;
/** One statement at a time costs least; another begins beside one that waits for a lock of an endpoint. */
const PACE = { parallel: 2, slowMs: 50, gatherMs: 2 };
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
  private readonly routine = new RoutineSuccesses();
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
    const key = this.vault.cachedKey(tenantId) ?? (await this.vault.keyFor(tenantId));
    return this.vault.seal(key, exchangeOf(attempt.id), packExchange(attempt.exchange));
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
      silent.length > 0 ? this.pool.run(recordRoutine, routineColumns(silent)) : [],
      others.length > 0 ? this.recordFully(others, nowMs) : [],
    ]);
    const next = rows.flatMap((row) => (row.is_next ? [row.delivery_id] : []));
    if (next.length > 0) this.announceDue(next);
    const moved = rows.flatMap((row) => (row.is_next ? [] : [row.delivery_id]));
    return new Set([...moved, ...routine.map((row) => row.delivery_id)]);
  }

  private recordFully(
    batch: readonly SealedEntry[],
    nowMs: number,
  ): Promise<{ delivery_id: string; is_next: boolean }[]> {
    const successes = batch.map(({ entry }) => this.routine.takeSuccesses(entry, nowMs));
    return this.pool.run(recordAttempts, recordColumns(batch, successes));
  }
}
