import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { actorOf, AuditLog } from '../../auth/index.js';
import type { Principal } from '../../auth/index.js';
import { AppError, invalid, notFound, publicId } from '../../common/index.js';
import { DefaultEndpoints, Endpoints } from '../../endpoints/index.js';
import { Tenant } from '../tenant.entity.js';
import { SET_DOWNTIME_HANDLING } from './set-downtime-handling.query.js';
import type { PatchTenantSettingsDto, TenantSettingsDto } from './tenant-settings.dto.js';
import { unbuiltSettings } from './unbuilt-settings.js';

/** The simple way for a tenant: one URL and a few choices, over the same endpoints. */
@Injectable()
export class TenantSettings {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(DefaultEndpoints) private readonly defaults: DefaultEndpoints,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
  ) {}

  async get(tenantId: string): Promise<TenantSettingsDto> {
    const where = { id: tenantId, deletedAt: IsNull() };
    const tenant = await this.source.manager.findOneBy(Tenant, where);
    if (!tenant) throw notFound('tenant');
    const endpoint = await this.defaults.find(tenantId);
    return {
      webhook_url: endpoint?.url ?? null,
      webhook_secret: endpoint?.secretMasked ?? null,
      notification_emails: [],
      slack_webhook_url: null,
      network_downtime_handling: tenant.networkDowntimeHandling,
      retention_days: null,
    };
  }

  /**
   * All in one transaction, but for the end of the endpoint: that comes first, in steps of its own, and
   * is found done when a PATCH that broke off is sent again.
   */
  async patch(
    principal: Principal,
    tenantId: string,
    fields: PatchTenantSettingsDto,
  ): Promise<TenantSettingsDto> {
    const unbuilt = unbuiltSettings(fields);
    if (unbuilt.length > 0) throw invalid(unbuilt, 'not_supported_yet');
    const { webhook_url: url, webhook_secret: secret } = fields;
    const setWebhook = this.defaults.change({ url, secret });
    const removed = url === null ? await this.removeWebhook(principal, tenantId) : [];
    await this.source.transaction(async (manager) => {
      const changed = [
        ...removed,
        ...(await setWebhook(manager, tenantId, actorOf(principal))),
        ...(await setChoices(manager, tenantId, fields)),
      ];
      if (changed.length > 0) await this.record(manager, principal, tenantId, changed);
    });
    return this.get(tenantId);
  }

  private async removeWebhook(principal: Principal, tenantId: string): Promise<string[]> {
    const endpoint = await this.defaults.find(tenantId);
    if (!endpoint) return [];
    const ref = { tenantId, endpointId: endpoint.id };
    await this.endpoints.remove(ref, actorOf(principal)).catch((error: unknown) => {
      // Somebody else was faster.
      if (!(error instanceof AppError && error.status === 404)) throw error;
    });
    return ['webhook_url'];
  }

  private record(
    manager: EntityManager,
    principal: Principal,
    tenantId: string,
    fields: string[],
  ): Promise<void> {
    const target = publicId('tenant', tenantId);
    const action = 'settings.updated';
    return this.audit.write(manager, { principal, tenantId, action, target, details: { fields } });
  }
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
