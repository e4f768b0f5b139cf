import { publicId } from '../common/index.js';
import type { Clock, Logger, Random } from '../common/index.js';
import type { AttemptEntry, AttemptRecorder, ClaimedDelivery } from '../queue/index.js';
import type { Metrics } from '../metrics/index.js';
import type { Channels, RequestParts, RequestReport } from '../channels/index.js';
import type { AddressHolds, EndpointLifecycle } from '../endpoints/index.js';
import { entriesOf, entryWithout, postponed } from './attempt-entries.js';
import type { Parcel, PlannedRequest } from './plan-requests.js';
import type { RequestPlanner } from './request-planner.service.js';

export interface DelivererParts {
  planner: RequestPlanner;
  channels: Channels;
  recorder: AttemptRecorder;
  lifecycle: EndpointLifecycle;
  holds: AddressHolds;
}

export interface DelivererOptions {
  scheduleSeconds: readonly number[];
  clock: Clock;
  random: Random;
  logger: Logger;
  metrics: Metrics;
}

/** Takes claimed deliveries to their end: plan, send, record. */
export class Deliverer {
  constructor(
    private readonly parts: DelivererParts,
    private readonly options: DelivererOptions,
  ) {}

  /** True while attempts cannot be recorded: nothing more should be claimed. */
  get isStalled(): boolean {
    return this.parts.recorder.isStalled;
  }

  /** Hands over deliveries (UUIDs) that became due because another one of their subject was settled. */
  onDue(listener: (deliveryIds: string[]) => void): void {
    this.parts.recorder.onDue(listener);
  }

  /** One promise per delivery, resolved when its attempt is on record. */
  deliver(claims: readonly ClaimedDelivery[]): Promise<void>[] {
    const ends = this.begin(claims);
    return claims.map(async (claim) => {
      await (await ends).get(claim.delivery_id);
    });
  }

  private async begin(claims: readonly ClaimedDelivery[]): Promise<Map<string, Promise<unknown>>> {
    const { requests, unsendable } = await this.parts.planner.plan(claims);
    const ends = new Map<string, Promise<unknown>>();
    for (const one of unsendable) {
      ends.set(one.claim.delivery_id, this.parts.recorder.record(entryWithout(one)));
    }
    for (const request of requests) {
      const entries = this.send(request).then(byDelivery);
      for (const { delivery_id: id } of claimsOf(request)) ends.set(id, this.record(id, entries));
      // Whoever waits for a digest waits for the one delivery of it that was claimed.
      if (request.endpoint.channel === 'email') {
        const all = claimsOf(request).flatMap(({ delivery_id: id }) => ends.get(id) ?? []);
        ends.set(request.parcels[0].claim.delivery_id, Promise.all(all));
      }
    }
    return ends;
  }

  private async record(id: string, entries: Promise<Map<string, AttemptEntry>>): Promise<void> {
    const entry = (await entries).get(id);
    if (entry) await this.parts.recorder.record(entry);
  }

  private async send(request: PlannedRequest): Promise<AttemptEntry[]> {
    const { endpoint, recipient, parcels, gathered } = request;
    const claims = claimsOf(request);
    if (claims.some((claim) => performance.now() > claim.sendBeforeMs)) {
      // This process stood still; by now another one may be sending.
      this.options.logger.warn({ delivery_ids: idsOf(claims) }, 'lease too short for an attempt');
      return claims.map((claim) => postponed(claim, 0));
    }
    try {
      const [first, ...others] = parcels;
      const parts: RequestParts = [partOf(first), ...others.map(partOf)];
      const channel = this.parts.channels[endpoint.channel];
      if (!channel) return claims.map((claim) => postponed(claim));
      const events = gathered.map(({ claim, type, createdAt }) => ({
        id: claim.event_id,
        type,
        createdAt,
      }));
      const report = await channel.attempt({ endpoint, parts, recipient, gathered: events });
      for (const parcel of parcels) this.tell(parcel, report, claims.length);
      if (await this.isSettled(request, report)) {
        return entriesOf(claims, report, this.options);
      }
      return entriesOf(claims, { ...report, outcome: 'retry' }, this.options);
    } catch (error) {
      this.options.logger.error({ err: error, delivery_ids: idsOf(claims) }, 'attempt broke');
      if (parcels.length === 1 || endpoint.channel === 'email') {
        return claims.map((claim) => postponed(claim));
      }
      // Whatever broke it must not keep the others back.
      const alone = parcels.map((parcel) => this.send({ ...request, parcels: [parcel] }));
      return (await Promise.all(alone)).flat();
    }
  }

  /**
   * What an answer for good has to bring about. False where that was not done, as where the endpoint
   * was changed since and the answer was to what it had been: then it is tried again.
   */
  private async isSettled(
    { endpoint, recipient }: PlannedRequest,
    { outcome, reason }: RequestReport,
  ): Promise<boolean> {
    const { lifecycle, holds } = this.parts;
    try {
      if (outcome === 'gone') {
        return await lifecycle.disable(endpoint.id, reason ?? 'receiver_gone', endpoint.version);
      }
      if (outcome === 'hold' && recipient !== null) {
        await holds.hold({ endpointId: endpoint.id, recipient, reason: reason ?? 'refused' });
      }
      return true;
    } catch (error) {
      this.options.logger.error({ err: error, endpoint_id: endpoint.id }, 'nothing held');
      return false;
    }
  }

  private tell(
    { claim, event }: Parcel,
    { facts, outcome }: RequestReport,
    batchSize: number,
  ): void {
    const { logger, metrics } = this.options;
    metrics.attempts.inc({ outcome, error_class: facts.error?.class ?? 'none' });
    metrics.attemptSeconds.observe(facts.durationMs / 1000);
    logger.info(
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

function idsOf(claims: readonly ClaimedDelivery[]): string[] {
  return claims.map((claim) => claim.delivery_id);
}

function partOf({ claim, event }: Parcel): RequestParts[0] {
  return { event, deliveryId: claim.delivery_id, number: claim.attempt_number };
}

function claimsOf({ parcels, gathered }: PlannedRequest): ClaimedDelivery[] {
  return [...parcels, ...gathered].map(({ claim }) => claim);
}

function byDelivery(entries: readonly AttemptEntry[]): Map<string, AttemptEntry> {
  return new Map(entries.map((entry) => [entry.deliveryId, entry]));
}
