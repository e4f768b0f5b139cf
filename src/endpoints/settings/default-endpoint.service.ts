import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { notFound } from '../../common/index.js';
import { maskSecret } from '../../signing/index.js';
import type { SigningProfile } from '../../signing/index.js';
import { raiseFanoutVersion } from '../editing/change-endpoint.js';
import { ENDPOINT_RULES } from '../editing/endpoint-rules.js';
import type { EndpointRules } from '../editing/check-endpoint.js';
import { DEFAULT_GRACE_SECONDS } from '../api/endpoint-secret.dto.js';
import { EndpointWriter } from '../editing/endpoint-writer.js';
import { Endpoint } from '../endpoint.entity.js';
import type { Actor } from '../../auth/index.js';
import { rotateSecret } from '../secrets/rotate-secret.js';
import { SecretStore } from '../secrets/secret-store.js';
import { checkWebhook, newSecret, urlRequired } from './webhook-setting.js';
import type { WebhookSetting } from './webhook-setting.js';

/** The endpoint behind a tenant's settings, as they show it. */
export interface DefaultEndpoint {
  /** UUID. */
  id: string;
  url: string;
  secretMasked: string;
  signing: SigningProfile[];
}

type Change = (manager: EntityManager, tenantId: string, actor: Actor) => Promise<string[]>;

/** The one endpoint per tenant that its settings make and change; to all else it is like any other. */
@Injectable()
export class DefaultEndpoints {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(ENDPOINT_RULES) private readonly rules: EndpointRules,
    @Inject(EndpointWriter) private readonly writer: EndpointWriter,
    @Inject(SecretStore) private readonly secrets: SecretStore,
  ) {}

  async find(tenantId: string): Promise<DefaultEndpoint | null> {
    const { manager } = this.source;
    const endpoint = await manager.findOneBy(Endpoint, defaultOf(tenantId));
    if (!endpoint) return null;
    const secretMasked = maskSecret(await this.secretOf(manager, endpoint));
    return { id: endpoint.id, url: endpoint.url ?? '', secretMasked, signing: endpoint.signing };
  }

  /**
   * Checks the fields (422, with the pointers of the settings) and returns the change, which creates
   * the endpoint where there is none, and refuses (422) a secret that goes with nothing. It answers
   * the fields that are not as they were. A `url` of null is only checked: removing is not done here.
   */
  change(fields: WebhookSetting): Change {
    const wanted = checkWebhook(fields, this.rules.url);
    if (wanted.url === null || (wanted.url === undefined && wanted.secret === undefined)) {
      return () => Promise.resolve([]);
    }
    return async (manager, tenantId, actor) => {
      if (!(await raiseFanoutVersion(manager, tenantId))) throw notFound('tenant');
      const endpoint = await manager.findOne(Endpoint, {
        where: defaultOf(tenantId),
        lock: { mode: 'pessimistic_write' },
      });
      return endpoint
        ? this.update(manager, endpoint, wanted, actor)
        : this.create(manager, tenantId, wanted, actor);
    };
  }

  private async create(
    manager: EntityManager,
    tenantId: string,
    wanted: WebhookSetting,
    actor: Actor,
  ): Promise<string[]> {
    const secret = newSecret(wanted.secret, null);
    if (wanted.url == null) {
      if (secret !== undefined) throw urlRequired();
      return [];
    }
    const fields = { url: wanted.url, ...(secret !== undefined && { secret }) };
    await this.writer.creation(fields, { isDefault: true })(manager, tenantId, actor);
    return ['webhook_url', 'webhook_secret'];
  }

  private async update(
    manager: EntityManager,
    endpoint: Endpoint,
    { url, secret }: WebhookSetting,
    actor: Actor,
  ): Promise<string[]> {
    const changed: string[] = [];
    if (url != null && url !== endpoint.url) {
      await this.writer.change({ url })(manager, endpoint, actor);
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
