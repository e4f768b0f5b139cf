import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CATALOGUE } from '../catalogue/index.js';
import type { Catalogue, LiveCatalogue } from '../catalogue/index.js';
import type { PreparedEndpoint } from '../channels/index.js';
import { AppError, LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SendingEndpoints } from '../endpoints/index.js';
import type { SendingEndpoint } from '../endpoints/index.js';
import { EventContents } from '../events/index.js';
import type { OutgoingEvent, StoredEvent } from '../events/index.js';
import { renderBatch, renderBody, thinData } from '../formats/index.js';
import type { RenderedEvent } from '../formats/index.js';
import type { ClaimedDelivery } from '../queue/index.js';
import { prepareSigner, signatureHeaderNames } from '../signing/index.js';

/** Returns the endpoint as the event may reach it: without its headers, where the event goes without them. */
export function endpointFor(
  { withoutHeaders }: Pick<OutgoingEvent, 'withoutHeaders'>,
  endpoint: PreparedEndpoint,
): PreparedEndpoint {
  return withoutHeaders ? { ...endpoint, headers: {} } : endpoint;
}

const MAX_ENDPOINTS = 10_000;

/** Endpoints by version: a change of any of them is seen by the next delivery that is claimed. */
@Injectable()
export class PreparedEndpoints {
  private readonly cache = new LRUCache<string, PreparedEndpoint>({ max: MAX_ENDPOINTS });

  constructor(
    private readonly endpoints: SendingEndpoints,
    @Inject(CATALOGUE) private readonly catalogue: Pick<Catalogue, 'get'>,
  ) {}

  /** Returns endpoints by id, at that version or a later one. A deleted endpoint is not in the map. */
  async load(
    wanted: readonly { id: string; version: number }[],
  ): Promise<Map<string, PreparedEndpoint>> {
    const found = new Map<string, PreparedEndpoint>();
    const missing = new Set<string>();
    for (const { id, version } of wanted) {
      const cached = this.cache.get(id);
      if (cached && cached.version >= version) found.set(id, cached);
      else missing.add(id);
    }
    if (missing.size === 0) return found;
    for (const [id, endpoint] of await this.endpoints.load([...missing])) {
      const prepared = this.prepare(endpoint);
      this.cache.set(id, prepared);
      found.set(id, prepared);
    }
    return found;
  }

  private prepare(endpoint: SendingEndpoint): PreparedEndpoint {
    const { format, headers, payload, secrets, signing } = endpoint;
    const own = Object.keys(headers).map((name) => name.toLowerCase());
    return {
      ...endpoint,
      sign: prepareSigner(signing, secrets),
      render: (events) => {
        const wanted = payload === 'thin' ? events.map((event) => this.thin(event)) : events;
        const [only, ...others] = wanted;
        return only && others.length === 0 ? renderBody(format, only) : renderBatch(format, wanted);
      },
      secretHeaders: new Set([...signatureHeaderNames(signing), ...own]),
    };
  }

  private thin(event: RenderedEvent): RenderedEvent {
    return { ...event, dataJson: thinData(this.catalogue.get(event.type), event.dataJson) };
  }
}

/**
 * The events and endpoints of claims, by id. Absent: it does not exist any more. `damaged`: it exists and
 * can never be read again. `redacted`: its content was taken away. `unavailable`: it cannot be read now.
 */
export interface DeliveryInputs {
  events: Map<string, OutgoingEvent | 'damaged' | 'redacted' | 'unavailable'>;
  endpoints: Map<string, PreparedEndpoint | 'unavailable'>;
}

/** The recipient of a delivery, at an endpoint that has recipients. */
export interface Recipient {
  address: string;
  /** Still one of the endpoint's. */
  isListed: boolean;
  isOnHold: boolean;
}

/** How long a claim's inputs are tried in all, well within the margin of its lease. */
const READ_TIMEOUT_MS = 2_000;
const PAUSE_MS = 200;

type StoredEvents = Awaited<ReturnType<EventContents['load']>>;

/** The sealed content is not kept for as long as the attempt takes: it is read again where it is wanted again. */
function takeStored(claim: ClaimedDelivery): StoredEvent | undefined {
  const { stored } = claim;
  delete claim.stored;
  return stored;
}

/** Reads events and endpoints, together where that is possible, else each for itself. */
@Injectable()
export class DeliveryInputLoader {
  constructor(
    private readonly contents: EventContents,
    private readonly endpoints: PreparedEndpoints,
    @Inject(CATALOGUE) private readonly catalogue: Pick<LiveCatalogue, 'has' | 'refresh'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never rejects: an input that cannot be read must not hold up the others. */
  async load(claims: readonly ClaimedDelivery[]): Promise<DeliveryInputs> {
    try {
      return await this.together(claims);
    } catch (error) {
      this.logger.error({ err: error }, 'deliveries are loaded one by one');
      return this.oneByOne(claims);
    }
  }

  private async together(claims: readonly ClaimedDelivery[]): Promise<DeliveryInputs> {
    const [events, endpoints] = await Promise.all([
      this.eventsOf(claims),
      this.endpoints.load(
        claims.map((claim) => ({ id: claim.endpoint_id, version: claim.endpoint_version })),
      ),
    ]);
    return { events, endpoints };
  }

  private async eventsOf(claims: readonly ClaimedDelivery[]): Promise<DeliveryInputs['events']> {
    const stored = claims.flatMap((claim) => takeStored(claim) ?? []);
    const events: DeliveryInputs['events'] =
      stored.length > 0 ? await this.known(this.contents.openStored(stored)) : new Map();
    for (const { direct } of claims) if (direct) events.set(direct.event.id, direct.event);
    const unread = claims.map((claim) => claim.event_id).filter((id) => !events.has(id));
    if (unread.length === 0) return events;
    for (const [id, event] of await this.known(this.contents.load(unread))) events.set(id, event);
    return events;
  }

  /** Some payloads are cut down by their type, which may be younger than this process's last look. */
  private async known(loading: Promise<StoredEvents>): Promise<StoredEvents> {
    const events = await loading;
    for (const event of events.values()) {
      if (event !== 'redacted' && !this.catalogue.has(event.type)) {
        await this.catalogue.refresh();
        break;
      }
    }
    return events;
  }

  private async oneByOne(claims: readonly ClaimedDelivery[]): Promise<DeliveryInputs> {
    const deadlineMs = performance.now() + READ_TIMEOUT_MS;
    const inputs: DeliveryInputs = { events: new Map(), endpoints: new Map() };
    const wanted = new Map(claims.map((claim) => [claim.endpoint_id, claim.endpoint_version]));
    for (const id of new Set(claims.map((claim) => claim.event_id))) {
      const event = await this.untilDeadline(deadlineMs, async () =>
        (await this.known(this.contents.load([id]))).get(id),
      );
      if (event) inputs.events.set(id, event);
    }
    for (const [id, version] of wanted) {
      const endpoint = await this.untilDeadline(deadlineMs, async () =>
        (await this.endpoints.load([{ id, version }])).get(id),
      );
      // Its key may be put back: nothing of an endpoint is given up for good.
      if (endpoint) inputs.endpoints.set(id, endpoint === 'damaged' ? 'unavailable' : endpoint);
    }
    return inputs;
  }

  /** A hiccup of the database must not cost an attempt; a long one must not outlast the leases. */
  private async untilDeadline<T>(
    deadlineMs: number,
    read: () => Promise<T | undefined>,
  ): Promise<T | undefined | 'damaged' | 'unavailable'> {
    for (;;) {
      try {
        return await read();
      } catch (error) {
        const isDamaged = error instanceof AppError && error.code === 'sealed_data_damaged';
        if (!(error instanceof AppError) && performance.now() < deadlineMs) {
          await pause(PAUSE_MS);
          continue;
        }
        this.logger.error({ err: error }, 'an event or endpoint cannot be read');
        return isDamaged ? 'damaged' : 'unavailable';
      }
    }
  }
}
