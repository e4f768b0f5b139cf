import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { AttemptRecorder } from '../queue/index.js';
import { CHANNELS_IN_USE } from '../channels/index.js';
import type { Channel, Channels, PreparedEndpoint } from '../channels/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { CATALOGUE, matchesType } from '../catalogue/index.js';
import type { EventTypeDefinition, LiveCatalogue } from '../catalogue/index.js';
import { AppError, asSystem, conflict, newUuid, notFound } from '../common/index.js';
import type { ErrorCode } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';
import { UNCONFIRMED } from '../endpoints/index.js';
import { EventContents } from '../events/index.js';
import type { OutgoingEvent } from '../events/index.js';
import { canCarry } from '../formats/index.js';
import { endpointFor, PreparedEndpoints } from '../delivery/index.js';
import type { TestEndpointDto } from './endpoint-test.dto.js';
import { sampleOf, typeFor } from './sample-event.js';
import { storeTestEvent } from '../queue/index.js';

/** The hold of recipient $2 of endpoint $1 for reason $3. */
const findHold = statement<object>(
  'find-address-hold',
  'SELECT FROM held_addresses WHERE endpoint_id = $1 AND recipient = $2 AND reason = $3',
);

/** How long a test waits for room within the limits of its endpoint. */
const ROOM_WITHIN_MS = 3_000;
const ROOM_EVERY_MS = 250;

/** Sends samples to endpoints and records them like every other event. */
@Injectable()
export class EndpointTest {
  private readonly workerId = newUuid();

  constructor(
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
    @Inject(SETTINGS) private readonly settings: RunSettings,
    private readonly pool: HotPool,
    private readonly contents: EventContents,
    private readonly endpoints: PreparedEndpoints,
    @Inject(CHANNELS_IN_USE) private readonly channels: Channels,
    private readonly recorder: AttemptRecorder,
  ) {}

  /**
   * Makes one attempt with the given data or the example of a type and returns the delivery's UUID. The default type is the
   * first that the endpoint takes, the default recipient of email the first. The endpoint's filters and
   * status are ignored, and a failure is not retried. `withHeaders: false` omits the custom headers, which
   * may be secrets of the tenant. Throws 404 `not_found`, 422 `validation_failed`, `unknown_event_type`, `format_cannot_carry`,
   * `unknown_recipient`, `not_supported_yet`, 409 `recipient_not_confirmed`, and 429 `endpoint_busy` where the limits of the endpoint leave no
   * room for it within three seconds.
   */
  async run(
    ref: { tenantId: string; endpointId: string },
    { type, data, recipient: requested }: TestEndpointDto,
    { withHeaders }: { withHeaders: boolean },
  ): Promise<string> {
    const found = await this.load(ref);
    const sample = withHeaders ? {} : { withoutHeaders: true as const };
    const endpoint = endpointFor(sample, found);
    const channel = this.channelOf(endpoint);
    const recipient = recipientOf(endpoint, requested);
    if (recipient !== null) await this.requireConfirmed(endpoint, recipient.stored);
    await this.catalogue.refresh();
    const definition = this.definition(endpoint, type);
    const event = {
      ...(await sampleOf(definition, ref.tenantId, { data, isSandbox: true })),
      ...sample,
    };
    const deliveryId = newUuid();
    const attemptId = newUuid();
    await this.untilStored(() =>
      this.store(event, endpoint, { deliveryId, attemptId, recipient: recipient?.stored ?? null }),
    );
    const number = 1;
    const { facts, outcome } = await channel.attempt({
      endpoint,
      parts: [{ event, deliveryId, number }],
      recipient: recipient?.address ?? null,
      counted: [],
    });
    const succeeded = outcome === 'succeeded';
    const { tenantId, endpointId } = ref;
    await this.recorder.record({
      deliveryId,
      endpointId,
      tenantId,
      fence: 1,
      attempt: { ...facts, id: attemptId, number, trigger: 'test' },
      succeeded,
      next: {
        status: succeeded ? 'succeeded' : 'failed',
        reason: succeeded ? null : 'attempts_exhausted',
        delayMs: null,
        step: 1,
      },
      health: null,
      heldBackMs: null,
    });
    return deliveryId;
  }

  private async load(ref: { tenantId: string; endpointId: string }): Promise<PreparedEndpoint> {
    const version = Number.MAX_SAFE_INTEGER;
    const found = await this.endpoints.load([{ id: ref.endpointId, version }]);
    const endpoint = found.get(ref.endpointId);
    if (endpoint?.tenantId !== ref.tenantId) throw notFound('endpoint');
    return endpoint;
  }

  private async requireConfirmed({ id }: PreparedEndpoint, recipient: string): Promise<void> {
    const [held] = await this.pool.run(findHold, [id, recipient, UNCONFIRMED]);
    if (!held) return;
    const message =
      'The recipient has not confirmed yet that it wants mails: only the mail that asks is sent.';
    throw conflict('recipient_not_confirmed', message);
  }

  private channelOf({ channel }: PreparedEndpoint): Channel {
    const found = this.channels[channel];
    if (found) return found;
    throw new AppError('not_supported_yet', 422, {
      message: `The channel ${channel} is not configured in this installation.`,
    });
  }

  private definition(endpoint: PreparedEndpoint, type: string | undefined): EventTypeDefinition {
    const { format, eventTypes } = endpoint;
    if (type === undefined) {
      const carried = this.catalogue.list().filter((one) => canCarry(format, one.type));
      const first = carried.find((one) => matchesType(eventTypes, one.type)) ?? carried[0];
      if (first) return first;
      throw refused('format_cannot_carry', `No event type on offer has a body in ${format}.`);
    }
    return typeFor(this.catalogue, format, type, (message) =>
      refused('format_cannot_carry', message),
    );
  }

  private async untilStored(store: () => Promise<boolean>): Promise<void> {
    const deadlineMs = performance.now() + ROOM_WITHIN_MS;
    while (!(await store())) {
      if (performance.now() > deadlineMs) throw endpointBusy();
      await pause(ROOM_EVERY_MS);
    }
  }

  private async store(
    event: OutgoingEvent,
    endpoint: PreparedEndpoint,
    {
      deliveryId,
      attemptId,
      recipient,
    }: { deliveryId: string; attemptId: string; recipient: string | null },
  ): Promise<boolean> {
    const { tenantId } = endpoint;
    const { id, dataJson, withoutHeaders } = event;
    const { deliveryTimeoutMs, leaseMarginMs, retryScheduleSeconds } = this.settings;
    // If this process is killed, the worker that takes the delivery over reads the labels.
    const labels = {
      subject: null,
      external_ref: null,
      ...(withoutHeaders && { without_headers: withoutHeaders }),
    };
    const sealed = await this.contents.seal(tenantId, { id, dataJson, labels });
    const values = [
      event.id,
      tenantId,
      event.type,
      event.createdAt,
      sealed.labels,
      sealed.data,
      deliveryId,
      endpoint.id,
      endpoint.channel === 'webhook' ? endpoint.format : endpoint.channel,
      this.workerId,
      deliveryTimeoutMs + leaseMarginMs,
      attemptId,
      retryScheduleSeconds.length,
      endpoint.channel,
      recipient,
    ];
    // One statement stores an event with its body, and a policy of bodies would look for the event before it is there.
    // The endpoint was loaded in the scope of the request.
    const stored = await asSystem(() => this.pool.run(storeTestEvent, values));
    return stored.length > 0;
  }
}

function recipientOf(
  { channel, recipients }: PreparedEndpoint,
  requested: string | undefined,
): { stored: string; address: string } | null {
  const known = Array.from(recipients, ([stored, address]) => ({ stored, address }));
  const [first] = known;
  if (channel === 'email' && requested === undefined && first !== undefined) return first;
  if (requested === undefined) return null;
  const found = known.find(({ address }) => address === requested);
  if (found) return found;
  const [code, message] = ['unknown_recipient', 'The endpoint has no such recipient.'] as const;
  throw new AppError(code, 422, { message, errors: [{ pointer: '/recipient', code, message }] });
}

function endpointBusy(): AppError {
  const message =
    'The max_in_flight or rate_limit_per_second of the endpoint leaves no room for a test. Try again shortly.';
  return new AppError('endpoint_busy', 429, { message, retryAfterSeconds: 1 });
}

function refused(code: ErrorCode, message: string): AppError {
  return new AppError(code, 422, { message, errors: [{ pointer: '/type', code, message }] });
}
