import type { Logger } from '../common/index.js';
import type { HotPool } from '../database/index.js';
import type { ClaimedDelivery } from '../queue/index.js';
import type { DeliveryInputLoader, DeliveryInputs, Recipient } from './delivery-inputs.js';
import { gatherDigests } from '../queue/index.js';
import { planRequests } from './plan-requests.js';
import type { PreparedEndpoint } from '../channels/index.js';
import type { Gathered, RequestPlan } from './plan-requests.js';
import { statement } from '../database/index.js';

/** Whom a delivery is for. */
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

/** Deliveries that one claim brings along to digests. More than these follow in another one. */
const MAX_GATHERED = 20_000;
/** Of a digest, the latest events that are named. */
const NAMED_EVENTS = 15;

/** Loads what claimed deliveries need and puts them together to requests. */
export class RequestPlanner {
  constructor(
    private readonly inputs: DeliveryInputLoader,
    private readonly pool: HotPool,
    private readonly logger: Logger,
  ) {}

  /** Never rejects. */
  async plan(claims: readonly ClaimedDelivery[]): Promise<RequestPlan> {
    const inputs = await this.inputs.load(claims);
    const [formerRequests, recipients, gathered] = await Promise.all([
      this.formerRequests(claims, inputs),
      this.recipients(claims, inputs),
      this.gather(claims, inputs),
    ]);
    return planRequests(claims, inputs, { formerRequests, recipients, gathered });
  }

  /**
   * By claimed delivery, oldest first; the events of the latest are read into `inputs`. Whoever asked
   * for an attempt by hand asked for this one delivery.
   */
  private async gather(
    claims: readonly ClaimedDelivery[],
    inputs: DeliveryInputs,
  ): Promise<Map<string, Gathered[]>> {
    const byId = new Map(
      claims
        .filter(({ trigger }) => trigger !== 'manual')
        .filter(({ endpoint_id: id }) => isEmail(inputs.endpoints.get(id)))
        .map((claim) => [claim.delivery_id, claim]),
    );
    const gathered = new Map<string, Gathered[]>();
    if (byId.size === 0) return gathered;
    try {
      const rows = await this.pool.run(gatherDigests, [[...byId.keys()], MAX_GATHERED]);
      for (const {
        claimed_id: claimedId,
        event_type: type,
        created_at: createdAt,
        ...row
      } of rows) {
        const claimed = byId.get(claimedId);
        if (!claimed) continue;
        const { endpoint_version, slow, sendBeforeMs } = claimed;
        const along = gathered.get(claimedId) ?? [];
        gathered.set(claimedId, along);
        along.push({ claim: { ...row, endpoint_version, slow, sendBeforeMs }, type, createdAt });
      }
    } catch (error) {
      this.logger.error({ err: error }, 'digests cannot be gathered');
    }
    const named = [...gathered.values()].flatMap((along) => {
      along.sort((one, other) => (one.claim.event_id < other.claim.event_id ? -1 : 1));
      return along.slice(-NAMED_EVENTS).map(({ claim }) => claim);
    });
    if (named.length > 0) {
      for (const [id, event] of (await this.inputs.load(named)).events)
        inputs.events.set(id, event);
    }
    return gathered;
  }

  /** By delivery, of those that may be retried in company. Without it they go by their attempts. */
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

  /** By delivery. Those whose recipient cannot be read are put off. */
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
