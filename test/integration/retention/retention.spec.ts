import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { Metrics } from '../../../src/metrics/index.js';
import { RetentionModule } from '../../../src/retention/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { makePastPartitions } from '../../support/past-partitions.js';
import { agedId, countAged, keeping, storeAged, untilDone } from './aged-events.js';

const NONE = {
  events: 0,
  event_bodies: 0,
  event_refs: 0,
  deliveries: 0,
  attempts: 0,
  attempt_bodies: 0,
};
const RECORDS = {
  events: 1,
  event_bodies: 0,
  event_refs: 1,
  deliveries: 1,
  attempts: 1,
  attempt_bodies: 0,
};

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([RetentionModule]);
});
afterAll(() => engine.close());

/** Days: a quarter that began earlier has ended before the retention of these tests. */
const PAST = 150;

const clear = async (): Promise<void> => {
  await engine.sql(
    'TRUNCATE events, event_bodies, event_refs, deliveries, attempts, attempt_bodies, delivery_queue',
  );
};

const deliveryOf = async (event: string): Promise<unknown> => {
  const rows = await engine.sql<{ status: string; reason: string | null }>(
    'SELECT status, reason FROM deliveries WHERE event_id = $1',
    [event],
  );
  return rows.map(({ status, reason }) => `${status} ${reason}`).join();
};

describe('retention of everything', () => {
  it('lets sizes level off: 300 days of events', { timeout: 120_000 }, async () => {
    const DAYS = 300;
    const PER_DAY = 2;
    const [payload, record] = [20, 60];
    const own = await startEngine([RetentionModule]);
    await makePastPartitions((text) => own.sql(text), DAYS);
    const tenantId = newUuid();
    const sizes: Record<string, number>[] = [];
    // Day by day: what is stored at the end of day d was as old then as it is with so many days added to the ages.
    for (let ago = DAYS; ago > 0; ago -= 1) {
      for (let n = 0; n < PER_DAY; n += 1)
        await storeAged(own, { tenantId, days: ago - n / PER_DAY });
      if (ago % 5 === 0) {
        await untilDone(keeping(own, payload + ago, record + ago));
        sizes.push(await countAged(own));
      }
    }
    const [week, quarter] = [7 * PER_DAY + 1, 92 * PER_DAY + 1];
    for (const size of sizes) {
      expect(size['event_bodies']).toBeLessThanOrEqual(payload * PER_DAY + week);
      expect(size['attempt_bodies']).toBe(size['event_bodies']);
      expect(size['events']).toBeLessThanOrEqual(record * PER_DAY + quarter);
      expect(size['deliveries']).toBe(size['events']);
      expect(size['attempts']).toBe(size['events']);
      expect(size['event_refs']).toBe(size['events']);
    }
    expect(sizes.at(-1)?.['event_bodies']).toBeGreaterThanOrEqual(payload * PER_DAY);
    expect(sizes.at(-1)?.['events']).toBeGreaterThanOrEqual(record * PER_DAY);
    expect(sizes.at(-1)?.['events']).toBeLessThan(DAYS * PER_DAY);
    await own.close();
  });

  it('removes rows that the default partition took, when they are past', async () => {
    await clear();
    const tenantId = newUuid();
    await storeAged(engine, { tenantId, days: 800 });
    const young = await storeAged(engine, { tenantId, days: 1 });
    await untilDone(keeping(engine, 30, 900));
    expect(await countAged(engine)).toMatchObject({
      events: 2,
      event_bodies: 1,
      attempt_bodies: 1,
    });
    await untilDone(keeping(engine, 30, 700));
    expect(await countAged(engine)).toMatchObject({ events: 1, deliveries: 1, attempts: 1 });
    expect(await engine.sql('SELECT event_id FROM event_bodies')).toEqual([{ event_id: young }]);
  });

  it('fails what waits for longer than data is kept, and says why', async () => {
    await clear();
    const tenantId = newUuid();
    const old = await storeAged(engine, { tenantId, days: 31, state: 'queued' });
    const young = await storeAged(engine, { tenantId, days: 29, state: 'queued' });
    const busy = await storeAged(engine, { tenantId, days: 31, state: 'in flight' });
    await untilDone(keeping(engine, 30, 900));
    expect(await deliveryOf(old)).toBe('failed retention_expired');
    expect(await deliveryOf(young)).toBe('pending null');
    expect(await deliveryOf(busy)).toBe('pending null');
    expect(await engine.sql('SELECT FROM delivery_queue')).toHaveLength(2);
  });

  it('never drops deliveries that are in the queue', async () => {
    const own = await startEngine([RetentionModule]);
    await makePastPartitions((text) => own.sql(text), PAST);
    await storeAged(own, { tenantId: newUuid(), days: PAST, state: 'in flight' });
    await untilDone(keeping(own, 10, 20));
    expect(await countAged(own)).toMatchObject({ deliveries: 1, event_bodies: 0 });
    await own.close();
  });
});

describe('a partition that is in use', () => {
  it('holds up no publish, and is dropped later', async () => {
    const own = await startEngine([RetentionModule]);
    await makePastPartitions((text) => own.sql(text), PAST);
    await storeAged(own, { tenantId: newUuid(), days: PAST });
    const backup = new Client({ connectionString: own.databaseUrl });
    await backup.connect();
    await backup.query('BEGIN');
    await backup.query('SELECT count(*) FROM events');
    const waits: number[] = [];
    const over = new AbortController();
    const publishing = (async () => {
      while (!over.signal.aborted) {
        const from = performance.now();
        await storeAged(own, { tenantId: newUuid(), days: 0 });
        waits.push(performance.now() - from);
        await pause(5);
      }
    })();
    const retention = keeping(own, 10, 20);
    await retention.run();
    over.abort();
    await publishing;
    // A drop waits for a quarter of a second; a machine under load adds to it.
    expect(Math.max(...waits)).toBeLessThan(3_000);
    const partitions = () =>
      own.sql<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relispartition AND relkind = 'r' AND relname ~ '^events_\\d'`,
      );
    const before = (await partitions()).length;
    await backup.query('COMMIT');
    await backup.end();
    await untilDone(retention);
    expect((await partitions()).length).toBeLessThan(before);
    expect(await own.sql(`SELECT FROM events WHERE id < $1`, [agedId(PAST - 1)])).toEqual([]);
    await own.close();
  });
});

describe('a tenant with a shorter retention', () => {
  const tenantWith = async (days: { payload?: number; record?: number }): Promise<string> => {
    const { id } = await engine.createTenant();
    await engine.sql(
      'UPDATE tenants SET retention_days = $2, record_retention_days = $3 WHERE id = $1',
      [id, days.payload ?? null, days.record ?? null],
    );
    return id;
  };

  it('loses content of its own events only, and keeps the records', async () => {
    await clear();
    const [tenantId, other] = [await tenantWith({ payload: 5 }), await tenantWith({})];
    await storeAged(engine, { tenantId, days: 6 });
    await untilDone(keeping(engine, 30, 900));
    expect(await countAged(engine)).toEqual(RECORDS);
    const kept = [
      await storeAged(engine, { tenantId, days: 4 }),
      await storeAged(engine, { tenantId: other, days: 6 }),
    ];
    await untilDone(keeping(engine, 30, 900));
    const bodies = await engine.sql<{ event_id: string }>('SELECT event_id FROM event_bodies');
    expect(bodies.map(({ event_id }) => event_id).toSorted()).toEqual(kept.toSorted());
  });

  it('gets a reason for what was held or waited', async () => {
    await clear();
    const tenantId = await tenantWith({ payload: 5 });
    const held = await storeAged(engine, { tenantId, days: 7, state: 'held' });
    const queued = await storeAged(engine, { tenantId, days: 6, state: 'queued' });
    await untilDone(keeping(engine, 30, 900));
    expect(await deliveryOf(held)).toBe('failed retention_expired');
    expect(await deliveryOf(queued)).toBe('failed retention_expired');
    expect(await engine.sql('SELECT FROM delivery_queue')).toEqual([]);
  });

  it('loses its records too, when they are past', async () => {
    await clear();
    const tenantId = await tenantWith({ record: 8 });
    await storeAged(engine, { tenantId, days: 9 });
    await untilDone(keeping(engine, 30, 900));
    expect(await countAged(engine)).toEqual(NONE);
  });

  it('keeps a record of which an attempt is under way', async () => {
    await clear();
    const tenantId = await tenantWith({ record: 8 });
    await storeAged(engine, { tenantId, days: 9, state: 'in flight' });
    await untilDone(keeping(engine, 30, 900));
    expect(await countAged(engine)).toMatchObject({ events: 1, deliveries: 1 });
    await engine.sql(`UPDATE deliveries SET status = 'succeeded'`);
    await engine.sql('DELETE FROM delivery_queue');
    await untilDone(keeping(engine, 30, 900));
    expect(await countAged(engine)).toEqual(NONE);
  });
});

describe('what was removed', () => {
  it('is on record and in metrics', async () => {
    await clear();
    const rows = () =>
      engine.sql<{ removed: number }>(
        `SELECT removed FROM removals WHERE relation = 'event_bodies'`,
      );
    const before = (await rows())[0]?.removed ?? 0;
    await storeAged(engine, { tenantId: newUuid(), days: 800 });
    await untilDone(keeping(engine, 30, 900));
    expect(await rows()).toEqual([{ removed: before + 1 }]);
    const metrics = await engine.get(Metrics).registry.metrics();
    expect(metrics).toMatch(/postrider_removed_rows_total\{table="event_bodies"\} [1-9]/);
    expect(metrics).toMatch(/postrider_dropped_partitions_total/);
  });
});
