import { Inject, Injectable } from '@nestjs/common';
import type { PreparedEndpoint } from '../channels/index.js';
import { LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';
import { gatherDigests } from '../queue/index.js';
import type { ClaimedDelivery } from '../queue/index.js';
import { DeliveryInputLoader } from './delivery-inputs.js';
import type { DeliveryInputs, Recipient } from './delivery-inputs.js';
import { planRequests } from './plan-requests.js';
import type { DigestMember, RequestPlan } from './plan-requests.js';

/** The mail address that a delivery is for. */
interface RecipientRow {
  delivery_id: string;
  recipient: string;
  /** Still one of the endpoint's. */
  is_listed: boolean;
  is_on_hold: boolean;
}

/** The recipients of the deliveries $1, of endpoints that have some. */
const findRecipients = statement<RecipientRow>(
  'find-recipients',
  `
SELECT d.id AS delivery_id, d.recipient, d.recipient = ANY (e.recipients) AS is_listed,
  EXISTS (
    SELECT FROM held_addresses h WHERE h.endpoint_id = d.endpoint_id AND h.recipient = d.recipient
  ) AS is_on_hold
FROM deliveries d JOIN endpoints e ON e.id = d.endpoint_id
WHERE d.id = ANY ($1::uuid[]) AND d.recipient IS NOT NULL
`,
);

interface FormerRequestRow {
  delivery_id: string;
  /** The same for all deliveries that went out in the same request. */
  request: string;
}

/** The request that each of the deliveries $1 was last in; one that never went out is not answered. */
const findFormerRequests = statement<FormerRequestRow>(
  'find-former-requests',
  `
SELECT DISTINCT ON (delivery_id) delivery_id, started_at::text || ' ' || encode(body_hash, 'hex') AS request
FROM attempts
WHERE delivery_id = ANY ($1::uuid[]) AND body_hash IS NOT NULL
ORDER BY delivery_id, number DESC
`,
);

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
        ...row
      } of rows) {
        const claimed = byId.get(claimedId);
        if (!claimed) continue;
        const { endpoint_version, slow, sendBeforeMs } = claimed;
        const digest = members.get(claimedId) ?? [];
        members.set(claimedId, digest);
        digest.push({ claim: { ...row, endpoint_version, slow, sendBeforeMs }, type, createdAt });
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
        rows.map((row) => [
          row.delivery_id,
          { address: row.recipient, isListed: row.is_listed, isOnHold: row.is_on_hold },
        ]),
      );
    } catch (error) {
      this.logger.error({ err: error }, 'recipients cannot be read');
      return new Map();
    }
  }
}

function isEmail(endpoint: PreparedEndpoint | 'unavailable' | undefined): boolean {
  return typeof endpoint === 'object' && endpoint.channel === 'email';
}
