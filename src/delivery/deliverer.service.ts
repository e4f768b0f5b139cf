import { publicId } from '../common/index.js';
import type { Clock, Logger, Random } from '../common/index.js';
import type { AttemptEntry, AttemptRecorder } from '../attempts/index.js';
import type { Metrics } from '../metrics/index.js';
import type { EndpointLifecycle } from '../endpoints/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';
import type { DeliveryInputLoader, DeliveryInputs } from './delivery-inputs.js';
import type { EventToSend } from './events-to-send.js';
import { canCarry } from './formats/index.js';
import { nextState } from './next-state.js';
import type { PreparedEndpoint } from './prepared-endpoints.js';
import { heldBackUntil } from './schedule/index.js';
import type { AttemptReport, WebhookChannel } from './webhook-channel.js';

export interface DelivererParts {
  inputs: DeliveryInputLoader;
  channel: WebhookChannel;
  recorder: AttemptRecorder;
  lifecycle: EndpointLifecycle;
}

export interface DelivererOptions {
  scheduleSeconds: readonly number[];
  clock: Clock;
  random: Random;
  logger: Logger;
  metrics: Metrics;
}

/** A delivery whose attempt failed for a bug of ours is left alone for so long. */
const OUR_FAULT_DELAY_MS = 30_000;

/** Takes claimed deliveries to their end: load, send, record. */
export class Deliverer {
  constructor(
    private readonly parts: DelivererParts,
    private readonly options: DelivererOptions,
  ) {}

  /** True while attempts cannot be recorded: nothing more should be claimed. */
  get isStalled(): boolean {
    return this.parts.recorder.isStalled;
  }

  /** One promise per delivery, resolved when its attempt is on record. */
  deliver(claims: readonly ClaimedDelivery[]): Promise<void>[] {
    const inputs = this.parts.inputs.load(claims);
    return claims.map(async (claim) => {
      const entry = await this.attempt(claim, await inputs);
      await this.parts.recorder.record(entry);
    });
  }

  private async attempt(claim: ClaimedDelivery, inputs: DeliveryInputs): Promise<AttemptEntry> {
    const event = inputs.events.get(claim.event_id);
    const endpoint = inputs.endpoints.get(claim.endpoint_id);
    if (event === 'damaged') return withoutAttempt(claim, 'failed', 'poison');
    if (event === 'unavailable' || endpoint === 'unavailable') return postponed(claim);
    if (!endpoint) return withoutAttempt(claim, 'cancelled', 'endpoint_deleted');
    if (!event) return withoutAttempt(claim, 'failed', 'retention_expired');
    // The endpoint took up another format after the event was published.
    if (!canCarry(endpoint.format, event.type)) {
      return withoutAttempt(claim, 'failed', 'format_cannot_carry');
    }
    try {
      const report = await this.parts.channel.attempt(event, endpoint, {
        attemptId: claim.attempt_id,
        deliveryId: claim.delivery_id,
        number: claim.attempt_number,
        trigger: claim.trigger,
      });
      this.tell(claim, event, report);
      if (report.outcome !== 'gone' || (await this.disable(endpoint))) {
        return this.entryOf(claim, report);
      }
      return this.entryOf(claim, { ...report, outcome: 'retry' });
    } catch (error) {
      this.options.logger.error({ err: error, delivery_id: claim.delivery_id }, 'attempt broke');
      return postponed(claim);
    }
  }

  /** False where it stays active: it was changed since, and the answer was to what it had been. */
  private disable({ id, version }: PreparedEndpoint): Promise<boolean> {
    return this.parts.lifecycle.disable(id, 'receiver_gone', version).catch((error: unknown) => {
      this.options.logger.error({ err: error, endpoint_id: id }, 'endpoint not disabled');
      return false;
    });
  }

  private entryOf(claim: ClaimedDelivery, report: AttemptReport): AttemptEntry {
    const { scheduleSeconds, clock, random } = this.options;
    const now = new Date(clock.now());
    const { outcome, retryAfterSeconds } = report;
    const heldBackMs =
      outcome === 'throttled' && retryAfterSeconds !== undefined
        ? heldBackUntil(retryAfterSeconds, now, random).getTime() - now.getTime()
        : null;
    return {
      ...identityOf(claim),
      attempt: report.facts,
      next: nextState(claim, outcome, { scheduleSeconds, now, random }),
      succeeded: outcome === 'succeeded',
      health: outcome === 'succeeded' ? 'ok' : 'failing',
      heldBackMs,
    };
  }

  private tell(
    claim: ClaimedDelivery,
    event: EventToSend,
    { facts, outcome }: AttemptReport,
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
        attempt: facts.number,
        trigger: facts.trigger,
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

function identityOf(claim: ClaimedDelivery) {
  return {
    deliveryId: claim.delivery_id,
    endpointId: claim.endpoint_id,
    tenantId: claim.tenant_id,
    fence: claim.fence,
  };
}

function withoutAttempt(
  claim: ClaimedDelivery,
  status: 'cancelled' | 'failed',
  reason: string,
): AttemptEntry {
  return {
    ...identityOf(claim),
    attempt: null,
    next: { status, reason, delayMs: null, step: claim.step },
    succeeded: false,
    health: null,
    heldBackMs: null,
  };
}

/** Our fault: it spends nothing, and what was asked for by hand is given up. */
function postponed(claim: ClaimedDelivery): AttemptEntry {
  const isManual = claim.trigger === 'manual';
  return {
    ...withoutAttempt(claim, 'failed', 'retry_scheduled'),
    next: {
      status: isManual ? 'as_before' : 'pending',
      reason: 'retry_scheduled',
      delayMs: OUR_FAULT_DELAY_MS,
      step: claim.step,
    },
  };
}
