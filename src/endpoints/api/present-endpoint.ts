import { publicId } from '../../common/index.js';
import type { ReasonGuide } from '../../config/index.js';
import { reasonText } from '../../model/index.js';
import { maskHeaders } from '../editing/custom-headers.js';
import type { ShownHealth } from '../../queue/index.js';
import type { HeldRecipient } from '../lifecycle/address-holds.js';
import type { EndpointDto } from './endpoint.dto.js';
import { DEFAULT_DIGEST } from '../endpoint.entity.js';
import type { Endpoint } from '../endpoint.entity.js';

/** What of an endpoint does not stand in its own row. */
export interface EndpointExtras {
  /** Null: it signs nothing. */
  secretMasked: string | null;
  heldRecipients: HeldRecipient[];
  /** In the clear; only the names leave. */
  headers: Record<string, string>;
  health: ShownHealth | undefined;
  guide: ReasonGuide;
}

/** The only way of an endpoint out to JSON. */
export function presentEndpoint(endpoint: Endpoint, extras: EndpointExtras): EndpointDto {
  const ofWebhook = <T>(value: T): T | null => (endpoint.channel === 'webhook' ? value : null);
  return {
    id: publicId('endpoint', endpoint.id),
    tenant_id: publicId('tenant', endpoint.tenantId),
    channel: endpoint.channel,
    url: endpoint.url,
    recipients: endpoint.recipients,
    held_recipients:
      endpoint.channel === 'email'
        ? extras.heldRecipients.map((held) => ({
            ...held,
            reason_text: reasonText(held.reason),
            docs_url: extras.guide.docsUrl(held.reason),
          }))
        : null,
    description: endpoint.description,
    event_types: endpoint.eventTypes,
    format: ofWebhook(endpoint.format),
    payload: ofWebhook(endpoint.payload),
    environment: endpoint.environment,
    signing: ofWebhook(endpoint.signing),
    headers: ofWebhook(maskHeaders(extras.headers)),
    max_in_flight: ofWebhook(endpoint.maxInFlight),
    batch: ofWebhook(endpoint.batch),
    digest: endpoint.channel === 'email' ? (endpoint.digest ?? DEFAULT_DIGEST) : null,
    rate_limit_per_second: ofWebhook(endpoint.rateLimitPerSecond),
    ordered: endpoint.ordered,
    is_default: endpoint.isDefault,
    status: endpoint.status,
    disabled_reason: endpoint.disabledReason,
    ...extras.guide.explain(endpoint.disabledReason),
    secret_masked: extras.secretMasked,
    last_success_at: extras.health?.last_success_at?.toISOString() ?? null,
    failing_since: extras.health?.failing_since?.toISOString() ?? null,
    created_at: endpoint.createdAt.toISOString(),
    updated_at: endpoint.updatedAt.toISOString(),
  };
}
