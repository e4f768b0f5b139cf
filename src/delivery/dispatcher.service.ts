import { Inject, Injectable } from '@nestjs/common';
import { asSystem, LOGGER, runLoop, systemClock, ThrottledLogger } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import type { DueWork } from '../database/index.js';
import { Claims, DirectClaims, WAKE_UPS } from '../queue/index.js';
import type { Claimed, ClaimedDelivery, FreeSlots, WakeUps } from '../queue/index.js';
import { Deliverer, Lanes } from './deliverer.service.js';

/** How often the database is asked for what is due. */
const POLL_MS = 500;
/** Ids kept in memory at most, as a multiple of the slots; those beyond wait in the queue. */
const HINTS_PER_SLOT = 10;
/** One in so many slots is kept for what no wake-up names: retries above all. */
const RESERVED = 10;
/** A scan of all that is due is not repeated before so many times its own duration have passed. */
const SCAN_PAUSE = 2;
const LONGEST_SCAN_PAUSE_MS = 500;
/** Shortest wait for a rate limit's next token. */
const MIN_WAKE_MS = 30;

/**
 * Fills this worker's slots: with what wake-ups name, and with whatever else is due in the database
 * (retries, expired leases, deliveries whose wake-up got lost), in turns. It claims only what it can
 * start at once, so nothing waits under a lease.
 */
@Injectable()
export class Dispatcher {
  private readonly slots: number;
  private readonly hints: string[] = [];
  private readonly hinters: (() => void)[] = [];
  private readonly lanes: Lanes;
  private isClaiming = false;
  private claiming: Promise<void> | undefined;
  private scanWanted = false;
  private nextScanAtMs = 0;
  private wakeTimer: NodeJS.Timeout | undefined;
  private backlog = false;
  private quarantined = false;
  private stopping = false;
  private idle: (() => void) | undefined;
  private poll: RunLoop | undefined;
  private lastClaimAtMs = 0;
  private lastAttemptEndedAtMs = 0;
  private isQuarantinedUnderWay = false;
  private readonly log: ThrottledLogger;

  constructor(
    private readonly claims: Claims,
    private readonly deliverer: Deliverer,
    private readonly direct: DirectClaims,
    @Inject(WAKE_UPS) private readonly wakeUps: WakeUps,
    @Inject(LOGGER) logger: Logger,
    @Inject(SETTINGS) { workerConcurrency }: RunSettings,
  ) {
    this.slots = workerConcurrency;
    this.lanes = new Lanes(workerConcurrency, () => this.goOn());
    this.log = new ThrottledLogger(logger, systemClock);
  }

  /** Scans at each poll, or only where `due` answers that deliveries are queued. */
  async start(due?: DueWork): Promise<void> {
    this.deliverer.onDue((ids) => void this.take(ids));
    this.poll = runLoop(
      async () => {
        this.scanWanted = true;
        await this.pump();
        return false;
      },
      {
        everyMs: POLL_MS,
        isDue: due && this.hasQueue(due),
        onError: (error) => this.report(error),
      },
    );
    this.direct.attach({
      room: () => this.roomForDirect(),
      slots: () => (this.beginsNothing ? 0 : this.slots),
      begin: (deliveries) => this.send(deliveries),
    });
    await this.wakeUps.listen((ids) => this.take(ids));
  }

  /** Claims nothing more and resolves when every attempt under way is on record. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.wakeTimer);
    this.hinters.splice(0).forEach((resolve) => resolve());
    await Promise.all([this.wakeUps.stopListening(), this.poll?.stop(), this.direct.detach()]);
    await this.claiming;
    if (this.attemptsInFlight > 0) await new Promise<void>((resolve) => (this.idle = resolve));
  }

  get attemptsInFlight(): number {
    return this.lanes.attemptsInFlight;
  }

  /** True where it claims nothing because every slot is taken. */
  get isFull(): boolean {
    const { quick, slow } = this.lanes.free;
    return this.isQuarantinedUnderWay || quick + slow === 0;
  }

  /** Milliseconds since this worker last got an answer to a claim; a small number means that it delivers. */
  millisSinceLastClaim(nowMs: number): number {
    return nowMs - this.lastClaimAtMs;
  }

  /** 0 while an attempt is under way. */
  millisSinceLastAttempt(nowMs: number): number {
    return this.attemptsInFlight > 0 ? 0 : nowMs - this.lastAttemptEndedAtMs;
  }

  /** An empty queue answers as a claim does. */
  private hasQueue(due: DueWork): () => Promise<boolean> {
    const ask = due.when('EXISTS (SELECT FROM delivery_queue)');
    return async () => {
      const isQueued = await ask();
      if (!isQueued) this.lastClaimAtMs = Date.now();
      return isQueued;
    };
  }

  /** Resolves when there is room for more ids. */
  private async take(ids: string[]): Promise<void> {
    if (this.stopping) return;
    this.hints.push(...ids);
    void this.pump();
    if (this.hints.length > this.slots * HINTS_PER_SLOT) {
      await new Promise<void>((resolve) => this.hinters.push(resolve));
    }
  }

  private async pump(): Promise<void> {
    if (!this.isClaiming) this.claiming = asSystem(() => this.fill());
    await this.claiming;
  }

  private async fill(): Promise<void> {
    this.isClaiming = true;
    try {
      // What ends together frees its slots together: batches are claimed whole.
      await Promise.resolve();
      while (!this.stopping && !this.deliverer.isStalled) {
        const claimed = await this.claimNext();
        if (!claimed) return;
        this.begin(claimed);
      }
    } finally {
      this.isClaiming = false;
    }
  }

  /** Undefined where there is nothing to claim, no room for it, or no answer from the database. */
  private async claimNext(): Promise<Claimed | undefined> {
    if (this.quarantined) return this.claimQuarantined();
    const { free } = this.lanes;
    if (this.scanWanted && free.quick + free.slow > 0 && this.mayScan()) return this.scan(free);
    const reserved = Math.floor(this.slots / RESERVED);
    const quick = free.quick - reserved;
    if (quick <= 0 || this.hints.length === 0) return undefined;
    const ids = this.hints.splice(0, quick);
    const claimed = await this.ask(() =>
      this.claims.named(ids, { ...free, quick, slow: free.slowNamed }),
    );
    if (claimed) this.hints.unshift(...claimed.busy);
    return claimed;
  }

  /** A scan is expensive while many endpoints wait: then it comes less often, and wake-ups go between. */
  private mayScan(): boolean {
    const waitMs = this.nextScanAtMs - performance.now();
    if (waitMs > 0) this.wakeIn(waitMs);
    return waitMs <= 0;
  }

  private async scan(free: FreeSlots): Promise<Claimed | undefined> {
    this.scanWanted = false;
    this.backlog = false;
    const startedAtMs = performance.now();
    const claimed = await this.ask(() => this.claims.due(free));
    const endedAtMs = performance.now();
    // A scan that failed does not say how expensive one is.
    const pauseMs = Math.min(LONGEST_SCAN_PAUSE_MS, SCAN_PAUSE * (endedAtMs - startedAtMs));
    if (claimed) this.nextScanAtMs = endedAtMs + pauseMs;
    this.scanWanted ||= claimed?.isPart === true;
    if (claimed?.wakeMs != null) this.wakeIn(Math.max(MIN_WAKE_MS, claimed.wakeMs));
    return claimed;
  }

  /**
   * A delivery that may take workers down runs alone: if a worker goes down again, it is known which one
   * did it. Meanwhile nothing else is claimed, for the length of two attempts at most.
   */
  private async claimQuarantined(): Promise<Claimed | undefined> {
    if (this.attemptsInFlight > 0 || this.direct.isStoring) return undefined;
    this.quarantined = false;
    const claimed = await this.ask(() => this.claims.quarantined());
    if (!claimed || claimed.deliveries.length === 0) return claimed;
    const [attempt] = this.deliverer.deliver(claimed.deliveries);
    this.isQuarantinedUnderWay = true;
    await attempt?.catch((error: unknown) => this.report(error));
    this.isQuarantinedUnderWay = false;
    return { ...claimed, deliveries: [] };
  }

  private async ask(claim: () => Promise<Claimed>): Promise<Claimed | undefined> {
    try {
      const claimed = await claim();
      this.lastClaimAtMs = Date.now();
      return claimed;
    } catch (error) {
      this.report(error);
      return undefined;
    } finally {
      if (this.hints.length <= this.slots * HINTS_PER_SLOT) {
        this.hinters.splice(0).forEach((resolve) => resolve());
      }
    }
  }

  private begin({ deliveries, more, quarantined }: Claimed): void {
    this.backlog ||= more;
    if (more) this.deliverer.hurry();
    this.quarantined ||= quarantined;
    if (deliveries.length > 0) void this.send(deliveries);
  }

  /** One promise per delivery, resolved when its attempt has ended. */
  private send(deliveries: readonly ClaimedDelivery[]): Promise<void>[] {
    const attempts = this.deliverer.deliver(deliveries).map((attempt, index) => ({
      end: attempt.catch((error: unknown) => this.report(error)),
      slow: deliveries[index]?.slow === true,
    }));
    this.lanes.begin(attempts, () => this.ended());
    return attempts.map(({ end }) => end);
  }

  /** Quick slots that retries do not need; announced deliveries get half of them. */
  private roomForDirect(): number {
    if (this.beginsNothing) return 0;
    const free = this.lanes.free.quick - Math.floor(this.slots / RESERVED);
    return free - Math.min(this.hints.length, Math.floor(free / 2));
  }

  private get beginsNothing(): boolean {
    const isQuarantine = this.quarantined || this.isQuarantinedUnderWay;
    return this.stopping || this.deliverer.isStalled || isQuarantine;
  }

  private ended(): void {
    this.lastAttemptEndedAtMs = Date.now();
    if (this.stopping) {
      if (this.attemptsInFlight === 0) this.idle?.();
      return;
    }
    this.goOn();
  }

  private goOn(): void {
    this.direct.goOn();
    if (this.backlog) this.scanWanted = true;
    if (this.hints.length > 0 || this.scanWanted || this.quarantined) void this.pump();
  }

  private wakeIn(delayMs: number): void {
    if (this.wakeTimer !== undefined || this.stopping) return;
    this.wakeTimer = setTimeout(() => {
      this.wakeTimer = undefined;
      this.scanWanted = true;
      void this.pump();
    }, delayMs);
  }

  private report(error: unknown): void {
    this.log.report(error, 'dispatch failed; it is tried again');
  }
}
