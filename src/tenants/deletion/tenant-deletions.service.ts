import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import type { EntityManager } from 'typeorm';
import {
  actorOf,
  Authenticator,
  recordAudit,
  requestFacts,
  TenantDirectory,
} from '../../auth/index.js';
import type { Principal } from '../../auth/index.js';
import { conflict, decodeCursor, newUuid, notFound, publicId, toPage } from '../../common/index.js';
import type { Page } from '../../common/index.js';
import {
  holdSuspended,
  releaseRestored,
  restoreEndpoints,
  suspendEndpoints,
} from '../../endpoints/index.js';
import type { PageQuery } from '../../http/index.js';
import { Tenant } from '../tenant.entity.js';
import {
  END_RESTORED,
  endTenant,
  FIND_OPEN,
  findObstacle,
  MARK_DELETING,
  SCHEDULE,
  UNMARK_DELETING,
  WAIT,
} from './deletion.query.js';
import type { DeletionRow } from './deletion.query.js';
import type { TenantDeletionDto } from './tenant-deletion.dto.js';

const GRACE_MS = 30 * 24 * 3_600_000;

/** Requests the deletion of tenants, takes it back, and shows it. */
@Injectable()
export class TenantDeletions {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(TenantDirectory) private readonly directory: TenantDirectory,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
  ) {}

  /**
   * Deletes a tenant: its endpoints are paused and its deliveries held. After 30 days, or `atOnce`, its data is erased
   * unless something forbids it. A second request can only bring that forward. Throws 404.
   */
  async request(
    principal: Principal,
    tenantId: string,
    atOnce: boolean,
  ): Promise<TenantDeletionDto> {
    const row = await this.change(tenantId, async (manager, tenant) => {
      const now = new Date();
      const actor = actorOf(principal);
      const reason = requestFacts()?.reason ?? null;
      const eraseAt = atOnce ? now : new Date(now.getTime() + GRACE_MS);
      const values = [newUuid(), tenantId, actor.id, actor.role, reason, now, eraseAt];
      const [scheduled] = await manager.query<object[]>(SCHEDULE, values);
      if (tenant.deletingAt === null) await suspendEndpoints(manager, tenantId);
      await manager.query(MARK_DELETING, [tenantId, now]);
      if (scheduled) {
        await recordAudit(manager, {
          actor,
          tenantId,
          action: 'tenant.deletion_requested',
          target: publicId('tenant', tenantId),
          details: {
            erase_at: eraseAt.toISOString(),
            before: { status: tenant.deletingAt === null ? 'active' : 'deleting' },
            after: { status: 'deleting' },
          },
        });
      }
      const deletion = await findOpen(manager, tenantId);
      if (!deletion) throw notFound('tenant');
      return atOnce ? this.end(manager, deletion) : deletion;
    });
    if (row.state !== 'erasing') await holdSuspended(this.source.manager, tenantId);
    return presentDeletion(row);
  }

  /** Brings a tenant back as it was. Throws 404, or 409 where it is not being deleted. */
  async restore(principal: Principal, tenantId: string, held: 'send' | 'skip'): Promise<void> {
    const endpoints = await this.change(tenantId, async (manager, tenant) => {
      if (tenant.deletingAt === null)
        throw conflict('conflict', 'The tenant is not being deleted.');
      await manager.query(UNMARK_DELETING, [tenantId]);
      await manager.query(END_RESTORED, [tenantId]);
      const ids = await restoreEndpoints(manager, tenantId, held);
      const target = publicId('tenant', tenantId);
      const actor = actorOf(principal);
      const details = { held, before: { status: 'deleting' }, after: { status: 'active' } };
      await recordAudit(manager, { actor, tenantId, action: 'tenant.restored', target, details });
      return ids;
    });
    await releaseRestored(this.source.manager, endpoints);
  }

  /** Returns the deletions of tenants (UUIDs) that have not ended, by tenant. */
  async openOf(tenantIds: readonly string[]): Promise<Map<string, TenantDeletionDto>> {
    if (tenantIds.length === 0) return new Map();
    const rows = await this.source.query<DeletionRow[]>(FIND_OPEN, [tenantIds]);
    return new Map(rows.map((row) => [row.tenant_id, presentDeletion(row)]));
  }

  async list({ limit, cursor }: PageQuery): Promise<Page<TenantDeletionDto>> {
    const rows = await this.source.query<DeletionRow[]>(
      `SELECT * FROM tenant_deletions WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
      [decodeCursor(cursor) ?? null, limit + 1],
    );
    return toPage(rows, limit, presentDeletion);
  }

  /** Throws 404. */
  async get(deletionId: string): Promise<TenantDeletionDto> {
    const text = 'SELECT * FROM tenant_deletions WHERE id = $1';
    const [row] = await this.source.query<DeletionRow[]>(text, [deletionId]);
    if (!row) throw notFound('deletion');
    return presentDeletion(row);
  }

  private async end(manager: EntityManager, deletion: DeletionRow): Promise<DeletionRow> {
    const obstacle = await findObstacle(manager, deletion.tenant_id);
    if (!obstacle) await endTenant(manager, deletion);
    else await manager.query(WAIT, [deletion.id, obstacle.reason, obstacle.until, new Date()]);
    return (await findOpen(manager, deletion.tenant_id)) ?? deletion;
  }

  /** Runs a change with the tenant locked: publishers hold a shared lock on its row. */
  private async change<Result>(
    tenantId: string,
    work: (manager: EntityManager, tenant: Tenant) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.source.transaction(async (manager) => {
        const tenant = await manager.findOne(Tenant, {
          where: { id: tenantId, deletedAt: IsNull() },
          lock: { mode: 'pessimistic_write' },
        });
        if (!tenant) throw notFound('tenant');
        return work(manager, tenant);
      });
    } finally {
      this.directory.forget();
      this.authenticator.forget();
    }
  }
}

async function findOpen(
  manager: EntityManager,
  tenantId: string,
): Promise<DeletionRow | undefined> {
  const [row] = await manager.query<DeletionRow[]>(FIND_OPEN, [[tenantId]]);
  return row;
}

function presentDeletion(row: DeletionRow): TenantDeletionDto {
  return {
    id: publicId('tenantDeletion', row.id),
    tenant_id: publicId('tenant', row.tenant_id),
    status: row.state,
    requested_by: row.actor,
    reason: row.reason,
    requested_at: row.requested_at.toISOString(),
    erase_at: row.erase_at.toISOString(),
    waiting:
      row.state === 'waiting' && row.waits_for !== null
        ? { reason: row.waits_for, until: row.waits_until?.toISOString() ?? null }
        : null,
    removed: row.counts,
    ended_at: row.ended_at?.toISOString() ?? null,
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as Record<string, unknown>),
    signature:
      row.signature === null
        ? null
        : { algorithm: 'HMAC-SHA256', value: row.signature.toString('hex') },
  };
}
