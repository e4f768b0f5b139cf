import { maskAddress, maskUrl } from '../../masking/index.js';
import type { Endpoint } from '../endpoint.entity.js';

/**
 * Returns the fields of an endpoint that the audit log shows: no secret, no address, no text of the tenant's own.
 *
 * @param addresses - Its recipients in clear.
 */
export function auditedFields(
  endpoint: Endpoint,
  addresses: readonly string[] | null,
): Record<string, unknown> {
  return {
    url: endpoint.url && maskUrl(endpoint.url),
    recipients: addresses?.map(maskAddress) ?? null,
    event_types: endpoint.eventTypes,
    format: endpoint.format,
    payload: endpoint.payload,
    environment: endpoint.environment,
    signing: endpoint.signing,
    max_in_flight: endpoint.maxInFlight,
    batch: endpoint.batch,
    digest: endpoint.digest,
    rate_limit_per_second: endpoint.rateLimitPerSecond,
    ordered: endpoint.ordered,
    status: endpoint.status,
  };
}
