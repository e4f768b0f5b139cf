import { Inject, Injectable } from '@nestjs/common';
import { TtlCache, notFound, parseId, publicId, systemClock } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';
import { ownTenantId, reaches } from './principal.js';
import type { Principal } from './principal.js';

interface TenantRow {
  id: string;
  external_id: string | null;
  name: string;
  fanout_version: number;
  is_deleting: boolean;
}

const COLUMNS = 'id, external_id, name, fanout_version, deleting_at IS NOT NULL AS is_deleting';

const findTenantById = statement<TenantRow>(
  'find-tenant-by-id',
  `SELECT ${COLUMNS} FROM tenants WHERE id = $1 AND deleted_at IS NULL`,
);

const findTenantByExternalId = statement<TenantRow>(
  'find-tenant-by-external-id',
  `SELECT ${COLUMNS} FROM tenants WHERE external_id = $1 AND deleted_at IS NULL`,
);

/** An existing tenant. `fanoutVersion` and `isDeleting` may be up to a second old. */
export interface TenantRef {
  /** UUID. */
  id: string;
  externalId: string | null;
  /** As it is stored, sealed in most installations: `SealedTexts.withNames` opens it. */
  name: string;
  fanoutVersion: number;
  /** Whether its deletion was requested. */
  isDeleting: boolean;
}

const TTL_MS = 1_000;
const MAX_TENANTS = 10_000;
const MAX_REFERENCE_LENGTH = 200;

/** Finds tenants by their public id or external id. */
@Injectable()
export class TenantDirectory {
  private readonly cache = new TtlCache((reference) => this.load(reference), {
    ttlMs: TTL_MS,
    maxEntries: MAX_TENANTS,
    clock: systemClock,
  });

  constructor(@Inject(HotPool) private readonly pool: HotPool) {}

  /**
   * Resolves `ten_…`, an external id, or `me`. Rejects with the same 404 if the tenant does not exist and
   * if it is outside the principal's scope.
   */
  async resolve(principal: Principal, reference: string): Promise<TenantRef> {
    const tenant = await this.find(reference === 'me' ? ownTenant(principal) : reference);
    if (!tenant || !reaches(principal, tenant.id)) throw notFound('tenant');
    return tenant;
  }

  /** Returns the tenant synchronously from the cache, or undefined. */
  resolveCached(principal: Principal, reference: string): TenantRef | undefined {
    const tenant = this.cache.peek(reference);
    return tenant && reaches(principal, tenant.id) ? tenant : undefined;
  }

  /** Clears the cache. It must be called after every change of a tenant; others notice within a second. */
  forget(): void {
    this.cache.clear();
  }

  private find(reference: string | undefined): Promise<TenantRef | undefined> {
    if (!reference || reference.length > MAX_REFERENCE_LENGTH || reference.includes('\0')) {
      return Promise.resolve(undefined);
    }
    return this.cache.get(reference);
  }

  private async load(reference: string): Promise<TenantRef | undefined> {
    const id = parseId('tenant', reference);
    const [row] = id
      ? await this.pool.run(findTenantById, [id])
      : await this.pool.run(findTenantByExternalId, [reference]);
    return (
      row && {
        id: row.id,
        externalId: row.external_id,
        name: row.name,
        fanoutVersion: row.fanout_version,
        isDeleting: row.is_deleting,
      }
    );
  }
}

function ownTenant(principal: Principal): string | undefined {
  const tenantId = ownTenantId(principal);
  return tenantId === null ? undefined : publicId('tenant', tenantId);
}
