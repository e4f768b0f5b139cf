import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { ArrayContains, DataSource, In, IsNull, LessThan } from 'typeorm';
import type { EntityManager, FindOptionsWhere } from 'typeorm';
import {
  conflict,
  decodeCursor,
  newUuid,
  notFound,
  parseId,
  publicId,
  toPage,
} from '../common/index.js';
import type { Page } from '../common/index.js';
import type { PageQuery } from '../http/index.js';
import { Authenticator, hashKey } from './admission.js';
import type { ApiKeyDto, CreatedApiKeyDto } from './api-key.dto.js';
import { ApiKey } from './api-key.entity.js';
import { AuditLog } from './audit.js';
import type { Principal, Role } from './principal.js';

export interface NewApiKey {
  role: Role;
  name: string;
  /** UUIDs; null: every tenant. */
  tenantIds: string[] | null;
}

const MAX_KEYS_PER_TENANT = 100;

/** Creates, lists and revokes keys. Only the SHA-256 of a key is stored. */
@Injectable()
export class ApiKeys {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
  ) {}

  async create(principal: Principal, wanted: NewApiKey): Promise<CreatedApiKeyDto> {
    const key = `pr_${randomBytes(32).toString('base64url')}`;
    const row = await this.source.transaction(async (manager) => {
      const tenantId = tenantOf(wanted);
      if (tenantId !== null) await requireRoom(manager, tenantId);
      const inserted = { id: newUuid(), keyHash: hashKey(key), createdAt: new Date(), ...wanted };
      await manager.insert(ApiKey, inserted);
      await this.audit.write(manager, {
        principal,
        tenantId,
        action: 'api_key.created',
        target: publicId('apiKey', inserted.id),
        details: { role: wanted.role, name: wanted.name },
      });
      return inserted;
    });
    return Object.assign(presentApiKey(row), { key });
  }

  /** Returns the live keys of one tenant, or of the whole installation if `tenantId` is null. */
  async list(tenantId: string | null, { limit, cursor }: PageQuery): Promise<Page<ApiKeyDto>> {
    const before = decodeCursor(cursor);
    const rows = await this.source.manager.find(ApiKey, {
      where: { ...liveKeys(tenantId), ...(before !== undefined && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return toPage(rows, limit, presentApiKey);
  }

  async revoke(principal: Principal, tenantId: string | null, keyId: string): Promise<void> {
    const id = parseId('apiKey', keyId);
    if (id === undefined) throw notFound('API key');
    await this.source.transaction(async (manager) => {
      const row = await manager.findOne(ApiKey, {
        where: { ...liveKeys(tenantId), id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!row) throw notFound('API key');
      await manager.update(ApiKey, { id }, { revokedAt: () => 'now()' });
      await this.audit.write(manager, {
        principal,
        tenantId: tenantOf(row),
        action: 'api_key.revoked',
        target: keyId,
        details: { role: row.role, name: row.name },
      });
    });
    this.authenticator.forget();
  }
}

/** Lets one key at a time be added to a tenant, and throws 409 where it has too many. */
async function requireRoom(manager: EntityManager, tenantId: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('api_keys'), hashtext($1))`, [
    tenantId,
  ]);
  if ((await manager.countBy(ApiKey, liveKeys(tenantId))) < MAX_KEYS_PER_TENANT) return;
  const message = `A tenant has at most ${MAX_KEYS_PER_TENANT} API keys: revoke one first.`;
  throw conflict('too_many_api_keys', message);
}

function liveKeys(tenantId: string | null): FindOptionsWhere<ApiKey> {
  if (tenantId === null) return { revokedAt: IsNull() };
  return {
    revokedAt: IsNull(),
    role: In(['tenant', 'viewer']),
    tenantIds: ArrayContains([tenantId]),
  };
}

/** Returns the tenant whose audit log records the key; only a tenant's own keys are recorded there. */
function tenantOf({ role, tenantIds }: Pick<ApiKey, 'role' | 'tenantIds'>): string | null {
  return role === 'tenant' || role === 'viewer' ? (tenantIds?.[0] ?? null) : null;
}

function presentApiKey(row: Omit<ApiKey, 'keyHash' | 'revokedAt'>): ApiKeyDto {
  return {
    id: publicId('apiKey', row.id),
    role: row.role,
    name: row.name,
    tenant_ids: row.tenantIds?.map((id) => publicId('tenant', id)) ?? null,
    created_at: row.createdAt.toISOString(),
  };
}
