import { isRowError, publicId } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import type { HotPool } from '../../database/index.js';
import type { WakeUps } from '../../queue/index.js';
import { deliveryColumns, unsentJson } from './event-writer.js';
import { dueIds, planFanout } from '../fan-out.js';
import type { FanoutTenant } from '../fan-out.js';
import type { TenantRouteCache } from '../tenant-route-cache.js';
import { fanOutPending, findPendingFanouts } from './pending-fanouts.query.js';
import type { PendingRow } from './pending-fanouts.query.js';

const BATCH = 200;
/** A tenant that was deleted meanwhile. */
const GONE: FanoutTenant = { endpoints: [], networkDowntimeHandling: false };

/** Follows up on events that were published inside a caller's transaction, once that has committed. */
export class PendingFanouts {
  constructor(
    private readonly pool: HotPool,
    private readonly directory: TenantRouteCache,
    private readonly wakeUps: WakeUps,
    private readonly maxAttempts: number,
    private readonly logger: Logger,
  ) {}

  /** Fans out what is waiting; answers whether there may be more. Workers may run it side by side. */
  async run(): Promise<boolean> {
    const rows = await this.pool.run(findPendingFanouts, [BATCH]);
    if (rows.length === 0) return false;
    const done = await this.fanOut(rows).catch((error: unknown) => {
      if (!isRowError(error)) throw error;
      return this.oneByOne(rows);
    });
    return done > 0 && (rows.length === BATCH || done < rows.length);
  }

  /** One that the database refuses waits on, and holds up no other. */
  private async oneByOne(rows: readonly PendingRow[]): Promise<number> {
    let done = 0;
    for (const row of rows) {
      done += await this.fanOut([row]).catch((error: unknown) => {
        const event_id = publicId('event', row.event_id);
        this.logger.error({ err: error, event_id }, 'fan-out after commit failed');
        return 0;
      });
    }
    return done;
  }

  /** Answers how many it has fanned out. */
  private async fanOut(rows: readonly PendingRow[]): Promise<number> {
    const plans = await Promise.all(
      rows.map(async (row) => {
        const tenantRef = publicId('tenant', row.tenant_id);
        const tenant = await this.directory.find(tenantRef);
        const event = {
          type: row.type,
          isSandbox: row.is_sandbox,
          aboutEndpointId: row.about_endpoint_id,
        };
        const plan = planFanout(event, tenant ?? GONE);
        return { eventId: row.event_id, tenantRef, version: tenant?.fanoutVersion ?? null, plan };
      }),
    );
    const done = await this.pool.run(fanOutPending, [
      plans.map(({ eventId }) => eventId),
      rows.map((row) => row.tenant_id),
      plans.map(({ version }) => version),
      plans.map(({ plan }) => unsentJson(plan)),
      ...deliveryColumns(plans),
      this.maxAttempts,
    ]);
    const doneIds = new Set(done.map((row) => row.id));
    const due: string[] = [];
    for (const { eventId, tenantRef, plan } of plans) {
      if (doneIds.has(eventId)) due.push(...dueIds(plan));
      else this.directory.forget(tenantRef);
    }
    if (due.length > 0) this.wakeUps.announce(due);
    return doneIds.size;
  }
}
