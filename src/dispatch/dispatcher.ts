import { repeat } from '../common/index.js';
import type { Logger, Repeating } from '../common/index.js';
import type { Deliverer } from '../delivery/index.js';
import type { Claimed, Claims } from './claims.js';
import type { WakeUps } from './wake-ups.js';

export interface DispatcherOptions {
  /** Attempts in flight at once. */
  slots: number;
  /** How often the database is asked for what is due. */
  pollMs: number;
}

/** Ids kept in memory at most, as a multiple of the slots; what comes on top waits in the queue. */
const HINTS_PER_SLOT = 10;

/**
 * Fills this worker's slots: with what wake-ups name, and with whatever else is due in the database
 * (retries, expired leases, deliveries whose wake-up got lost), in turns. It claims only what it can
 * start at once, so nothing waits under a lease.
 */
export class Dispatcher {
  private readonly hints: string[] = [];
  private readonly hinters: (() => void)[] = [];
  private inFlight = 0;
  private isClaiming = false;
  private claiming: Promise<void> | undefined;
  private scanWanted = false;
  private backlog = false;
  private stopping = false;
  private idle: (() => void) | undefined;
  private poll: Repeating | undefined;
  private lastClaimAtMs = 0;

  constructor(
    private readonly claims: Claims,
    private readonly deliverer: Deliverer,
    private readonly wakeUps: WakeUps,
    private readonly logger: Logger,
    private readonly options: DispatcherOptions,
  ) {}

  async start(): Promise<void> {
    this.poll = repeat(
      async () => {
        this.scanWanted = true;
        await this.pump();
        return false;
      },
      { everyMs: this.options.pollMs, onError: (error) => this.report(error) },
    );
    await this.wakeUps.listen((ids) => this.take(ids));
  }

  /** Claims nothing more and resolves when every attempt under way is on record. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.hinters.splice(0).forEach((resolve) => resolve());
    await Promise.all([this.wakeUps.stopListening(), this.poll?.stop()]);
    await this.claiming;
    if (this.inFlight > 0) await new Promise<void>((resolve) => (this.idle = resolve));
  }

  get attemptsInFlight(): number {
    return this.inFlight;
  }

  /** Milliseconds since this worker last got an answer to a claim; "is consuming" means that it is small. */
  millisSinceLastClaim(nowMs: number): number {
    return nowMs - this.lastClaimAtMs;
  }

  /** Resolves when there is room for more ids. */
  private async take(ids: string[]): Promise<void> {
    if (this.stopping) return;
    this.hints.push(...ids);
    void this.pump();
    if (this.hints.length > this.options.slots * HINTS_PER_SLOT) {
      await new Promise<void>((resolve) => this.hinters.push(resolve));
    }
  }

  private async pump(): Promise<void> {
    if (!this.isClaiming) this.claiming = this.fill();
    await this.claiming;
  }

  private async fill(): Promise<void> {
    this.isClaiming = true;
    try {
      // What ends together frees its slots together: batches are claimed whole.
      await Promise.resolve();
      while (!this.stopping && !this.deliverer.isStalled) {
        const free = this.options.slots - this.inFlight;
        if (free <= 0 || (this.hints.length === 0 && !this.scanWanted)) return;
        const claimed = await this.claim(free);
        if (!claimed) return;
        this.backlog ||= claimed.more;
        this.begin(claimed);
      }
    } finally {
      this.isClaiming = false;
    }
  }

  /** Undefined where the database did not answer; the next poll tries again. */
  private async claim(free: number): Promise<Claimed | undefined> {
    const scan = this.scanWanted;
    this.scanWanted = false;
    try {
      if (scan) this.backlog = false;
      const claimed = scan
        ? await this.claims.due(free)
        : await this.claims.named(this.hints.splice(0, free));
      this.lastClaimAtMs = Date.now();
      return claimed;
    } catch (error) {
      this.report(error);
      return undefined;
    } finally {
      if (this.hints.length <= this.options.slots * HINTS_PER_SLOT) {
        this.hinters.splice(0).forEach((resolve) => resolve());
      }
    }
  }

  private begin({ deliveries }: Claimed): void {
    if (deliveries.length === 0) return;
    this.inFlight += deliveries.length;
    for (const attempt of this.deliverer.deliver(deliveries)) {
      void attempt.catch((error: unknown) => this.report(error)).finally(() => this.ended());
    }
  }

  private ended(): void {
    this.inFlight -= 1;
    if (this.stopping) {
      if (this.inFlight === 0) this.idle?.();
      return;
    }
    if (this.backlog) this.scanWanted = true;
    if (this.hints.length > 0 || this.scanWanted) void this.pump();
  }

  private report(error: unknown): void {
    this.logger.error({ err: error }, 'dispatch failed; it is tried again');
  }
}
