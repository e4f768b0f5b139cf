import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { LOGGER, runLoop, LOCK_NOT_AVAILABLE, sqlStateOf } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { EXPIRE_QUEUED } from '../queue/index.js';
import {
  FIND_PAST_ENDPOINTS,
  FIND_PAST_TENANTS,
  PURGE_ENDPOINTS,
  PURGE_SUBJECTS,
  PURGE_TENANTS,
  PURGES,
} from './purges.query.js';
import type { Ages } from './purges.query.js';
import { Removals } from './removals.js';
import { FIND_TENANT_PURGES, purgeTenant } from './tenant-purges.js';
import type { Purged, TenantPurge } from './tenant-purges.js';

/** Tables by time, content first: of an event whose record is gone no content is left. */
const PARTITIONED = [
  ['event_bodies', 'payload'],
  ['attempt_bodies', 'payload'],
  ['event_refs', 'record'],
  ['attempts', 'record'],
  ['deliveries', 'record'],
  ['events', 'record'],
] as const;

const EVERY_MS = 60_000;
/** Rows, or events of a tenant, that one transaction removes. */
const BATCH = 1_000;
const SUBJECTS_PER_RUN = 5_000;
const NIL = '00000000-0000-0000-0000-000000000000';
const DAY_MS = 24 * 3_600_000;
const NOTHING: Purged = { removals: [], more: false };

/** One process at a time purges; the others skip the step. */
const TAKE_TURN = 'SELECT pg_try_advisory_xact_lock(7305512221) AS taken';

/** Removes what is older than its retention period: whole partitions where all of it is, else a batch at a time. */
@Injectable()
export class Retention {
  private readonly ages: Ages;
  private running: RunLoop | undefined;
  /** The last subject that was looked at. */
  private subject = { tenant_id: NIL, subject_hash: NIL };

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly removals: Removals,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SETTINGS) { payloadRetentionDays, recordRetentionDays }: RunSettings,
  ) {
    this.ages = { payload: payloadRetentionDays, record: recordRetentionDays };
  }

  start(): void {
    this.running = runLoop(() => this.run(), {
      everyMs: EVERY_MS,
      onError: (error) =>
        this.logger.error({ err: error }, 'retention was not applied; it is retried'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  /** Removes one batch of everything that is past. Returns whether more may be left. */
  async run(): Promise<boolean> {
    let more = await this.step((manager) => this.expireQueued(manager));
    for (const [parent, age] of PARTITIONED) {
      more = (await this.dropPartition(parent, this.ages[age])) || more;
      more = (await this.step((manager) => this.purgeDefault(manager, parent, age))) || more;
    }
    const values = [this.ages.payload, this.ages.record];
    for (const tenant of await this.source.query<TenantPurge[]>(FIND_TENANT_PURGES, values)) {
      const extent = { nowMs: Date.now(), limit: BATCH };
      more = (await this.step((manager) => purgeTenant(manager, tenant, extent))) || more;
    }
    for (const { relation, text, age } of PURGES) {
      const purge = (manager: EntityManager) =>
        this.purgeBy(manager, relation, text, this.ages[age]);
      more = (await this.step(purge)) || more;
    }
    await this.step((manager) => this.purgeOwners(manager));
    await this.step((manager) => this.purgeSubjects(manager));
    return more;
  }

  /** Runs a step in a transaction of its own, which notes what it removed. */
  private step(work: (manager: EntityManager) => Promise<Purged>): Promise<boolean> {
    return this.source.transaction(async (manager) => {
      const [turn] = await manager.query<{ taken: boolean }[]>(TAKE_TURN);
      const { removals, more } = turn?.taken === true ? await work(manager) : NOTHING;
      await this.removals.note(manager, removals);
      return more;
    });
  }

  /** A partition that is in use is left to the next run. */
  private async dropPartition(parent: string, days: number): Promise<boolean> {
    try {
      return await this.step(async (manager) => {
        const [dropped] = await manager.query<{ partition: string; removed: string }[]>(
          'SELECT * FROM drop_past_partition($1, $2)',
          [parent, daysAgo(days)],
        );
        if (!dropped) return NOTHING;
        const { partition, removed } = dropped;
        return { removals: [{ relation: parent, rows: Number(removed), partition }], more: true };
      });
    } catch (error) {
      if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE) throw error;
      this.logger.info({ table: parent }, 'a past partition is in use; it is dropped later');
      return false;
    }
  }

  private async expireQueued(manager: EntityManager): Promise<Purged> {
    const values = [daysAgo(this.ages.payload), BATCH];
    const [, expired] = await manager.query<[unknown, number]>(EXPIRE_QUEUED, values);
    if (expired > 0) this.logger.warn({ expired }, 'deliveries failed: their data is past');
    return { removals: [], more: expired === BATCH };
  }

  private purgeDefault(manager: EntityManager, parent: string, age: keyof Ages): Promise<Purged> {
    const text = `SELECT purge_default_partition('${parent}', now() - make_interval(days => $1), $2) AS removed`;
    return this.purgeBy(manager, parent, text, this.ages[age]);
  }

  private async purgeBy(
    manager: EntityManager,
    relation: string,
    text: string,
    days: number,
  ): Promise<Purged> {
    const [row] = await manager.query<{ removed: number }[]>(text, [days, BATCH]);
    const rows = row?.removed ?? 0;
    return { removals: [{ relation, rows }], more: rows === BATCH };
  }

  /** Endpoints and tenants that were deleted, after their records. */
  private async purgeOwners(manager: EntityManager): Promise<Purged> {
    const removals = [];
    for (const [relation, find, steps] of [
      ['endpoints', FIND_PAST_ENDPOINTS, PURGE_ENDPOINTS],
      ['tenants', FIND_PAST_TENANTS, PURGE_TENANTS],
    ] as const) {
      const values = [this.ages.record, BATCH];
      const ids = (await manager.query<{ id: string }[]>(find, values)).map(({ id }) => id);
      if (ids.length === 0) continue;
      for (const text of steps) await manager.query(text, [ids]);
      removals.push({ relation, rows: ids.length });
    }
    return { removals, more: false };
  }

  /** Goes through all subjects, a part of them in each run. */
  private async purgeSubjects(manager: EntityManager): Promise<Purged> {
    const { tenant_id, subject_hash } = this.subject;
    const [last] = await manager.query<
      { tenant_id: string; subject_hash: string; removed: number }[]
    >(PURGE_SUBJECTS, [this.ages.record, tenant_id, subject_hash, SUBJECTS_PER_RUN]);
    this.subject = last ?? { tenant_id: NIL, subject_hash: NIL };
    return { removals: [{ relation: 'subject_sequences', rows: last?.removed ?? 0 }], more: false };
  }
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * DAY_MS);
}
