import { Inject, Injectable } from '@nestjs/common';
import { CHANNELS_IN_USE } from '../channels/index.js';
import type { Channels, RequestParts, RequestReport } from '../channels/index.js';
import { LOGGER, publicId, systemClock } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { AddressHolds, EndpointLifecycle } from '../endpoints/index.js';
import { Metrics } from '../metrics/index.js';
import { SLOW_ATTEMPT_MS } from '../model/index.js';
import { AttemptRecorder, EndpointSightings } from '../queue/index.js';
import type { AttemptEntry, ClaimedDelivery, FreeSlots } from '../queue/index.js';
import { entriesOf, entryWithout, postponed } from './next-state.js';
import type { EntryRules } from './next-state.js';
import type { DeliveryItem, PlannedRequest } from './plan-requests.js';
import { RequestPlanner } from './request-planner.service.js';

/** Takes claimed deliveries to their end: plan, send, record. */
@Injectable()
export class Deliverer {
  private readonly rules: EntryRules;

  constructor(
    private readonly planner: RequestPlanner,
    @Inject(CHANNELS_IN_USE) private readonly channels: Channels,
    private readonly recorder: AttemptRecorder,
    private readonly lifecycle: EndpointLifecycle,
    private readonly holds: AddressHolds,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: Metrics,
    private readonly sightings: EndpointSightings,
    @Inject(SETTINGS) { retryScheduleSeconds: scheduleSeconds }: RunSettings,
  ) {
    this.rules = { scheduleSeconds, clock: systemClock, random: Math.random };
  }

  /** True while attempts cannot be recorded: nothing more should be claimed. */
  get isStalled(): boolean {
    return this.recorder.isStalled;
  }

  /** To be called when deliveries wait for room that others take until they are on record. */
  hurry(): void {
    this.recorder.hurry();
  }

  /** Hands over deliveries (UUIDs) that became due because another one of their subject was settled. */
  onDue(listener: (deliveryIds: string[]) => void): void {
    this.recorder.onDue(listener);
  }

  /** One promise per delivery, resolved when its attempt is on record. */
  deliver(claims: readonly ClaimedDelivery[]): Promise<void>[] {
    const ends = this.begin(claims);
    return claims.map(async (claim) => {
      await (await ends).get(claim.delivery_id);
    });
  }

  private async begin(claims: readonly ClaimedDelivery[]): Promise<Map<string, Promise<unknown>>> {
    const { requests, unsendable } = await this.planner.plan(claims);
    const ends = new Map<string, Promise<unknown>>();
    for (const one of unsendable) {
      ends.set(one.claim.delivery_id, this.recorder.record(entryWithout(one)));
    }
    for (const request of requests) {
      const entries = this.send(request).then(byDelivery);
      for (const { delivery_id: id } of claimsOf(request)) ends.set(id, this.record(id, entries));
      // The delivery of a digest that was claimed ends with all its members.
      if (request.endpoint.channel === 'email') {
        const all = claimsOf(request).flatMap(({ delivery_id: id }) => ends.get(id) ?? []);
        ends.set(request.items[0].claim.delivery_id, Promise.all(all));
      }
    }
    return ends;
  }

  private async record(id: string, entries: Promise<Map<string, AttemptEntry>>): Promise<void> {
    const entry = (await entries).get(id);
    if (entry) await this.recorder.record(entry);
  }

  private async send(request: PlannedRequest): Promise<AttemptEntry[]> {
    const { endpoint, recipient, items } = request;
    const claims = claimsOf(request);
    if (claims.some((claim) => performance.now() > claim.sendBeforeMs)) {
      // This process stood still; by now another one may be sending.
      this.logger.warn({ delivery_ids: idsOf(claims) }, 'lease too short for an attempt');
      return claims.map((claim) => postponed(claim, 0));
    }
    try {
      const [first, ...others] = items;
      const parts: RequestParts = [partOf(first), ...others.map(partOf)];
      const channel = this.channels[endpoint.channel];
      if (!channel) return claims.map((claim) => postponed(claim));
      const counted = request.counted.map(({ claim, type, createdAt }) => ({
        id: claim.event_id,
        type,
        createdAt,
      }));
      const report = await channel.attempt({ endpoint, parts, recipient, counted });
      if (report.seen) this.sightings.note(endpoint.id, report.seen);
      for (const item of items) this.log(item, report, claims.length);
      const isSettled = await this.isSettled(request, report);
      const settled: RequestReport = isSettled ? report : { ...report, outcome: 'retry' };
      const entries = entriesOf(claims, settled, this.rules);
      entries.forEach((entry, index) => claims[index]?.direct?.onAnswer?.(isWellAnswered(entry)));
      return entries;
    } catch (error) {
      this.logger.error({ err: error, delivery_ids: idsOf(claims) }, 'attempt broke');
      if (items.length === 1 || endpoint.channel === 'email') {
        return claims.map((claim) => postponed(claim));
      }
      // The item that broke it must not keep the others back.
      const alone = items.map((item) => this.send({ ...request, items: [item] }));
      return (await Promise.all(alone)).flat();
    }
  }

  /**
   * Disables the endpoint or holds the address where the answer says so. Returns false where that was not
   * done, as where the endpoint was changed since and the answer was to what it had been: then the
   * delivery is tried again.
   */
  private async isSettled(
    { endpoint, recipient }: PlannedRequest,
    { outcome, reason }: RequestReport,
  ): Promise<boolean> {
    try {
      if (outcome === 'gone') {
        return await this.lifecycle.disable(
          endpoint.id,
          reason ?? 'receiver_gone',
          endpoint.version,
        );
      }
      if (outcome === 'hold' && recipient !== null) {
        await this.holds.hold({ endpointId: endpoint.id, recipient, reason: reason ?? 'refused' });
      }
      return true;
    } catch (error) {
      this.logger.error({ err: error, endpoint_id: endpoint.id }, 'nothing held');
      return false;
    }
  }

  private log(
    { claim, event }: DeliveryItem,
    { facts, outcome }: RequestReport,
    batchSize: number,
  ): void {
    this.metrics.attempts.inc({ outcome, error_class: facts.error?.class ?? 'none' });
    this.metrics.attemptSeconds.observe(facts.durationMs / 1000);
    if (!this.logger.isLevelEnabled('info')) return;
    this.logger.info(
      {
        event_id: publicId('event', event.id),
        event_type: event.type,
        delivery_id: publicId('delivery', claim.delivery_id),
        tenant_id: publicId('tenant', claim.tenant_id),
        endpoint_id: publicId('endpoint', claim.endpoint_id),
        attempt: claim.attempt_number,
        trigger: claim.trigger,
        ...(batchSize > 1 && { batch_size: batchSize }),
        outcome,
        status: facts.responseStatus,
        error_class: facts.error?.class ?? null,
        duration_ms: Math.round(facts.durationMs),
        ip: facts.ip,
      },
      'attempt',
    );
  }
}

/** Returns whether the endpoint may get the next delivery at once: it did not fail and named no later time. */
function isWellAnswered({ health, heldBackMs }: AttemptEntry): boolean {
  return health === 'ok' || (health === 'refusing' && heldBackMs === null);
}

function idsOf(claims: readonly ClaimedDelivery[]): string[] {
  return claims.map((claim) => claim.delivery_id);
}

function partOf({ claim, event }: DeliveryItem): RequestParts[0] {
  return { event, deliveryId: claim.delivery_id, number: claim.attempt_number };
}

function claimsOf({ items, counted }: PlannedRequest): ClaimedDelivery[] {
  return [...items, ...counted].map(({ claim }) => claim);
}

function byDelivery(entries: readonly AttemptEntry[]): Map<string, AttemptEntry> {
  return new Map(entries.map((entry) => [entry.deliveryId, entry]));
}

/** An attempt under way. */
interface Begun {
  end: Promise<unknown>;
  /** It draws from the slow lane from the start. */
  slow: boolean;
}

/** A slow attempt is a socket that waits: many cost little. */
const SLOW_PER_QUICK = 8;
/** Slow attempts begun by one claim at most. */
const SLOW_PER_CLAIM = 128;

/**
 * Counts the attempts in flight. Those that take long move to a lane of their own, so that receivers
 * that hang do not keep the quick ones waiting.
 */
export class Lanes {
  private inFlight = 0;
  private slow = 0;
  private readonly slowTotal: number;

  constructor(
    private readonly slots: number,
    /** Called when quick slots have become free because attempts turned out slow. */
    private readonly onRoom: () => void,
  ) {
    this.slowTotal = slots * SLOW_PER_QUICK;
  }

  get attemptsInFlight(): number {
    return this.inFlight;
  }

  get free(): FreeSlots {
    const { slots, slowTotal } = this;
    const slow = Math.min(this.slow, slowTotal);
    return {
      quick: Math.max(0, slots - (this.inFlight - slow)),
      slow: Math.min(SLOW_PER_CLAIM, slowTotal - slow),
      slowNamed: Math.min(SLOW_PER_CLAIM, Math.max(0, slowTotal / 2 - slow)),
      slowTotal,
    };
  }

  /** Calls `onEnd` for each attempt once it has ended and its slot is free. */
  begin(attempts: readonly Begun[], onEnd: () => void): void {
    let quick = attempts.filter(({ slow }) => !slow).length;
    let haveBecomeSlow = false;
    this.inFlight += attempts.length;
    this.slow += attempts.length - quick;
    const timer = setTimeout(() => {
      haveBecomeSlow = true;
      this.slow += quick;
      if (quick > 0) this.onRoom();
    }, SLOW_ATTEMPT_MS);
    for (const { end, slow } of attempts) {
      void end.finally(() => {
        this.inFlight -= 1;
        if (slow || haveBecomeSlow) this.slow -= 1;
        if (!slow) quick -= 1;
        if (quick === 0) clearTimeout(timer);
        onEnd();
      });
    }
  }
}
