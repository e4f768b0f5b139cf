import type { Logger } from '../common/index.js';
import type { HotPool } from '../database/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';
import type { DeliveryInputLoader, DeliveryInputs, Recipient } from './delivery-inputs.js';
import { findRecipients } from './find-recipients.query.js';
import { findFormerRequests } from './former-requests.query.js';
import { planRequests } from './plan-requests.js';
import type { RequestPlan } from './plan-requests.js';

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
    const [former, recipients] = await Promise.all([
      this.formerRequests(claims, inputs),
      this.recipients(claims, inputs),
    ]);
    return planRequests(claims, inputs, former, recipients);
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
      const endpoint = endpoints.get(endpointId);
      return typeof endpoint === 'object' && endpoint.channel === 'email' ? [id] : [];
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
