import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { notFound } from '../../common/index.js';
import { maskSecret } from '../../signing/index.js';
import type { SigningProfile } from '../../signing/index.js';
import { incrementFanoutVersion } from '../editing/change-endpoint.js';
import { ENDPOINT_RULES } from '../editing/check-endpoint.js';
import type { EndpointRules } from '../editing/check-endpoint.js';
import { DEFAULT_GRACE_SECONDS } from '../api/endpoint-secret.dto.js';
import { EndpointWriter } from '../editing/endpoint-writer.js';
import { Endpoint } from '../endpoint.entity.js';
import type { Actor } from '../../auth/index.js';
import { rotateSecret } from '../secrets/rotate-secret.js';
import { EndpointAddresses } from '../secrets/endpoint-addresses.js';
import { SecretStore } from '../secrets/secret-store.js';
import { checkWebhook, newSecret, urlRequired } from './webhook-setting.js';
import type { WebhookSetting } from './webhook-setting.js';

/** The endpoint behind `webhook_url`, as the tenant's settings show it. */
export interface DefaultEndpoint {
  /** UUID. */
  id: string;
  url: string;
  secretMasked: string;
  signing: SigningProfile[];
}

type Change = (manager: EntityManager, tenantId: string, actor: Actor) => Promise<string[]>;

/** Manages the one webhook endpoint per tenant that its settings create and change. */
@Injectable()
export class DefaultEndpoints {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(ENDPOINT_RULES) private readonly rules: EndpointRules,
    @Inject(EndpointWriter) private readonly writer: EndpointWriter,
    @Inject(SecretStore) private readonly secrets: SecretStore,
    @Inject(EndpointAddresses) private readonly addresses: EndpointAddresses,
  ) {}

  async find(tenantId: string): Promise<DefaultEndpoint | null> {
    const { manager } = this.source;
    const endpoint = await manager.findOneBy(Endpoint, defaultOf(tenantId));
    if (!endpoint) return null;
    const secretMasked = maskSecret(await this.secretOf(manager, endpoint));
    const [url] = await this.addresses.urls([endpoint]);
    return { id: endpoint.id, url: url ?? '', secretMasked, signing: endpoint.signing };
  }

  /**
   * Checks the fields (422 with pointers into the settings) and returns a function that applies them: it
   * creates the endpoint if there is none, throws 422 for a secret without a URL, and returns the names
   * of the changed settings. The caller removes the endpoint if `url` is null.
   */
  change(forTenant: string, fields: WebhookSetting): Change {
    const requested = checkWebhook(fields, this.rules.urlOf(forTenant));
    if (requested.url === null || (requested.url === undefined && requested.secret === undefined)) {
      return () => Promise.resolve([]);
    }
    return async (manager, tenantId, actor) => {
      if (!(await incrementFanoutVersion(manager, tenantId))) throw notFound('tenant');
      const endpoint = await manager.findOne(Endpoint, {
        where: defaultOf(tenantId),
        lock: { mode: 'pessimistic_write' },
      });
      return endpoint
        ? this.update(manager, endpoint, requested, actor)
        : this.create(manager, tenantId, requested, actor);
    };
  }

  private async create(
    manager: EntityManager,
    tenantId: string,
    requested: WebhookSetting,
    actor: Actor,
  ): Promise<string[]> {
    const secret = newSecret(requested.secret, null);
    if (requested.url == null) {
      if (secret !== undefined) throw urlRequired();
      return [];
    }
    const fields = { url: requested.url, ...(secret !== undefined && { secret }) };
    await this.writer.prepareCreation(tenantId, fields, { isDefault: true })(manager, actor);
    return ['webhook_url', 'webhook_secret'];
  }

  private async update(
    manager: EntityManager,
    endpoint: Endpoint,
    { url, secret }: WebhookSetting,
    actor: Actor,
  ): Promise<string[]> {
    const changed: string[] = [];
    if (url != null && !(await this.addresses.hasUrl(endpoint, url))) {
      await this.writer.prepareChange(endpoint.tenantId, { url })(manager, endpoint, actor);
      changed.push('webhook_url');
    }
    const value = newSecret(secret, await this.secretOf(manager, endpoint));
    if (value !== undefined) {
      const graceSeconds = DEFAULT_GRACE_SECONDS;
      await rotateSecret(manager, this.secrets, { endpoint, value, graceSeconds, actor });
      changed.push('webhook_secret');
    }
    return changed;
  }

  private async secretOf(manager: EntityManager, { id }: Endpoint): Promise<string> {
    return (await this.secrets.current(manager, [id])).get(id) ?? '';
  }
}

function defaultOf(tenantId: string) {
  return { tenantId, channel: 'webhook' as const, isDefault: true, deletedAt: IsNull() };
}
