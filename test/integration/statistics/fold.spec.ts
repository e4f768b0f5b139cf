import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StatisticsModule } from '../../../src/statistics/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import {
  agedId,
  counted,
  foldAll,
  newFold,
  recounted,
  storeAttempt,
  storeDelivery,
} from './counted-records.js';

describe('the fold of statistics', () => {
  let engine: Engine;
  let tenantId: string;
  let endpointId: string;

  beforeAll(async () => {
    engine = await startEngine([StatisticsModule]);
    const tenant = await engine.createTenant([{}]);
    tenantId = tenant.id;
    endpointId = tenant.endpointIds[0] ?? '';
  });
  afterAll(() => engine.close());

  const store = (ageSeconds: number, rest: object = {}): Promise<string> =>
    storeDelivery(engine, { tenantId, endpointId, ageSeconds, ...rest });

  it('counts a history that was there before it, and what comes then', async () => {
    for (const hours of [1, 2, 30, 24 * 40]) {
      await store(hours * 3_600);
      await store(hours * 3_600, { isSandbox: true, type: 'session.approved' });
      await store(hours * 3_600, { failures: ['http_status', 'timeout'], succeeds: false });
      await store(hours * 3_600, { failures: ['dns'], durationMs: 9_000 });
      await store(hours * 3_600, { failures: ['reset'], succeeds: null });
    }
    await foldAll(newFold(engine));
    expect(await counted(engine)).toEqual(await recounted(engine));
    await store(60, { failures: ['http_status'] });
    await foldAll(newFold(engine));
    expect(await counted(engine)).toEqual(await recounted(engine));
  });

  it('leaves out what is too young to be noted when it changes', async () => {
    await store(5);
    await foldAll(newFold(engine));
    const [row] = await engine.sql(
      `SELECT FROM deliveries d, statistics_progress p WHERE p.source = 'deliveries' AND d.id >= p.folded_to`,
    );
    expect(row).toBeDefined();
    await engine.sql(`DELETE FROM attempts WHERE id > $1`, [agedId(30)]);
    await engine.sql(`DELETE FROM deliveries WHERE id > $1`, [agedId(30)]);
    await engine.sql(`DELETE FROM events WHERE id > $1`, [agedId(30)]);
  });

  it('follows deliveries that end, fail, are held and succeed later', async () => {
    const pending = await store(7_200, { failures: ['reset'], succeeds: null });
    const failed = await store(7_200, { failures: ['http_status'], succeeds: false });
    const early = await store(7_200, { succeeds: null });
    const fold = newFold(engine);
    await foldAll(fold);
    const change = async (id: string, to: string): Promise<void> => {
      await engine.sql(`UPDATE deliveries SET ${to} WHERE id = $1`, [id]);
      expect(await counted(engine)).not.toEqual(await recounted(engine));
      await foldAll(fold);
      expect(await counted(engine)).toEqual(await recounted(engine));
    };
    await change(
      pending,
      `status = 'succeeded', reason = NULL, last_code = 204, settled_at = now()`,
    );
    await change(failed, `status = 'pending', reason = 'retry_scheduled', settled_at = NULL`);
    await change(failed, `status = 'held', reason = 'endpoint_paused'`);
    await change(
      failed,
      `status = 'succeeded', reason = NULL, last_code = 200, settled_at = now()`,
    );
    await change(early, `status = 'skipped', reason = 'operator_skipped', settled_at = now()`);
  });

  it('takes no note of a retry after which the delivery is as pending as before', async () => {
    const pending = await store(7_200, { succeeds: null });
    const fold = newFold(engine);
    await foldAll(fold);
    await engine.sql(
      `UPDATE deliveries SET reason = 'backing_off', last_code = 503, attempt_count = 4 WHERE id = $1`,
      [pending],
    );
    expect(await engine.sql('SELECT FROM statistics_changes')).toEqual([]);
    expect(await counted(engine)).toEqual(await recounted(engine));
  });

  it('counts attempts that are recorded late, and the report of a worker that counted as lost', async () => {
    const delivery = await store(7_200, { failures: ['http_status'], succeeds: null });
    const fold = newFold(engine);
    await foldAll(fold);
    const lost = await storeAttempt(engine, {
      delivery,
      number: 2,
      ageSeconds: 3_600,
      errorClass: 'worker_lost',
    });
    await foldAll(fold);
    expect(await counted(engine)).toEqual(await recounted(engine));
    await engine.sql(
      `UPDATE attempts SET error_class = NULL, response_status = 200, started_at = started_at - interval '2 hours'
       WHERE id = $1`,
      [lost],
    );
    await foldAll(fold);
    expect(await counted(engine)).toEqual(await recounted(engine));
  });

  it('counts once, by two workers at the same time and after a restart in the middle', async () => {
    for (let place = 0; place < 40; place += 1) {
      await store(200 + place * 40, { failures: place % 3 === 0 ? ['timeout'] : [] });
    }
    const folds = Array.from({ length: 4 }, () => newFold(engine));
    for (const fold of folds) await fold.run();
    await Promise.all(folds.flatMap((fold) => [fold.run(), fold.run(), fold.run()]));
    await foldAll(newFold(engine));
    expect(await counted(engine)).toEqual(await recounted(engine));
  });

  it('waits for a transaction that has changed a young row and commits late', async () => {
    const young = await store(15, { succeeds: null });
    const late = new Client({ connectionString: engine.databaseUrl });
    await late.connect();
    const fold = newFold(engine);
    const isFolded = async (): Promise<boolean> => {
      const rows = await engine.sql(
        `SELECT FROM statistics_progress WHERE source = 'deliveries' AND folded_to > $1`,
        [young],
      );
      return rows.length > 0;
    };
    try {
      await late.query('BEGIN');
      await late.query(
        `UPDATE deliveries SET status = 'succeeded', reason = NULL, settled_at = clock_timestamp() WHERE id = $1`,
        [young],
      );
      // Too young: no trigger has noted it.
      expect(await engine.sql('SELECT FROM statistics_changes')).toEqual([]);
      await eventually(async () => {
        await fold.run();
        const [row] = await engine.sql<{ mature: boolean }>(
          `SELECT $1::uuid < uuid_at(now() - interval '27 seconds') AS mature`,
          [young],
        );
        expect(row?.mature).toBe(true);
      }, 60_000);
      await fold.run();
      expect(await isFolded()).toBe(false);
      await late.query('COMMIT');
    } finally {
      await late.end();
    }
    await foldAll(fold);
    expect(await isFolded()).toBe(true);
    expect(await counted(engine)).toEqual(await recounted(engine));
  }, 90_000);
});
