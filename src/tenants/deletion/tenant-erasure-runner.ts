import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Counter } from 'prom-client';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { recordAudit, SYSTEM } from '../../auth/index.js';
import { canonicalJson, LOGGER, publicId, retryDeadlocks, runLoop } from '../../common/index.js';
import type { Logger, RunLoop } from '../../common/index.js';
import { Vault } from '../../database/index.js';
import type { DueWork } from '../../database/index.js';
import { logForgotten } from '../../erasure/index.js';
import { Metrics } from '../../metrics/index.js';
import { endTenant, findObstacle, TAKE_DUE, WAIT } from './deletion.query.js';
import type { DeletionRow } from './deletion.query.js';
import { cancelDeliveries, eraseEvents, eraseTables } from './erase-tenant.js';
import type { Counts } from './erase-tenant.js';

const POLL_MS = 1_000;
/** Events, or rows of one table, that one transaction removes. */
const BATCH = 500;
/** A hold may be ended by hand: it is looked for again after this time. */
const LOOK_AGAIN_MS = 60_000;

/** One tenant at a time is erased; the other workers skip the step. */
const TAKE_TURN = 'SELECT pg_try_advisory_xact_lock(7305512291) AS taken';

const ADVANCE = `
UPDATE tenant_deletions SET stage = $2, looked_to = $3, counts = counts || coalesce((
  SELECT jsonb_object_agg(a.key, coalesce((counts ->> a.key)::bigint, 0) + a.value::text::bigint)
  FROM jsonb_each($4::jsonb) a), '{}')
WHERE id = $1`;

const FINISH = `
UPDATE tenant_deletions SET state = 'finished', ended_at = $2, next_step_at = 'infinity', receipt = $3, signature = $4
WHERE id = $1`;

/** Erases tenants whose time to be restored is over, a bounded step in each transaction. */
@Injectable()
export class TenantErasureRunner {
  private readonly erased: Counter;
  private running: RunLoop | undefined;

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.erased = new Counter({
      name: 'postrider_tenants_erased_total',
      help: 'Deleted tenants of which this process has removed all content.',
      registers: [metrics.registry],
    });
  }

  start(due?: DueWork): void {
    this.running = runLoop(() => this.run(), {
      everyMs: POLL_MS,
      isDue: due?.when(
        `EXISTS (SELECT FROM tenant_deletions
           WHERE state IN ('scheduled', 'waiting', 'erasing') AND next_step_at <= now())`,
      ),
      onError: (error) =>
        this.logger.error({ err: error }, 'the erasure of a tenant failed; it is continued'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  /** Makes one step; returns whether there may be more. */
  async run(): Promise<boolean> {
    const row = await retryDeadlocks(() =>
      this.source.transaction((manager) => this.step(manager)),
    );
    if (row?.stage !== 'deliveries' || row.state !== 'erasing') return row !== undefined;
    await cancelDeliveries(this.source.manager, row.tenant_id);
    await this.source.query(ADVANCE, [row.id, 'events', row.looked_to, {}]);
    return true;
  }

  /** Returns the deletion that was due, as it was before the step. */
  private async step(manager: EntityManager): Promise<DeletionRow | undefined> {
    const [turn] = await manager.query<{ taken: boolean }[]>(TAKE_TURN);
    if (turn?.taken !== true) return undefined;
    const [row] = await manager.query<DeletionRow[]>(TAKE_DUE);
    if (!row) return undefined;
    if (row.state !== 'erasing') await this.begin(manager, row);
    else if (row.stage === 'events') await this.eraseSomeEvents(manager, row);
    else if (row.stage === 'tables') await this.eraseSomeRows(manager, row);
    return row;
  }

  private async begin(manager: EntityManager, row: DeletionRow): Promise<void> {
    const obstacle = await findObstacle(manager, row.tenant_id);
    if (!obstacle) return endTenant(manager, row);
    const again = Math.min(Date.now() + LOOK_AGAIN_MS, obstacle.until?.getTime() ?? Infinity);
    await manager.query(WAIT, [row.id, obstacle.reason, obstacle.until, new Date(again)]);
  }

  private async eraseSomeEvents(manager: EntityManager, row: DeletionRow): Promise<void> {
    const from = { tenantId: row.tenant_id, after: row.looked_to, limit: BATCH };
    const { last, counts } = await eraseEvents(manager, from);
    const stage = last === undefined ? 'tables' : 'events';
    await manager.query(ADVANCE, [row.id, stage, last ?? row.looked_to, counts]);
  }

  private async eraseSomeRows(manager: EntityManager, row: DeletionRow): Promise<void> {
    const of = { tenantId: row.tenant_id, limit: BATCH };
    const { more, counts } = await eraseTables(manager, of);
    await manager.query(ADVANCE, [row.id, 'tables', row.looked_to, counts]);
    if (!more) await this.finish(manager, row, counts);
  }

  private async finish(manager: EntityManager, row: DeletionRow, added: Counts): Promise<void> {
    const finishedAt = new Date();
    const removed = { ...row.counts };
    for (const [table, count] of Object.entries(added)) {
      removed[table] = (removed[table] ?? 0) + count;
    }
    const receipt = canonicalJson({
      deletion_id: publicId('tenantDeletion', row.id),
      tenant_id: publicId('tenant', row.tenant_id),
      requested_by: row.actor,
      role: row.role,
      reason: row.reason,
      requested_at: row.requested_at.toISOString(),
      erased_at: row.erased_at?.toISOString() ?? null,
      finished_at: finishedAt.toISOString(),
      removed,
    });
    await manager.query(FINISH, [row.id, finishedAt, receipt, this.vault.sign(receipt)]);
    await recordAudit(manager, {
      actor: SYSTEM,
      tenantId: row.tenant_id,
      action: 'tenant.erased',
      target: publicId('tenant', row.tenant_id),
      details: { deletion_id: publicId('tenantDeletion', row.id), removed },
    });
    this.erased.inc();
    const tenantErasure = { id: row.id, tenant_id: row.tenant_id };
    logForgotten(this.logger, { tenant_erasure: tenantErasure }, 'tenant erased');
  }
}
