import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { actorOf, recordAudit } from '../../auth/index.js';
import type { Actor, Principal } from '../../auth/index.js';
import { AppError, invalid, notFound, publicId } from '../../common/index.js';
import { secretWarnings } from '../../signing/index.js';
import {
  DefaultEndpoints,
  Endpoints,
  isUnset,
  NotificationEndpoints,
} from '../../endpoints/index.js';
import { Tenant } from '../tenant.entity.js';
import type { PatchTenantSettingsDto, TenantSettingsDto } from './tenant-settings.dto.js';
import type { FieldError } from '../../common/index.js';

const UNSUPPORTED = ['retention_days'] as const;

/** Returns the errors of settings that this version does not support; their shown value is accepted. */
function unsupportedSettings(fields: PatchTenantSettingsDto): FieldError[] {
  return UNSUPPORTED.filter((name) => !isUnset(fields[name])).map((name) => ({
    pointer: `/${name}`,
    code: 'not_supported_yet',
    message: 'is not supported yet: leave it out',
  }));
}

/** Matches no row if the value is $2 already. The new version makes concurrent publishes plan again. */
const SET_DOWNTIME_HANDLING = `
UPDATE tenants SET network_downtime_handling = $2, fanout_version = fanout_version + 1
WHERE id = $1 AND deleted_at IS NULL AND network_downtime_handling <> $2`;

/** Manages a tenant's settings, which are stored as endpoints and columns of the tenant. */
@Injectable()
export class TenantSettings {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(DefaultEndpoints) private readonly defaults: DefaultEndpoints,
    @Inject(NotificationEndpoints) private readonly notifications: NotificationEndpoints,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
  ) {}

  async get(tenantId: string): Promise<TenantSettingsDto> {
    const where = { id: tenantId, deletedAt: IsNull() };
    const tenant = await this.source.manager.findOneBy(Tenant, where);
    if (!tenant) throw notFound('tenant');
    const endpoint = await this.defaults.find(tenantId);
    const { slack, email } = await this.notifications.find(tenantId);
    return {
      webhook_url: endpoint?.url ?? null,
      webhook_secret: endpoint?.secretMasked ?? null,
      notification_emails: email?.recipients ?? [],
      slack_webhook_url: slack?.url ?? null,
      network_downtime_handling: tenant.networkDowntimeHandling,
      retention_days: null,
    };
  }

  /**
   * Applies all changes in one transaction, except the deletion of endpoints: that happens before in its
   * own steps, which a repeated PATCH finds done. Throws 404, 409, 422.
   */
  async patch(
    principal: Principal,
    tenantId: string,
    fields: PatchTenantSettingsDto,
  ): Promise<TenantSettingsDto> {
    const unsupported = unsupportedSettings(fields);
    if (unsupported.length > 0) throw invalid(unsupported, 'not_supported_yet');
    const { webhook_url: url, webhook_secret: secret } = fields;
    const { slack_webhook_url: slackUrl, notification_emails: emails } = fields;
    const setWebhook = this.defaults.change({ url, secret });
    const setNotifications = this.notifications.change({ slackUrl, emails });
    const actor = actorOf(principal);
    const removed = await this.removeEndpoints(fields, tenantId, actor);
    const changed = await this.source.transaction(async (manager) => {
      const names = [
        ...removed,
        ...(await setWebhook(manager, tenantId, actor)),
        ...(await setNotifications(manager, tenantId, actor)),
        ...(await setChoices(manager, tenantId, fields)),
      ];
      if (names.length === 0) return names;
      const [action, target] = ['settings.updated', publicId('tenant', tenantId)];
      await recordAudit(manager, { actor, tenantId, action, target, details: { fields: names } });
      return names;
    });
    const settings = await this.get(tenantId);
    if (!changed.includes('webhook_secret')) return settings;
    const endpoint = await this.defaults.find(tenantId);
    const warnings = secretWarnings(secret, endpoint?.signing ?? null);
    return warnings.length > 0 ? Object.assign(settings, { warnings }) : settings;
  }

  /** Deletes the endpoints of settings that are removed and returns the names of those settings. */
  private async removeEndpoints(
    fields: PatchTenantSettingsDto,
    tenantId: string,
    actor: Actor,
  ): Promise<string[]> {
    const { webhook_url: url, slack_webhook_url: slackUrl, notification_emails: emails } = fields;
    const webhook = url === null ? await this.defaults.find(tenantId) : null;
    const { slack, email } = await this.notifications.find(tenantId);
    const toRemove = {
      webhook_url: webhook,
      slack_webhook_url: slackUrl === null ? slack : null,
      notification_emails: emails !== undefined && isUnset(emails) ? email : null,
    };
    const removed: string[] = [];
    for (const [name, endpoint] of Object.entries(toRemove)) {
      if (!endpoint) continue;
      await this.endpoints
        .remove({ tenantId, endpointId: endpoint.id }, actor)
        .catch(ignoreNotFound);
      removed.push(name);
    }
    return removed;
  }
}

/** Another request may have deleted the endpoint meanwhile. */
function ignoreNotFound(error: unknown): void {
  if (!(error instanceof AppError && error.status === 404)) throw error;
}

async function setChoices(
  manager: EntityManager,
  tenantId: string,
  { network_downtime_handling: isOn }: PatchTenantSettingsDto,
): Promise<string[]> {
  if (isOn === undefined) return [];
  const [, matched] = await manager.query<[unknown, number]>(SET_DOWNTIME_HANDLING, [
    tenantId,
    isOn,
  ]);
  return matched > 0 ? ['network_downtime_handling'] : [];
}
