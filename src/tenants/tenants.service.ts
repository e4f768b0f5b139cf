import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull, LessThan } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { AuditLog, Authenticator, TenantDirectory } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import {
  conflict,
  decodeCursor,
  invalid,
  newUuid,
  notFound,
  publicId,
  sqlStateOf,
  toPage,
} from '../common/index.js';
import type { Page } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import type { PageQuery } from '../http/index.js';
import type { CreateTenantDto, TenantDto, UpdateTenantDto } from './tenant.dto.js';
import { Tenant } from './tenant.entity.js';
import { CANCEL_OF_TENANT } from '../queue/index.js';

/**
 * The steps of deleting tenant $1, in this order and in one transaction. The first locks the row on which
 * publishers hold a shared lock: their events are either cancelled below or find no tenant.
 */
const DELETE_TENANT = [
  `UPDATE tenants SET deleted_at = now(), fanout_version = fanout_version + 1 WHERE id = $1`,

  `UPDATE endpoints SET deleted_at = now(), updated_at = now(), version = version + 1,
     sealed_headers = NULL, sealed_url = NULL, recipients = CASE WHEN recipients IS NOT NULL THEN '{}'::text[] END
   WHERE tenant_id = $1 AND deleted_at IS NULL`,

  `DELETE FROM endpoint_secrets WHERE endpoint_id IN (SELECT id FROM endpoints WHERE tenant_id = $1)`,

  `DELETE FROM held_addresses WHERE endpoint_id IN (SELECT id FROM endpoints WHERE tenant_id = $1)`,

  `DELETE FROM mail_recipients WHERE endpoint_id IN (SELECT id FROM endpoints WHERE tenant_id = $1)`,

  ...CANCEL_OF_TENANT,

  `UPDATE rejected_publishes SET sealed_body = NULL WHERE tenant_id = $1`,

  `UPDATE api_keys SET revoked_at = now()
   WHERE tenant_ids = ARRAY[$1::uuid] AND role IN ('tenant', 'viewer') AND revoked_at IS NULL`,
];

const UNIQUE_VIOLATION = '23505';

/** Creates, lists, changes and deletes tenants for the API. */
@Injectable()
export class Tenants {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(TenantDirectory) private readonly directory: TenantDirectory,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(SETTINGS) private readonly settings: RunSettings,
  ) {}

  async create(principal: Principal, dto: CreateTenantDto): Promise<TenantDto> {
    const tenant = {
      id: newUuid(),
      name: dto.name,
      externalId: dto.external_id ?? null,
      recordRetentionDays: null,
      allowErasure: false,
      minimumDays: {},
      createdAt: new Date(),
    };
    await this.change(principal, tenant.id, 'tenant.created', async (manager) => {
      await manager.insert(Tenant, tenant);
    });
    return presentTenant(tenant);
  }

  async list({ limit, cursor }: PageQuery): Promise<Page<TenantDto>> {
    const before = decodeCursor(cursor);
    const rows = await this.source.manager.find(Tenant, {
      where: { deletedAt: IsNull(), ...(before !== undefined && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return toPage(rows, limit, presentTenant);
  }

  async get(id: string): Promise<TenantDto> {
    const tenant = await this.source.manager.findOneBy(Tenant, { id, deletedAt: IsNull() });
    if (!tenant) throw notFound('tenant');
    return presentTenant(tenant);
  }

  async update(principal: Principal, id: string, dto: UpdateTenantDto): Promise<TenantDto> {
    const { name, external_id: externalId, record_retention_days: recordRetentionDays } = dto;
    const { allow_erasure: allowErasure } = dto;
    this.checkRetention(recordRetentionDays);
    const minimumDays = dto.minimum_days && checkedMinimum(dto.minimum_days);
    const changed = {
      ...(name !== undefined && { name }),
      ...(recordRetentionDays !== undefined && { recordRetentionDays }),
      ...(allowErasure !== undefined && { allowErasure }),
      ...(minimumDays !== undefined && { minimumDays }),
      // Publishers cache which tenant an external_id means until the version changes.
      ...(externalId !== undefined && { externalId, fanoutVersion: () => 'fanout_version + 1' }),
    };
    if (Object.keys(changed).length > 0) {
      await this.change(principal, id, 'tenant.updated', async (manager) => {
        const { affected } = await manager.update(Tenant, { id, deletedAt: IsNull() }, changed);
        if (affected !== 1) throw notFound('tenant');
        return { fields: Object.keys(dto) };
      });
    }
    return this.get(id);
  }

  /** Also deletes its endpoints, cancels its deliveries and revokes its keys. Throws 404. */
  async delete(principal: Principal, id: string): Promise<void> {
    await this.change(principal, id, 'tenant.deleted', async (manager) => {
      const tenant = await manager.findOne(Tenant, {
        where: { id, deletedAt: IsNull() },
        lock: { mode: 'pessimistic_write' },
      });
      if (!tenant) throw notFound('tenant');
      for (const step of DELETE_TENANT) await manager.query(step, [id]);
    });
    this.authenticator.forget();
  }

  private checkRetention(days: number | null | undefined): void {
    const { recordRetentionDays } = this.settings;
    if (days == null || days <= recordRetentionDays) return;
    const message = `must be from 1 to ${recordRetentionDays}`;
    throw invalid([{ pointer: '/record_retention_days', code: 'max', message }]);
  }

  /** Runs a change in a transaction together with its audit entry. Throws 409 `external_id_taken`. */
  private async change(
    principal: Principal,
    id: string,
    action: string,
    work: (manager: EntityManager) => Promise<Record<string, unknown> | void>,
  ): Promise<void> {
    try {
      await this.source.transaction(async (manager) => {
        const details = (await work(manager)) ?? {};
        const target = publicId('tenant', id);
        await this.audit.write(manager, { principal, tenantId: id, action, target, details });
      });
    } catch (error) {
      if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error;
      throw conflict('external_id_taken', 'Another tenant has this external_id.');
    } finally {
      this.directory.forget();
    }
  }
}

const MAX_MINIMUMS = 100;
const MAX_MINIMUM_DAYS = 36_500;
const PATTERN = /^[A-Za-z0-9_.-]{1,200}(?:\.\*)?$|^\*$/;

function checkedMinimum(minimum: Record<string, unknown>): Record<string, number> {
  const entries = Object.entries(minimum);
  const isValid = ([pattern, days]: [string, unknown]): boolean =>
    PATTERN.test(pattern) &&
    Number.isInteger(days) &&
    Number(days) >= 0 &&
    Number(days) <= MAX_MINIMUM_DAYS;
  if (entries.length > MAX_MINIMUMS || !entries.every(isValid)) {
    const message = `must be up to ${MAX_MINIMUMS} types or patterns with days from 0 to ${MAX_MINIMUM_DAYS}`;
    throw invalid([{ pointer: '/minimum_days', code: 'out_of_range', message }]);
  }
  return minimum as Record<string, number>;
}

function presentTenant(
  tenant: Omit<Tenant, 'fanoutVersion' | 'networkDowntimeHandling' | 'retentionDays' | 'deletedAt'>,
): TenantDto {
  return {
    id: publicId('tenant', tenant.id),
    external_id: tenant.externalId,
    name: tenant.name,
    record_retention_days: tenant.recordRetentionDays,
    allow_erasure: tenant.allowErasure,
    minimum_days: tenant.minimumDays,
    created_at: tenant.createdAt.toISOString(),
  };
}
