import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { seesAddresses } from '../../auth/index.js';
import type { Reader } from '../../auth/index.js';
import { ReasonGuide } from '../../config/index.js';
import { maskSecret } from '../../signing/index.js';
import { heldRecipients } from '../lifecycle/address-holds.js';
import type { EndpointDto } from '../api/endpoint.dto.js';
import { shownHealth } from '../../queue/index.js';
import type { Endpoint } from '../endpoint.entity.js';
import { EndpointAddresses } from '../secrets/endpoint-addresses.js';
import { SecretStore } from '../secrets/secret-store.js';
import { maskAddress, maskUrl } from '../../masking/index.js';
import { publicId } from '../../common/index.js';
import { hasRequests, reasonText } from '../../model/index.js';
import { maskHeaders } from '../editing/custom-headers.js';
import type { ShownHealth } from '../../queue/index.js';
import type { HeldRecipient } from '../lifecycle/address-holds.js';
import { DEFAULT_DIGEST } from '../endpoint.entity.js';

/** The parts of an endpoint's view that are stored outside its own row. */
interface EndpointExtras {
  /** Null if the endpoint has no secret. */
  secretMasked: string | null;
  /** As its owner gave it; masked for Slack. */
  url: string | null;
  /** In clear. */
  recipients: string[] | null;
  heldRecipients: HeldRecipient[];
  /** In plain text; the view contains only their names. */
  headers: Record<string, string>;
  health: ShownHealth | undefined;
  guide: ReasonGuide;
  reader: Reader;
}

/** Returns the JSON of an endpoint. */
function presentEndpoint(endpoint: Endpoint, extras: EndpointExtras): EndpointDto {
  const isWhole = seesAddresses(extras.reader);
  const { url, recipients } = extras;
  const ifWebhook = <T>(value: T): T | null => (hasRequests(endpoint.channel) ? value : null);
  return {
    id: publicId('endpoint', endpoint.id),
    tenant_id: publicId('tenant', endpoint.tenantId),
    channel: endpoint.channel,
    url: url === null || isWhole ? url : maskUrl(url),
    recipients: isWhole ? recipients : (recipients?.map(maskAddress) ?? null),
    held_recipients:
      endpoint.channel === 'email'
        ? extras.heldRecipients.map((held) => ({
            ...held,
            recipient: isWhole ? held.recipient : maskAddress(held.recipient),
            reason_text: reasonText(held.reason),
            docs_url: extras.guide.docsUrl(held.reason),
          }))
        : null,
    description: endpoint.description,
    event_types: endpoint.eventTypes,
    format: ifWebhook(endpoint.format),
    payload: ifWebhook(endpoint.payload),
    environment: endpoint.environment,
    signing: ifWebhook(endpoint.signing),
    headers: ifWebhook(maskHeaders(extras.headers)),
    max_in_flight: ifWebhook(endpoint.maxInFlight),
    batch: ifWebhook(endpoint.batch),
    digest: endpoint.channel === 'email' ? (endpoint.digest ?? DEFAULT_DIGEST) : null,
    rate_limit_per_second: ifWebhook(endpoint.rateLimitPerSecond),
    ordered: endpoint.ordered,
    is_default: endpoint.isDefault,
    status: endpoint.status,
    disabled_reason: endpoint.disabledReason,
    ...extras.guide.explain(endpoint.disabledReason),
    secret_masked: extras.secretMasked,
    last_success_at: extras.health?.last_success_at?.toISOString() ?? null,
    failing_since: extras.health?.failing_since?.toISOString() ?? null,
    tls_expires_at: extras.health?.tls_expires_at?.toISOString() ?? null,
    clock_skew_seconds: extras.health?.clock_skew_seconds ?? null,
    created_at: endpoint.createdAt.toISOString(),
    updated_at: endpoint.updatedAt.toISOString(),
  };
}

/** Builds the API's views of endpoints, with a fixed number of queries for any number of endpoints. */
@Injectable()
export class EndpointViews {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(SecretStore) private readonly store: SecretStore,
    @Inject(EndpointAddresses) private readonly addresses: EndpointAddresses,
    @Inject(ReasonGuide) private readonly guide: ReasonGuide,
  ) {}

  /** Addresses and queries of URLs are masked where the reader may not see them. */
  async of(endpoints: Endpoint[], reader: Reader): Promise<EndpointDto[]> {
    const { manager } = this.source;
    const ids = endpoints.map(({ id }) => id);
    const secrets = await this.store.current(manager, ids);
    const headers = await this.store.openHeaders(endpoints);
    const health = await shownHealth(manager, ids);
    const urls = await this.addresses.urls(endpoints);
    const recipients = await this.addresses.recipients(endpoints);
    const held = await this.held(endpoints);
    return endpoints.map((endpoint, position) =>
      presentEndpoint(endpoint, {
        secretMasked: hasRequests(endpoint.channel)
          ? maskSecret(secrets.get(endpoint.id) ?? '')
          : null,
        url: urls[position] ?? null,
        recipients: recipients[position] ?? null,
        heldRecipients: held.get(endpoint.id) ?? [],
        headers: headers[position] ?? {},
        guide: this.guide,
        reader,
        health: health.find(({ endpoint_id }) => endpoint_id === endpoint.id),
      }),
    );
  }

  private async held(endpoints: readonly Endpoint[]): Promise<Map<string, HeldRecipient[]>> {
    const rows = await heldRecipients(this.source.manager, endpoints);
    const opened = await this.addresses.open(rows);
    const shown = rows.map(({ endpointId, reason, held_at }, position) => ({
      endpointId,
      held: { recipient: opened[position] ?? '', reason, held_at },
    }));
    return new Map(
      endpoints.map(({ id }) => [
        id,
        shown
          .filter(({ endpointId }) => endpointId === id)
          .map(({ held }) => held)
          .toSorted((one, other) => (one.recipient < other.recipient ? -1 : 1)),
      ]),
    );
  }
}
