import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Coalescer, isRowError, parseId } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';
import { FanoutEndpoints } from '../endpoints/index.js';
import type { FanoutTenant } from './fan-out.js';

/** The endpoints of a tenant; valid as long as its `fanoutVersion` is the database's. */
export interface TenantRoute extends FanoutTenant {
  tenantId: string;
  fanoutVersion: number;
  /** Whether the deletion of the tenant was requested: nothing is published for it. */
  isDeleting: boolean;
}

const MAX_TENANTS = 10_000;

interface TenantRow {
  id: string;
  external_id: string | null;
  fanout_version: number;
  is_deleting: boolean;
}

const findTenants = statement<TenantRow>(
  'find-tenants-by-ref',
  `SELECT id, external_id, fanout_version, deleting_at IS NOT NULL AS is_deleting FROM tenants
   WHERE deleted_at IS NULL AND (id = ANY ($1::uuid[]) OR external_id = ANY ($2::text[]))`,
);

/**
 * Caches tenants by the reference that a publisher uses. Entries are kept without a time limit: the statement
 * that stores events checks the version they carry, and a stale one is forgotten and read again. A tenant that is being
 * deleted, for which nothing is stored, is read each time.
 */
@Injectable()
export class TenantRouteCache {
  private readonly entries = new LRUCache<string, TenantRoute>({ max: MAX_TENANTS });
  private readonly loader: Coalescer<string, TenantRoute | undefined>;

  constructor(
    private readonly pool: HotPool,
    private readonly endpoints: FanoutEndpoints,
  ) {
    this.loader = new Coalescer((refs) => this.load(refs), { maxItems: 200, isRowError });
  }

  /** Finds by id (`ten_…`) or `external_id`; undefined where there is no such tenant. */
  async find(ref: string): Promise<TenantRoute | undefined> {
    const known = this.entries.get(ref);
    // PostgreSQL stores no NUL, so no tenant has such a reference.
    if (known || ref.includes('\0')) return known;
    const entry = await this.loader.add(ref);
    if (entry && !entry.isDeleting) this.entries.set(ref, entry);
    return entry;
  }

  /** Returns the cached entry of a tenant, without waiting. */
  peek(ref: string): TenantRoute | undefined {
    return this.entries.get(ref);
  }

  forget(ref: string): void {
    this.entries.delete(ref);
  }

  private async load(refs: string[]): Promise<(TenantRoute | undefined)[]> {
    const uuids = refs.map((ref) => parseId('tenant', ref)).filter((id) => id !== undefined);
    const rows = await this.pool.run(findTenants, [uuids, refs]);
    const fanouts = await this.endpoints.forTenants(rows.map((row) => row.id));
    return refs.map((ref) => {
      const uuid = parseId('tenant', ref);
      const row = rows.find((one) => (uuid ? one.id === uuid : one.external_id === ref));
      const fanout = row && fanouts.get(row.id);
      // The older version of the two reads: where the tenant changed in between, the entry is stale.
      if (!row || !fanout) return undefined;
      const { id: tenantId, fanout_version: fanoutVersion, is_deleting: isDeleting } = row;
      return { ...fanout, tenantId, fanoutVersion, isDeleting };
    });
  }
}
