import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { IsNull } from 'typeorm';
import { conflict, newUuid } from '../../common/index.js';
import { SETTINGS } from '../../config/index.js';
import type { RunSettings } from '../../config/index.js';
import { maskUrl } from '../../masking/index.js';
import { hasRequests, PENDING_CONFIRMATION } from '../../model/index.js';
import { isFormat } from '../../formats/index.js';
import { generateSecret, DEFAULT_PROFILES } from '../../signing/index.js';
import type { EndpointRef } from './change-endpoint.js';
import { auditedFields } from './audited-fields.js';
import { EndpointEditor } from './endpoint-editor.js';
import type { CreateEndpointDto, PatchEndpointDto } from '../api/endpoint-request.dto.js';
import { Endpoint } from '../endpoint.entity.js';
import { removeHoldsOfFormerRecipients } from '../lifecycle/address-holds.js';
import { auditEndpoint } from './change-endpoint.js';
import { differences } from '../../auth/index.js';
import type { Actor } from '../../auth/index.js';
import { pauseForConfirmation, needsConfirmation } from './pending-confirmation.js';
import { applyOrder } from '../../queue/index.js';
import { urlHost, queueUpdatedNotice } from '../lifecycle/endpoint-notices.js';
import { trackRecipients } from '../recipients/recipient-rows.js';
import { EndpointAddresses } from '../secrets/endpoint-addresses.js';
import { SecretStore } from '../secrets/secret-store.js';
import type { Format } from '../../formats/index.js';
import type { SigningProfile } from '../../signing/index.js';

const MAX_EVENTS_PER_MESSAGE = 50;

/** Slack gets at most one message per second, which summarises the events that are due by then. */
const SLACK_PACING = {
  batch: { max_items: MAX_EVENTS_PER_MESSAGE, wait_ms: 0 },
  maxInFlight: MAX_EVENTS_PER_MESSAGE,
  rateLimitPerSecond: 1,
} satisfies Partial<Endpoint>;

/** The default signing profiles are those that receivers of the format verify. */
export function defaultSigning(format: Format): SigningProfile[] {
  return format === 'event-type' ? ['qoreid', 'standard'] : [...DEFAULT_PROFILES];
}

/**
 * Creates and changes endpoints in a transaction that began with `incrementFanoutVersion`. Each method
 * checks the fields at once (422) and returns the write, so that refused requests lock nothing.
 */
@Injectable()
export class EndpointWriter {
  constructor(
    @Inject(EndpointEditor) private readonly editor: EndpointEditor,
    @Inject(SecretStore) private readonly secrets: SecretStore,
    @Inject(EndpointAddresses) private readonly addresses: EndpointAddresses,
    @Inject(SETTINGS) private readonly settings: Pick<RunSettings, 'maxEndpointsPerTenant'>,
  ) {}

  /** Await it before the other methods if `fields` may name event types. */
  refreshTypes(fields: PatchEndpointDto): Promise<void> {
    return this.editor.refreshTypes(fields);
  }

  /** Returns a function that inserts the endpoint with its secret. Throws 409 where the tenant has too many. */
  prepareCreation(
    tenantId: string,
    fields: CreateEndpointDto,
    columns: Partial<Pick<Endpoint, 'isDefault'>> = {},
  ): (manager: EntityManager, actor: Actor) => Promise<EndpointRef> {
    const edit = this.editor.check(fields, tenantId);
    const format = isFormat(fields.format) ? fields.format : 'envelope';
    const channel = fields.channel ?? 'webhook';
    return async (manager, actor) => {
      await this.requireRoom(manager, tenantId);
      const ref = { tenantId, endpointId: newUuid() };
      const endpoint = manager.create(Endpoint, {
        id: ref.endpointId,
        tenantId,
        channel,
        url: null,
        sealedUrl: null,
        recipients: null,
        format,
        payload: 'full',
        batch: null,
        ordered: false,
        rateLimitPerSecond: null,
        signing: hasRequests(channel) ? defaultSigning(format) : [],
        eventTypes: null,
        sealedHeaders: null,
        ...(channel === 'slack' && SLACK_PACING),
        ...columns,
      });
      await edit(endpoint);
      await manager.insert(Endpoint, endpoint);
      if (channel === 'email') await trackRecipients(manager, endpoint);
      if (hasRequests(channel)) {
        const { secret } = fields;
        const value = typeof secret === 'string' ? secret : generateSecret();
        await this.secrets.add(manager, endpoint, value);
      }
      const details = {
        channel,
        ...(endpoint.url !== null && { url: maskUrl(endpoint.url) }),
        after: { status: 'active', ...(await this.audited(endpoint)) },
      };
      await auditEndpoint(manager, { ...ref, actor, action: 'endpoint.created', details });
      return ref;
    };
  }

  private async audited(endpoint: Endpoint): Promise<Record<string, unknown>> {
    const [addresses = null] = await this.addresses.recipients([endpoint]);
    return auditedFields(endpoint, addresses);
  }

  /** The row of the tenant is locked, so that no other endpoint is added meanwhile. */
  private async requireRoom(manager: EntityManager, tenantId: string): Promise<void> {
    const { maxEndpointsPerTenant: max } = this.settings;
    const count = await manager.countBy(Endpoint, { tenantId, deletedAt: IsNull() });
    if (count < max) return;
    throw conflict(
      'too_many_endpoints',
      `A tenant has at most ${max} endpoints: delete one first.`,
    );
  }

  /**
   * Returns a function that changes a locked endpoint. A change of URL that must be confirmed pauses it:
   * the caller then holds its queued deliveries once the transaction has committed.
   */
  prepareChange(
    tenantId: string,
    fields: PatchEndpointDto,
  ): (manager: EntityManager, endpoint: Endpoint, actor: Actor) => Promise<void> {
    const edit = this.editor.check(fields, tenantId);
    return async (manager, endpoint, actor) => {
      const { id: endpointId, channel, url, sealedUrl } = endpoint;
      const { sealedHeaders, ordered } = endpoint;
      const before = await this.audited(endpoint);
      const former = { id: endpointId, channel, url, sealedUrl, sealedHeaders };
      await edit(endpoint);
      // Two different sealed URLs may have the same mask.
      const isMoved = endpoint.url !== former.url || endpoint.sealedUrl !== former.sealedUrl;
      const isPending = needsConfirmation(former, endpoint, actor);
      const [headers = {}] = isPending ? await this.secrets.openHeaders([former]) : [];
      if (isPending) pauseForConfirmation(endpoint);
      endpoint.version += 1;
      await manager.save(endpoint);
      if (endpoint.ordered !== ordered) await applyOrder(manager, endpoint);
      if (fields.recipients != null) {
        await removeHoldsOfFormerRecipients(manager, endpoint);
        await trackRecipients(manager, endpoint);
      }
      const { reason, ...changed } = fields;
      const details = {
        fields: Object.keys(changed),
        ...differences(before, await this.audited(endpoint)),
        ...(isMoved && {
          url: {
            from: former.url && maskUrl(former.url),
            to: endpoint.url && maskUrl(endpoint.url),
          },
        }),
        ...(reason !== undefined && { reason }),
        ...(isPending && {
          disabled_reason: PENDING_CONFIRMATION,
          dropped_headers: Object.keys(headers),
        }),
      };
      const action = 'endpoint.updated';
      await auditEndpoint(manager, { tenantId, endpointId, actor, action, details });
      if (!isMoved) return;
      await queueUpdatedNotice(manager, endpoint, actor, {
        change: 'url',
        former_url_host: urlHost(former.url),
        change_reason: reason ?? null,
      });
    };
  }
}
