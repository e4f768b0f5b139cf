import { Inject, Injectable } from '@nestjs/common';
import {
  isRowError,
  LOGGER,
  publicId,
  runLoop,
  systemClock,
  ThrottledLogger,
} from '../../common/index.js';
import type { Logger, RunLoop } from '../../common/index.js';
import { SETTINGS } from '../../config/index.js';
import type { RunSettings } from '../../config/index.js';
import { HotPool } from '../../database/index.js';
import type { DueWork } from '../../database/index.js';
import { deliveryColumns, WAKE_UPS } from '../../queue/index.js';
import type { WakeUps } from '../../queue/index.js';
import { dueIds, planFanout, unsentJson } from '../fan-out.js';
import type { FanoutTenant } from '../fan-out.js';
import { TenantRouteCache } from '../tenant-route-cache.js';
import { fanOutPending, findPendingFanouts } from './pending-fanouts.query.js';
import type { PendingRow } from './pending-fanouts.query.js';

const POLL_MS = 250;
const BATCH = 200;
/** Stands for a tenant that was deleted meanwhile. */
const GONE: FanoutTenant = { endpoints: [], networkDowntimeHandling: false };

/** Fans out events that were published inside a caller's transaction, once that has committed. */
@Injectable()
export class PendingFanouts {
  private readonly maxAttempts: number;
  private running: RunLoop | undefined;

  constructor(
    private readonly pool: HotPool,
    private readonly tenants: TenantRouteCache,
    @Inject(WAKE_UPS) private readonly wakeUps: WakeUps,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SETTINGS) { retryScheduleSeconds }: RunSettings,
  ) {
    this.maxAttempts = retryScheduleSeconds.length + 1;
  }

  /** Fans out what comes until stopped; in the processes that deliver. */
  start(due?: DueWork): void {
    const log = new ThrottledLogger(this.logger, systemClock);
    this.running = runLoop(() => this.run(), {
      everyMs: POLL_MS,
      isDue: due?.when('EXISTS (SELECT FROM pending_fanouts)'),
      onError: (error) => log.report(error, 'fan-out after commit failed; it is tried again'),
    });
    this.wakeUps.onFanout(() => this.running?.runNow());
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  /** Fans out what is waiting; returns whether there may be more. Workers may run it side by side. */
  async run(): Promise<boolean> {
    const rows = await this.pool.run(findPendingFanouts, [BATCH]);
    if (rows.length === 0) return false;
    const done = await this.fanOut(rows).catch((error: unknown) => {
      if (!isRowError(error)) throw error;
      return this.oneByOne(rows);
    });
    return done > 0 && (rows.length === BATCH || done < rows.length);
  }

  /** An event that the database refuses goes on waiting, and holds up no other. */
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

  /** Returns how many events it has fanned out. */
  private async fanOut(rows: readonly PendingRow[]): Promise<number> {
    const plans = await Promise.all(
      rows.map(async (row) => {
        const tenantRef = publicId('tenant', row.tenant_id);
        const tenant = await this.tenants.find(tenantRef);
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
      else this.tenants.forget(tenantRef);
    }
    if (due.length > 0) this.wakeUps.announce(due);
    return doneIds.size;
  }
}
