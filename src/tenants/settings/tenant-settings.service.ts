import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { actorOf, CHANGED, recordAudit, seesAddresses } from '../../auth/index.js';
import type { Actor, Principal, Reader } from '../../auth/index.js';
import { AppError, invalid, notFound, publicId } from '../../common/index.js';
import { SETTINGS } from '../../config/index.js';
import type { RunSettings } from '../../config/index.js';
import { maskAddress, maskUrl } from '../../masking/index.js';
import { secretWarnings } from '../../signing/index.js';
import {
  DefaultEndpoints,
  Endpoints,
  isUnset,
  NotificationEndpoints,
} from '../../endpoints/index.js';
import { Tenant } from '../tenant.entity.js';
import type { PatchTenantSettingsDto, TenantSettingsDto } from './tenant-settings.dto.js';

/** Settings that are columns of the tenant. A statement matches no row if the value is $2 already. */
const SET_CHOICES = {
  /** The new version makes concurrent publishes plan again. */
  network_downtime_handling: `
UPDATE tenants SET network_downtime_handling = $2, fanout_version = fanout_version + 1
WHERE id = $1 AND deleted_at IS NULL AND network_downtime_handling <> $2`,

  retention_days: `
UPDATE tenants SET retention_days = $2
WHERE id = $1 AND deleted_at IS NULL AND retention_days IS DISTINCT FROM $2::int`,
};

/** Manages a tenant's settings, which are stored as endpoints and columns of the tenant. */
@Injectable()
export class TenantSettings {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(DefaultEndpoints) private readonly defaults: DefaultEndpoints,
    @Inject(NotificationEndpoints) private readonly notifications: NotificationEndpoints,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
    @Inject(SETTINGS) private readonly settings: RunSettings,
  ) {}

  async get(tenantId: string, reader: Reader): Promise<TenantSettingsDto> {
    const where = { id: tenantId, deletedAt: IsNull() };
    const tenant = await this.source.manager.findOneBy(Tenant, where);
    if (!tenant) throw notFound('tenant');
    const endpoint = await this.defaults.find(tenantId);
    const { slack, email } = await this.notifications.find(tenantId);
    const isWhole = seesAddresses(reader);
    const recipients = email?.recipients ?? [];
    return {
      webhook_url: endpoint ? (isWhole ? endpoint.url : maskUrl(endpoint.url)) : null,
      webhook_secret: endpoint?.secretMasked ?? null,
      notification_emails: isWhole ? recipients : recipients.map(maskAddress),
      slack_webhook_url: slack?.url ?? null,
      network_downtime_handling: tenant.networkDowntimeHandling,
      retention_days: tenant.retentionDays,
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
    this.checkRetention(fields.retention_days);
    const { webhook_url: url, webhook_secret: secret } = fields;
    const { slack_webhook_url: slackUrl, notification_emails: emails } = fields;
    const setWebhook = this.defaults.change(tenantId, { url, secret });
    const setNotifications = this.notifications.change(tenantId, { slackUrl, emails });
    const actor = actorOf(principal);
    const former = await this.audited(tenantId);
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
      const details = { fields: names, ...changesOf(former, fields, names) };
      await recordAudit(manager, { actor, tenantId, action, target, details });
      return names;
    });
    const settings = await this.get(tenantId, principal);
    if (!changed.includes('webhook_secret')) return settings;
    const endpoint = await this.defaults.find(tenantId);
    const warnings = secretWarnings(secret, endpoint?.signing ?? null);
    return warnings.length > 0 ? Object.assign(settings, { warnings }) : settings;
  }

  /** Returns the settings as the audit log shows them. Null: there is no such tenant. */
  private async audited(tenantId: string): Promise<TenantSettingsDto | null> {
    // A viewer sees no address whole.
    const reader: Reader = { role: 'viewer' };
    return this.get(tenantId, reader).catch((error: unknown) => {
      ignoreNotFound(error);
      return null;
    });
  }

  private checkRetention(days: number | null | undefined): void {
    const { payloadRetentionDays } = this.settings;
    if (days == null || days <= payloadRetentionDays) return;
    const message = `must be from 1 to ${payloadRetentionDays}`;
    throw invalid([{ pointer: '/retention_days', code: 'max', message }]);
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

const SECRET_SETTINGS = ['webhook_secret', 'slack_webhook_url'];

/** Returns the settings of these names as they were and as they are, without secrets and whole addresses. */
function changesOf(
  former: TenantSettingsDto | null,
  { webhook_url: url, notification_emails: emails, ...fields }: PatchTenantSettingsDto,
  names: readonly string[],
) {
  const wanted: Record<string, unknown> = {
    ...fields,
    webhook_url: url == null ? null : maskUrl(url),
    notification_emails: (isUnset(emails) ? [] : (emails as string[])).map(maskAddress),
  };
  const show = (side: object): [string, unknown][] =>
    names.map((name) => {
      const value: unknown = Reflect.get(side, name) ?? null;
      return [name, value !== null && SECRET_SETTINGS.includes(name) ? CHANGED : value];
    });
  const before = Object.fromEntries(show(former ?? {}));
  const after = Object.fromEntries(show(wanted));
  // A secret that was generated is not in the request.
  if (names.includes('webhook_secret') && url !== null) after['webhook_secret'] = CHANGED;
  return { before, after };
}

/** Another request may have deleted the endpoint meanwhile. */
function ignoreNotFound(error: unknown): void {
  if (!(error instanceof AppError && error.status === 404)) throw error;
}

async function setChoices(
  manager: EntityManager,
  tenantId: string,
  fields: PatchTenantSettingsDto,
): Promise<string[]> {
  const changed: string[] = [];
  for (const [name, text] of Object.entries(SET_CHOICES)) {
    const value = fields[name as keyof typeof SET_CHOICES];
    if (value === undefined) continue;
    const [, matched] = await manager.query<[unknown, number]>(text, [tenantId, value]);
    if (matched > 0) changed.push(name);
  }
  return changed;
}
