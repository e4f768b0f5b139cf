import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newUuid } from '../../common/index.js';
import { PENDING_CONFIRMATION } from '../../model/index.js';
import { isFormat } from '../../formats/index.js';
import { generateSecret, DEFAULT_PROFILES } from '../../signing/index.js';
import type { EndpointRef } from './change-endpoint.js';
import { EndpointEditor } from './endpoint-editor.js';
import type { CreateEndpointDto, PatchEndpointDto } from '../api/endpoint.dto.js';
import { Endpoint } from '../endpoint.entity.js';
import { forgetFormer } from '../lifecycle/address-holds.js';
import { auditEndpoint } from './audit-endpoint.js';
import type { Actor } from '../../auth/index.js';
import { awaitConfirmation, needsConfirmation } from './pending-confirmation.js';
import { applyOrder } from '../../queue/index.js';
import { urlHost } from '../lifecycle/endpoint-notices.js';
import { SecretStore } from '../secrets/secret-store.js';
import { tellUpdated } from '../lifecycle/tell-updated.js';
import type { Format } from '../../formats/index.js';
import type { SigningProfile } from '../../signing/index.js';

/** Deliveries that one message tells of at most. */
const MAX_IN_ONE_MESSAGE = 50;

/** How Slack is sent to: a message a second at most, which tells of all that has come together by then. */
const SLACK_FLOW = {
  batch: { max_items: MAX_IN_ONE_MESSAGE, wait_ms: 0 },
  maxInFlight: MAX_IN_ONE_MESSAGE,
  rateLimitPerSecond: 1,
} satisfies Partial<Endpoint>;

/** The signing profiles of an endpoint that is made without any: what receivers of its format check. */
function defaultSigning(format: Format): SigningProfile[] {
  return format === 'event-type' ? ['qoreid', 'standard'] : [...DEFAULT_PROFILES];
}

/**
 * Writes endpoints within a transaction that began with `raiseFanoutVersion`. Each call checks the
 * fields at once (422) and returns the write, so that nothing is locked for what is refused.
 */
@Injectable()
export class EndpointWriter {
  constructor(
    @Inject(EndpointEditor) private readonly editor: EndpointEditor,
    @Inject(SecretStore) private readonly secrets: SecretStore,
  ) {}

  /** To be awaited before the two others, where `fields` may name event types. */
  learnTypes(fields: PatchEndpointDto): Promise<void> {
    return this.editor.learnTypes(fields);
  }

  creation(
    fields: CreateEndpointDto,
    columns: Partial<Pick<Endpoint, 'isDefault'>> = {},
  ): (manager: EntityManager, tenantId: string, actor: Actor) => Promise<EndpointRef> {
    const edit = this.editor.check(fields);
    const format = isFormat(fields.format) ? fields.format : 'envelope';
    const channel = fields.channel ?? 'webhook';
    return async (manager, tenantId, actor) => {
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
        signing: channel === 'webhook' ? defaultSigning(format) : [],
        eventTypes: null,
        sealedHeaders: null,
        ...(channel === 'slack' && SLACK_FLOW),
        ...columns,
      });
      await edit(endpoint);
      await manager.insert(Endpoint, endpoint);
      if (channel === 'webhook') {
        const { secret } = fields;
        const value = typeof secret === 'string' ? secret : generateSecret();
        await this.secrets.add(manager, endpoint, value);
      }
      const details = { channel, ...(endpoint.url !== null && { url: endpoint.url }) };
      await auditEndpoint(manager, { ...ref, actor, action: 'endpoint.created', details });
      return ref;
    };
  }

  /**
   * The endpoint must be locked. A move that the actor cannot answer for leaves it paused: what is
   * queued is to be held once the transaction has committed.
   */
  change(
    fields: PatchEndpointDto,
  ): (manager: EntityManager, endpoint: Endpoint, actor: Actor) => Promise<void> {
    const edit = this.editor.check(fields);
    return async (manager, endpoint, actor) => {
      const { id: endpointId, tenantId, channel, url, sealedUrl } = endpoint;
      const { sealedHeaders, ordered } = endpoint;
      const former = { id: endpointId, channel, url, sealedUrl, sealedHeaders };
      await edit(endpoint);
      const isPending = needsConfirmation(former, endpoint, actor);
      const [headers = {}] = isPending ? await this.secrets.openHeaders([former]) : [];
      if (isPending) awaitConfirmation(endpoint);
      endpoint.version += 1;
      await manager.save(endpoint);
      if (endpoint.ordered !== ordered) await applyOrder(manager, endpoint);
      if (fields.recipients != null) await forgetFormer(manager, endpoint);
      const { reason, ...changed } = fields;
      const details = {
        fields: Object.keys(changed),
        ...(endpoint.url !== former.url && { url: { from: former.url, to: endpoint.url } }),
        ...(reason !== undefined && { reason }),
        ...(isPending && {
          disabled_reason: PENDING_CONFIRMATION,
          dropped_headers: Object.keys(headers),
        }),
      };
      const action = 'endpoint.updated';
      await auditEndpoint(manager, { tenantId, endpointId, actor, action, details });
      // What is shown of a sealed one may be the same.
      if (endpoint.url === former.url && endpoint.sealedUrl === former.sealedUrl) return;
      await tellUpdated(manager, endpoint, actor, {
        change: 'url',
        former_url_host: urlHost(former.url),
        change_reason: reason ?? null,
      });
    };
  }
}
