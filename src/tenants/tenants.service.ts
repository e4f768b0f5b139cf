import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull, LessThan, Not } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { AuditLog, CHANGED, differences, TenantDirectory } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import {
  conflict,
  decodeCursor,
  invalid,
  newUuid,
  notFound,
  publicId,
  UNIQUE_VIOLATION,
  sqlStateOf,
  toPage,
} from '../common/index.js';
import type { Page } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { SealedTexts } from '../database/index.js';
import type { PageQuery } from '../http/index.js';
import type { CreateTenantDto, TenantDto, UpdateTenantDto } from './tenant.dto.js';
import { Tenant } from './tenant.entity.js';
import { TenantDeletions } from './deletion/tenant-deletions.service.js';
import type { TenantDeletionDto } from './deletion/tenant-deletion.dto.js';

/** Creates, lists, changes and deletes tenants for the API. */
@Injectable()
export class Tenants {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(TenantDirectory) private readonly directory: TenantDirectory,
    @Inject(TenantDeletions) private readonly deletions: TenantDeletions,
    @Inject(SETTINGS) private readonly settings: RunSettings,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
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
    const { externalId } = tenant;
    await this.change(
      principal,
      { id: tenant.id, externalId },
      'tenant.created',
      async (manager) => {
        const columns = await this.texts.nameColumns(tenant.id, tenant.name);
        await manager.insert(Tenant, { ...tenant, ...columns });
        return { after: auditedFields(tenant) };
      },
    );
    return presentTenant(tenant);
  }

  async list({ limit, cursor }: PageQuery): Promise<Page<TenantDto>> {
    const before = decodeCursor(cursor);
    const found = await this.source.manager.find(Tenant, {
      where: { deletedAt: IsNull(), ...(before !== undefined && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    const rows = await this.texts.withNames(found);
    const deleting = rows.flatMap(({ id, deletingAt }) => (deletingAt === null ? [] : [id]));
    const deletions = await this.deletions.openOf(deleting);
    return toPage(rows, limit, (row) => presentTenant(row, deletions.get(row.id)));
  }

  async get(id: string): Promise<TenantDto> {
    const found = await this.source.manager.findBy(Tenant, { id, deletedAt: IsNull() });
    const [tenant] = await this.texts.withNames(found);
    if (!tenant) throw notFound('tenant');
    const deletions = await this.deletions.openOf(tenant.deletingAt === null ? [] : [id]);
    return presentTenant(tenant, deletions.get(id));
  }

  async update(principal: Principal, id: string, dto: UpdateTenantDto): Promise<TenantDto> {
    const { name, external_id: externalId, record_retention_days: recordRetentionDays } = dto;
    const { allow_erasure: allowErasure } = dto;
    this.checkRetention(recordRetentionDays);
    const minimumDays = dto.minimum_days && checkedMinimum(dto.minimum_days);
    const changed = {
      ...(name !== undefined && (await this.texts.nameColumns(id, name))),
      ...(recordRetentionDays !== undefined && { recordRetentionDays }),
      ...(allowErasure !== undefined && { allowErasure }),
      ...(minimumDays !== undefined && { minimumDays }),
      // Publishers cache which tenant an external_id means until the version changes.
      ...(externalId !== undefined && { externalId, fanoutVersion: () => 'fanout_version + 1' }),
    };
    if (Object.keys(changed).length > 0) {
      await this.change(principal, { id, externalId }, 'tenant.updated', async (manager) => {
        const where = { id, deletedAt: IsNull() };
        const lock = { mode: 'pessimistic_write' } as const;
        const former = await manager.findOne(Tenant, { where, lock });
        if (!former) throw notFound('tenant');
        await manager.update(Tenant, where, changed);
        return { fields: Object.keys(dto), ...changesOf(former, changed, name !== undefined) };
      });
    }
    return this.get(id);
  }

  /** Returns the tenant as it was, with its deletion. Throws 404. */
  async delete(principal: Principal, id: string, atOnce: boolean): Promise<TenantDto> {
    const tenant = await this.get(id);
    const deletion = await this.deletions.request(principal, id, atOnce);
    return Object.assign(tenant, { status: 'deleting' as const, deletion });
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
    { id, externalId }: { id: string; externalId: string | null | undefined },
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
      const deleting = await this.source.manager.existsBy(Tenant, {
        externalId: externalId ?? '',
        deletedAt: IsNull(),
        deletingAt: Not(IsNull()),
      });
      const message = deleting
        ? 'A tenant that is being deleted has this external_id until its data is erased.'
        : 'Another tenant has this external_id.';
      throw conflict('external_id_taken', message);
    } finally {
      this.directory.forget();
    }
  }
}

type AuditedTenant = Pick<
  Tenant,
  'externalId' | 'recordRetentionDays' | 'allowErasure' | 'minimumDays'
>;

/** The fields of a tenant that the audit log shows. Its name may be that of a person. */
function auditedFields(tenant: AuditedTenant): Record<string, unknown> {
  return {
    external_id: tenant.externalId,
    record_retention_days: tenant.recordRetentionDays,
    allow_erasure: tenant.allowErasure,
    minimum_days: tenant.minimumDays,
  };
}

function changesOf(former: AuditedTenant, changed: Partial<AuditedTenant>, isRenamed: boolean) {
  const { externalId, recordRetentionDays, allowErasure, minimumDays } = former;
  const kept = { externalId, recordRetentionDays, allowErasure, minimumDays };
  const found = differences(auditedFields(kept), auditedFields({ ...kept, ...changed }));
  if (!isRenamed) return found;
  return { before: { ...found.before, name: CHANGED }, after: { ...found.after, name: CHANGED } };
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
  tenant: Omit<
    Tenant,
    | 'fanoutVersion'
    | 'nameRefs'
    | 'networkDowntimeHandling'
    | 'retentionDays'
    | 'deletingAt'
    | 'deletedAt'
  >,
  deletion: TenantDeletionDto | null = null,
): TenantDto {
  return {
    id: publicId('tenant', tenant.id),
    external_id: tenant.externalId,
    name: tenant.name,
    record_retention_days: tenant.recordRetentionDays,
    allow_erasure: tenant.allowErasure,
    minimum_days: tenant.minimumDays,
    status: deletion ? 'deleting' : 'active',
    deletion,
    created_at: tenant.createdAt.toISOString(),
  };
}
