import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CATALOGUE, isConfidential } from '../catalogue/index.js';
import type { Catalogue, LiveCatalogue } from '../catalogue/index.js';
import { requestSecretsOf } from '../channels/index.js';
import type { PreparedEndpoint } from '../channels/index.js';
import { LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { HotPool } from '../database/index.js';
import { SendingEndpoints } from '../endpoints/index.js';
import type { SendingEndpoint } from '../endpoints/index.js';
import { EventContents } from '../events/index.js';
import type { StoredEvent } from '../events/index.js';
import { renderBatch, renderBody, thinData } from '../formats/index.js';
import type { RenderedEvent } from '../formats/index.js';
import { gatherDigests } from '../queue/index.js';
import type { ClaimedDelivery } from '../queue/index.js';
import { prepareSigner, signatureHeaderNames } from '../signing/index.js';
import { findFormerRequests, findRecipients } from './batch-mates.query.js';
import { loadOneByOne } from './load-one-by-one.js';
import { planRequests } from './plan-requests.js';
import type { DeliveryInputs, DigestMember, Recipient, RequestPlan } from './plan-requests.js';

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

  /** Computes what all attempts of an endpoint share. */
  prepare(endpoint: SendingEndpoint): PreparedEndpoint {
    const { format, headers, payload, thinConfidential, eventTypes, secrets, signing } = endpoint;
    const named = new Set(eventTypes);
    const isThin = ({ type }: RenderedEvent): boolean =>
      payload === 'thin' ||
      (thinConfidential && !named.has(type) && isConfidential(this.catalogue.get(type)));
    const own = Object.keys(headers).map((name) => name.toLowerCase());
    return {
      ...endpoint,
      sign: prepareSigner(signing, secrets),
      render: (events) => {
        const wanted = events.map((event) => (isThin(event) ? this.thin(event) : event));
        const [only, ...others] = wanted;
        return only && others.length === 0 ? renderBody(format, only) : renderBatch(format, wanted);
      },
      secretHeaders: new Set([...signatureHeaderNames(signing), ...own]),
      requestSecrets: requestSecretsOf(endpoint),
    };
  }

  private thin(event: RenderedEvent): RenderedEvent {
    return { ...event, dataJson: thinData(this.catalogue.get(event.type), event.dataJson) };
  }
}

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
      return loadOneByOne(claims, {
        event: async (id) => (await this.sendable(this.contents.load([id]))).get(id),
        endpoint: async (id, version) => (await this.endpoints.load([{ id, version }])).get(id),
        failed: (cause) => this.logger.error({ err: cause }, 'an event or endpoint cannot be read'),
      });
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
      stored.length > 0 ? await this.sendable(this.contents.openStored(stored)) : new Map();
    for (const { direct } of claims) if (direct) events.set(direct.event.id, direct.event);
    const unread = claims.map((claim) => claim.event_id).filter((id) => !events.has(id));
    if (unread.length === 0) return events;
    for (const [id, event] of await this.sendable(this.contents.load(unread)))
      events.set(id, event);
    return events;
  }

  /**
   * Some payloads are cut down by their type, which may be younger than this process's last look. The attempt will be
   * recorded under the tenant's key: where it cannot be had, nothing is sent.
   */
  private async sendable(loading: Promise<StoredEvents>): Promise<StoredEvents> {
    const events = await loading;
    const tenants = new Set<string>();
    for (const event of events.values()) if (event !== 'redacted') tenants.add(event.tenantId);
    await Promise.all([...tenants].map((tenantId) => this.contents.prepare(tenantId)));
    for (const event of events.values()) {
      if (event !== 'redacted' && !this.catalogue.has(event.type)) {
        await this.catalogue.refresh();
        break;
      }
    }
    return events;
  }
}

/** Members of the digests of one claim. Those beyond follow in another digest. */
const MAX_MEMBERS = 20_000;
/** The latest events of a digest are named, so many of them; the others are counted. */
const NAMED_EVENTS = 15;

/** Loads what claimed deliveries need and plans their requests. */
@Injectable()
export class RequestPlanner {
  constructor(
    private readonly inputs: DeliveryInputLoader,
    private readonly pool: HotPool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never rejects. */
  async plan(claims: readonly ClaimedDelivery[]): Promise<RequestPlan> {
    const inputs = await this.inputs.load(claims);
    const [formerRequests, recipients, members] = await Promise.all([
      this.formerRequests(claims, inputs),
      this.recipients(claims, inputs),
      this.digestMembers(claims, inputs),
    ]);
    return planRequests(claims, inputs, { formerRequests, recipients, members });
  }

  /**
   * Returns the members of digests by claimed delivery, oldest first, and reads the events of the latest
   * into `inputs`. A delivery whose attempt was asked for by hand goes alone.
   */
  private async digestMembers(
    claims: readonly ClaimedDelivery[],
    inputs: DeliveryInputs,
  ): Promise<Map<string, DigestMember[]>> {
    const byId = new Map(
      claims
        .filter(({ trigger }) => trigger !== 'manual')
        .filter(({ endpoint_id: id }) => isEmail(inputs.endpoints.get(id)))
        .map((claim) => [claim.delivery_id, claim]),
    );
    const members = new Map<string, DigestMember[]>();
    if (byId.size === 0) return members;
    try {
      const rows = await this.pool.run(gatherDigests, [[...byId.keys()], MAX_MEMBERS]);
      for (const {
        claimed_id: claimedId,
        event_type: type,
        created_at: createdAt,
        single: one_shot,
        ...row
      } of rows) {
        const claimed = byId.get(claimedId);
        if (!claimed) continue;
        const { endpoint_version, slow, sendBeforeMs } = claimed;
        const digest = members.get(claimedId) ?? [];
        members.set(claimedId, digest);
        digest.push({
          claim: { ...row, one_shot, endpoint_version, slow, sendBeforeMs },
          type,
          createdAt,
        });
      }
    } catch (error) {
      this.logger.error({ err: error }, 'digests cannot be gathered');
    }
    const named = [...members.values()].flatMap((digest) => {
      digest.sort((one, other) => (one.claim.event_id < other.claim.event_id ? -1 : 1));
      return digest.slice(-NAMED_EVENTS).map(({ claim }) => claim);
    });
    if (named.length > 0) {
      for (const [id, event] of (await this.inputs.load(named)).events)
        inputs.events.set(id, event);
    }
    return members;
  }

  /** Returns by delivery the request that it was last in, for retries to endpoints that take batches. */
  private async formerRequests(
    claims: readonly ClaimedDelivery[],
    { endpoints }: DeliveryInputs,
  ): Promise<Map<string, string>> {
    const retried = claims.filter(({ attempt_number: number, endpoint_id: endpointId }) => {
      const endpoint = endpoints.get(endpointId);
      return number > 1 && typeof endpoint === 'object' && endpoint.maxBatchItems > 1;
    });
    if (retried.length === 0) return new Map();
    try {
      const ids = retried.map((claim) => claim.delivery_id);
      const rows = await this.pool.run(findFormerRequests, [ids]);
      return new Map(rows.map(({ delivery_id: id, request }) => [id, request]));
    } catch (error) {
      this.logger.error({ err: error }, 'former requests cannot be read');
      return new Map();
    }
  }

  /** Returns recipients by delivery. A delivery whose recipient cannot be read is put off. */
  private async recipients(
    claims: readonly ClaimedDelivery[],
    { endpoints }: DeliveryInputs,
  ): Promise<Map<string, Recipient>> {
    const ids = claims.flatMap(({ delivery_id: id, endpoint_id: endpointId }) => {
      return isEmail(endpoints.get(endpointId)) ? [id] : [];
    });
    if (ids.length === 0) return new Map();
    try {
      const rows = await this.pool.run(findRecipients, [ids]);
      return new Map(
        rows.flatMap((row) => {
          const { address, isInClear } = addressOf(row, endpoints.get(row.endpoint_id));
          // A recipient that was added after the endpoint was read is known at the next claim.
          if (address === undefined && row.is_listed) return [];
          const recipient = {
            address: address ?? '',
            isListed: row.is_listed || isInClear,
            isOnHold: row.is_on_hold,
            isUnconfirmed: row.is_unconfirmed,
          };
          return [[row.delivery_id, recipient]];
        }),
      );
    } catch (error) {
      this.logger.error({ err: error }, 'recipients cannot be read');
      return new Map();
    }
  }
}

/** The address of a recipient (as it is stored), and whether only its form differs from what the endpoint lists. */
function addressOf(
  { recipient }: { recipient: string },
  endpoint: PreparedEndpoint | 'unavailable' | undefined,
): { address: string | undefined; isInClear: boolean } {
  if (typeof endpoint !== 'object') return { address: undefined, isInClear: false };
  const address = endpoint.recipients.get(recipient);
  // A delivery of the former release that is not sealed yet has the address itself.
  const isInClear = address === undefined && [...endpoint.recipients.values()].includes(recipient);
  return { address: isInClear ? recipient : address, isInClear };
}

function isEmail(endpoint: PreparedEndpoint | 'unavailable' | undefined): boolean {
  return typeof endpoint === 'object' && endpoint.channel === 'email';
}
