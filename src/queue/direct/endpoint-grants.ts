import { newUuid } from '../../common/index.js';
import type { HotPool } from '../../database/index.js';
import { grantCapacity } from '../enqueue.js';

/** Permission to have one delivery of an endpoint in flight. */
export interface Credit {
  readonly sinceMs: number;
  readonly grant: Grant;
}

/** What the database has granted of one endpoint. Times are those of `performance.now()`. */
export interface Grant {
  readonly endpointId: string;
  credits: number;
  usableUntilMs: number;
  /** Credits in use, oldest first. */
  readonly inUse: Set<Credit>;
  /** Deliveries that are stored under a lease, or about to be, and have no credit yet. */
  admitted: number;
  /** How long a credit is in use on average; undefined: none has been given back. */
  meanMs: number | undefined;
  wanted: number;
  /** No credit is taken meanwhile, because the answer may be smaller than the former grant. */
  isAsked: boolean;
  nextAskAtMs: number;
  seenAtMs: number;
  /** Since when the database has accepted no lease within the grant; undefined: it accepted the last one. */
  refusedSinceMs: number | undefined;
  nextTryAtMs: number;
  /** Publishes that wait for a credit. */
  readonly waiters: Set<() => void>;
}

/** By `grant_capacity`. */
const USABLE_MS = 30_000;
const RENEW_BEFORE_MS = 15_000;
/** An endpoint that had nothing for longer is not worth a grant. */
const WORTH_MS = 60_000;
/** Enough for a load that begins at once: what is claimed meanwhile costs twice as much, and waits. */
const FIRST_WANTED = 32;
const MOST_WANTED = 1_000;
const ASK_PAUSE_MS = 250;
/** After an answer that gave no more than there was. */
const REFUSED_PAUSE_MS = 2_000;
/** As many deliveries may wait, for a credit of an endpoint or for a slot, as get one within this time. */
const WAIT_MS = 200;
/** Deliveries of one endpoint that wait for a credit at most. */
const MOST_WAITING = 400;
/** Publishes that find the same place free all take it: up to so many times as many as there are. */
const OVERBOOKED = 2;
const MEAN_OVER = 16;
/** A publish waits at most so long where no delivery is admitted; then its delivery is claimed. */
const LONGEST_WAIT_MS = 250;
/** An attempt that takes longer stops deliveries of this kind until it has ended. */
const SLOW_MS = 1_000;
/** The pause after a statement that accepted no lease at the endpoint. */
const TRY_PAUSE_MS = 100;
/** After so long without an accepted lease the grant is asked for anew: the endpoint may have been changed. */
const REFUSED_MS = 500;
const MAX_ASKED = 500;
const MAX_ENDPOINTS = 20_000;

/**
 * Counts the credits of this process, so that deliveries that it stores under its own lease never exceed
 * `max_in_flight`. Grants are asked for in the background and renewed while they are used.
 */
export class EndpointGrants {
  /** The `leased_by` of deliveries within the grants. */
  workerId = newUuid();
  private grants = new Map<string, Grant>();
  private readonly toAsk = new Map<string, Grant>();
  private isAsking = false;
  private meanSlotMs: number | undefined;

  constructor(
    private readonly pool: HotPool,
    private readonly leaseMs: number,
    private readonly on: {
      error: (error: unknown) => void;
      /** The database has answered: what waits may find a credit. */
      granted: () => void;
    },
  ) {}

  /**
   * Admits a delivery that will soon find a credit. Returns undefined where none does: the delivery is to be
   * claimed. `begin` or `withdraw` must follow.
   */
  admit(endpointId: string): Grant | undefined {
    const nowMs = performance.now();
    const grant = this.grantOf(endpointId, nowMs);
    if (!grant) return undefined;
    if (grant.usableUntilMs - nowMs < RENEW_BEFORE_MS) this.want(grant, nowMs);
    if (grant.usableUntilMs <= nowMs || nowMs < grant.nextTryAtMs) return undefined;
    if (isFull(grant, OVERBOOKED) || isSlow(grant, nowMs)) return undefined;
    grant.admitted += 1;
    return grant;
  }

  /** Returns how many deliveries of all endpoints would find one of so many slots soon. */
  waitingFor(slots: number): number {
    return waitingFor(slots, this.meanSlotMs);
  }

  /** Takes back the admission of a delivery that does not begin. */
  withdraw(grant: Grant): void {
    grant.admitted -= 1;
    nextWaiter(grant);
  }

  /** Returns a credit for an admitted delivery; undefined: it has to wait. */
  begin(grant: Grant): Credit | undefined {
    const nowMs = performance.now();
    if (grant.isAsked || grant.usableUntilMs <= nowMs) return undefined;
    if (grant.inUse.size >= grant.credits) {
      grant.wanted = Math.min(MOST_WANTED, Math.max(grant.wanted, grant.credits * 2));
      this.want(grant, nowMs);
      return undefined;
    }
    const credit = { sinceMs: nowMs, grant };
    grant.admitted -= 1;
    grant.inUse.add(credit);
    return credit;
  }

  /** Frees a credit, once. */
  giveBack(credit: Credit): void {
    const { grant, sinceMs } = credit;
    if (!grant.inUse.delete(credit)) return;
    grant.meanMs = withLatest(grant.meanMs, performance.now() - sinceMs);
    nextWaiter(grant);
  }

  /** Notes that the slot of a delivery is free, which began when it got that credit. */
  noteSlot({ sinceMs }: Credit): void {
    this.meanSlotMs = withLatest(this.meanSlotMs, performance.now() - sinceMs);
  }

  /**
   * Returns a promise where the endpoint admits nothing for the moment and soon will again, because it answers
   * quickly. It resolves when it does, or after a moment.
   */
  whenFree(endpointId: string): Promise<void> | undefined {
    const grant = this.grants.get(endpointId);
    if (!grant || grant.inUse.size === 0 || !isFull(grant)) return undefined;
    // What would have to wait for longer is faster when it is claimed.
    if (grant.waiters.size >= mostAdmitted(grant)) return undefined;
    const nowMs = performance.now();
    if (grant.usableUntilMs <= nowMs || isSlow(grant, nowMs)) return undefined;
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        grant.waiters.delete(end);
        resolve();
      };
      const timer = setTimeout(end, LONGEST_WAIT_MS);
      grant.waiters.add(end);
    });
  }

  /** Notes whether a statement has accepted leases within the grant of an endpoint. */
  noteUse(endpointId: string, isAccepted: boolean): void {
    const grant = this.grants.get(endpointId);
    if (!grant) return;
    if (isAccepted) {
      grant.refusedSinceMs = undefined;
      return;
    }
    const nowMs = performance.now();
    grant.refusedSinceMs ??= nowMs;
    grant.nextTryAtMs = nowMs + TRY_PAUSE_MS;
    if (nowMs - grant.refusedSinceMs > REFUSED_MS) {
      grant.usableUntilMs = 0;
      grant.refusedSinceMs = undefined;
    }
  }

  /**
   * Starts anew under another id. To be called where it is not known which deliveries are stored: the leases of
   * the former id count by themselves once its grants have ended.
   */
  reset(): void {
    this.workerId = newUuid();
    this.grants = new Map();
    this.toAsk.clear();
  }

  private grantOf(endpointId: string, nowMs: number): Grant | undefined {
    const known = this.grants.get(endpointId);
    if (!known) {
      if (this.grants.size >= MAX_ENDPOINTS) this.forgetUnused(nowMs);
      if (this.grants.size < MAX_ENDPOINTS)
        this.grants.set(endpointId, newGrant(endpointId, nowMs));
      return undefined;
    }
    const isRare = nowMs - known.seenAtMs > WORTH_MS;
    known.seenAtMs = nowMs;
    return isRare ? undefined : known;
  }

  private forgetUnused(nowMs: number): void {
    for (const [id, { inUse, admitted, isAsked, seenAtMs }] of this.grants) {
      const isUsed = isAsked || inUse.size + admitted > 0;
      if (!isUsed && nowMs - seenAtMs > WORTH_MS) this.grants.delete(id);
    }
  }

  private want(grant: Grant, nowMs: number): void {
    if (grant.isAsked || nowMs < grant.nextAskAtMs) return;
    grant.isAsked = true;
    this.toAsk.set(grant.endpointId, grant);
    if (!this.isAsking) void this.ask();
  }

  private async ask(): Promise<void> {
    this.isAsking = true;
    // Endpoints of one batch of publishes are asked for together.
    await Promise.resolve();
    while (this.toAsk.size > 0) {
      const asked = [...this.toAsk].slice(0, MAX_ASKED);
      for (const [id] of asked) this.toAsk.delete(id);
      await this.askFor(asked);
    }
    this.isAsking = false;
  }

  private async askFor(asked: readonly (readonly [string, Grant])[]): Promise<void> {
    const askedAtMs = performance.now();
    const ids = asked.map(([id]) => id);
    const wanted = asked.map(([, grant]) => grant.wanted);
    const inUse = asked.map(([, grant]) => grant.inUse.size);
    try {
      const values = [this.workerId, ids, wanted, inUse, this.leaseMs];
      const rows = await this.pool.run(grantCapacity, values);
      const granted = new Map(rows.map((row) => [row.endpoint_id, row.credits]));
      for (const [id, grant] of asked) this.accept(grant, granted.get(id) ?? 0, askedAtMs);
    } catch (error) {
      this.on.error(error);
      // The grant in the database may be the former one or the new one; neither is used.
      for (const [, grant] of asked) this.accept(grant, 0, askedAtMs);
    }
  }

  private accept(grant: Grant, credits: number, askedAtMs: number): void {
    const isMore = credits > grant.credits;
    grant.isAsked = false;
    grant.credits = credits;
    grant.usableUntilMs = credits > 0 ? askedAtMs + USABLE_MS : 0;
    grant.nextAskAtMs = askedAtMs + (isMore ? ASK_PAUSE_MS : REFUSED_PAUSE_MS);
    this.on.granted();
  }
}

/** How many deliveries may be in flight or wait for a credit. */
function mostAdmitted({ credits, meanMs }: Grant): number {
  return credits + Math.min(MOST_WAITING, waitingFor(credits, meanMs));
}

function waitingFor(places: number, meanMs: number | undefined): number {
  return meanMs === undefined ? 0 : Math.floor((places * WAIT_MS) / Math.max(1, meanMs));
}

function withLatest(meanMs: number | undefined, latestMs: number): number {
  return meanMs === undefined ? latestMs : meanMs + (latestMs - meanMs) / MEAN_OVER;
}

function isFull(grant: Grant, times = 1): boolean {
  return grant.inUse.size + grant.admitted >= times * mostAdmitted(grant);
}

function nextWaiter({ waiters }: Grant): void {
  const [next] = waiters;
  next?.();
}

/** An endpoint that answers slowly belongs to the slow lane, which the claim shares out. */
function isSlow({ inUse }: Grant, nowMs: number): boolean {
  const [oldest] = inUse;
  return oldest !== undefined && nowMs - oldest.sinceMs > SLOW_MS;
}

function newGrant(endpointId: string, nowMs: number): Grant {
  return {
    endpointId,
    credits: 0,
    usableUntilMs: 0,
    inUse: new Set(),
    admitted: 0,
    meanMs: undefined,
    wanted: FIRST_WANTED,
    isAsked: false,
    nextAskAtMs: 0,
    seenAtMs: nowMs,
    refusedSinceMs: undefined,
    nextTryAtMs: 0,
    waiters: new Set(),
  };
}
