import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { ArrayContains, DataSource, In, IsNull, LessThan, MoreThan } from 'typeorm';
import type { EntityManager, FindOptionsWhere } from 'typeorm';
import {
  conflict,
  decodeCursor,
  invalid,
  newUuid,
  notFound,
  parseId,
  publicId,
  toPage,
} from '../common/index.js';
import type { Page } from '../common/index.js';
import { Authenticator, hashKey } from './admission.js';
import type { ApiKeyDto, ApiKeyQuery, CreatedApiKeyDto } from './api-key.dto.js';
import { ApiKey } from './api-key.entity.js';
import { AuditLog } from './audit.js';
import { ownTenantId } from './principal.js';
import type { Principal, Role } from './principal.js';

interface NewApiKey {
  role: Role;
  name: string;
  owner?: string;
  /** ISO 8601. */
  expires_at?: string;
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

  /** `tenantIds` are UUIDs; null: every tenant. Throws 422, and 409 where the tenant has too many keys. */
  async create(
    principal: Principal,
    { role, name, owner, expires_at }: NewApiKey,
    tenantIds: string[] | null,
  ): Promise<CreatedApiKeyDto> {
    const key = `pr_${randomBytes(32).toString('base64url')}`;
    const expiresAt = futureOf(expires_at);
    const row = await this.source.transaction(async (manager) => {
      const tenantId = ownTenantId({ role, tenantIds });
      if (tenantId !== null) await requireRoom(manager, tenantId);
      const inserted = { id: newUuid(), role, name, tenantIds, owner: owner ?? null, expiresAt };
      const times = { createdAt: new Date(), lastUsedAt: null, revokedAt: null };
      await manager.insert(ApiKey, { ...inserted, ...times, keyHash: hashKey(key) });
      await this.audit.write(manager, {
        principal,
        tenantId,
        action: 'api_key.created',
        target: publicId('apiKey', inserted.id),
        details: {
          role,
          name,
          ...(expiresAt && { expires_at: expiresAt.toISOString() }),
          after: auditedFields(inserted),
        },
      });
      return { ...inserted, ...times };
    });
    return Object.assign(presentApiKey(row), { key });
  }

  /** Returns the keys of one tenant, or of the whole installation if `tenantId` is null. */
  async list(
    tenantId: string | null,
    { limit, cursor, revoked = false }: ApiKeyQuery,
  ): Promise<Page<ApiKeyDto>> {
    const before = decodeCursor(cursor);
    const rows = await this.source.manager.find(ApiKey, {
      where: {
        ...keysOf(tenantId),
        ...(!revoked && { revokedAt: IsNull() }),
        ...(before !== undefined && { id: LessThan(before) }),
      },
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
        where: { ...keysOf(tenantId), revokedAt: IsNull(), id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!row) throw notFound('API key');
      await manager.update(ApiKey, { id }, { revokedAt: () => 'now()' });
      await this.audit.write(manager, {
        principal,
        tenantId: ownTenantId(row),
        action: 'api_key.revoked',
        target: keyId,
        details: {
          role: row.role,
          name: row.name,
          before: auditedFields(row),
          after: { status: 'revoked' },
        },
      });
    });
    this.authenticator.forget();
  }
}

/** The fields of a key that the audit log shows. Its owner is a person, and named by the list of keys alone. */
function auditedFields(key: Pick<ApiKey, 'role' | 'name' | 'tenantIds' | 'expiresAt'>) {
  return {
    status: 'active',
    role: key.role,
    name: key.name,
    tenant_ids: key.tenantIds?.map((id) => publicId('tenant', id)) ?? null,
    expires_at: key.expiresAt?.toISOString() ?? null,
  };
}

function futureOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const time = new Date(text);
  if (time.getTime() > Date.now()) return time;
  const message = 'must be in the future';
  throw invalid([{ pointer: '/expires_at', code: 'not_in_future', message }]);
}

/** Lets one key at a time be added to a tenant, and throws 409 where it has too many. */
async function requireRoom(manager: EntityManager, tenantId: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('api_keys'), hashtext($1))`, [
    tenantId,
  ]);
  const live = { ...keysOf(tenantId), revokedAt: IsNull() };
  const count = await manager.countBy(ApiKey, [
    { ...live, expiresAt: IsNull() },
    { ...live, expiresAt: MoreThan(new Date()) },
  ]);
  if (count < MAX_KEYS_PER_TENANT) return;
  const message = `A tenant has at most ${MAX_KEYS_PER_TENANT} API keys: revoke one first.`;
  throw conflict('too_many_api_keys', message);
}

/** The keys that a tenant may see; null: all. */
function keysOf(tenantId: string | null): FindOptionsWhere<ApiKey> {
  if (tenantId === null) return {};
  return { role: In(['tenant', 'viewer']), tenantIds: ArrayContains([tenantId]) };
}

function presentApiKey(row: Omit<ApiKey, 'keyHash'>): ApiKeyDto {
  return {
    id: publicId('apiKey', row.id),
    role: row.role,
    name: row.name,
    tenant_ids: row.tenantIds?.map((id) => publicId('tenant', id)) ?? null,
    created_at: row.createdAt.toISOString(),
    owner: row.owner,
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    revoked_at: row.revokedAt?.toISOString() ?? null,
  };
}
