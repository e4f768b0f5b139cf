import { publicId } from '../common/index.js';
import type { HotPool } from '../database/index.js';
import type { WakeUps } from '../dispatch/index.js';
import { deliveryColumns, unsentJson } from './event-writer.js';
import { dueIds, planFanout } from './fan-out.js';
import type { FanoutTenant } from './fan-out.js';
import type { FanoutDirectory } from './fanout-directory.js';
import { fanOutPending, findPendingFanouts } from './pending-fanouts.query.js';

const BATCH = 200;
/** A tenant that was deleted meanwhile. */
const GONE: FanoutTenant = { endpoints: [], networkDowntimeHandling: false };

/** Follows up on events that were published inside a caller's transaction, once that has committed. */
export class PendingFanouts {
  constructor(
    private readonly pool: HotPool,
    private readonly directory: FanoutDirectory,
    private readonly wakeUps: WakeUps,
    private readonly maxAttempts: number,
  ) {}

  /** Fans out what is waiting; answers whether there may be more. Workers may run it side by side. */
  async run(): Promise<boolean> {
    const rows = await this.pool.run(findPendingFanouts, [BATCH]);
    if (rows.length === 0) return false;
    const plans = await Promise.all(
      rows.map(async (row) => {
        const tenantRef = publicId('tenant', row.tenant_id);
        const tenant = await this.directory.find(tenantRef);
        const event = { type: row.type, isSandbox: row.is_sandbox };
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
    return rows.length === BATCH || doneIds.size < rows.length;
  }
}
