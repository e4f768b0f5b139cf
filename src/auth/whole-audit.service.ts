import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { parseId, publicId } from '../common/index.js';
import { SealedTexts } from '../database/index.js';
import { AuditLog } from './audit.js';
import type { WholeAuditPageDto, WholeAuditQuery } from './audit.dto.js';
import type { Principal } from './principal.js';
import { TenantDirectory } from './tenant-directory.js';

/** The audit log of all tenants, with their names. */
@Injectable()
export class WholeAudit {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
  ) {}

  /** Lists entries, newest first. What a deleted tenant leaves is found by its id. */
  async list(
    principal: Principal,
    { tenant_id: tenant, ...query }: WholeAuditQuery,
  ): Promise<WholeAuditPageDto> {
    const id =
      tenant === undefined
        ? null
        : (parseId('tenant', tenant) ?? (await this.tenants.resolve(principal, tenant)).id);
    const { data, next_cursor } = await this.audit.list(id, query);
    const names = await this.namesOf(data.flatMap((entry) => entry.tenant_id ?? []));
    const named = data.map((entry) => ({
      ...entry,
      tenant_name: names.get(entry.tenant_id ?? '') ?? null,
    }));
    return { data: named, next_cursor };
  }

  private async namesOf(tenantIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const ids = new Set(tenantIds.map((id) => parseId('tenant', id)));
    const rows = await this.source.query<{ id: string; name: string }[]>(
      'SELECT id, name FROM tenants WHERE id = ANY ($1)',
      [[...ids]],
    );
    const named = await this.texts.withNames(rows);
    return new Map(named.map(({ id, name }) => [publicId('tenant', id), name]));
  }
}
