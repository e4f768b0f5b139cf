import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryOf } from '../bench/process-cost.js';
import { createReceivingTenant, eventually, publish, useLab } from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import { createTestDatabase, databaseUrl } from '../support/services/index.js';
import type { TestDatabase } from '../support/services/index.js';

const lab = useLab();
const EVENTS = 600;
const AT_ONCE = 20;
/** The share of its memory after work that a process at rest may keep. */
const KEPT_AT_MOST = 0.8;
const COUNTED_MS = 15_000;
/**
 * Transactions a second: four questions for all background jobs, one for event types, and up to two of PostgreSQL
 * itself. Jobs that each ask for themselves make ten or more.
 */
const MOST_PER_SECOND = 9;

describe('a process at rest after work', () => {
  let database: TestDatabase;
  let other: Client;
  let app: Postrider;
  let tenant: Tenant;

  beforeAll(async () => {
    database = await createTestDatabase();
    // In another database, so that what this file sends is not counted.
    other = new Client({ connectionString: databaseUrl(database.url, 'postgres') });
    await other.connect();
    app = await lab.postrider({ databaseUrl: database.url, env: { LOG_LEVEL: 'debug' } });
    const receiver = await lab.receiver();
    ({ tenant } = await createReceivingTenant(app, { url: receiver.url }));
    const turns = Array.from({ length: AT_ONCE }, async () => {
      for (let index = 0; index < EVENTS / AT_ONCE; index += 1) await publish(app, tenant);
    });
    await Promise.all(turns);
    await receiver.waitFor(EVENTS, 120_000);
  });
  afterAll(async () => {
    await other.end();
    await database.drop();
  });

  const transactions = async (): Promise<{ atMs: number; count: number }> => {
    const { rows } = await other.query<{ atMs: number; count: number }>(
      `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "atMs",
         (xact_commit + xact_rollback)::float8 AS count
       FROM pg_stat_database WHERE datname = $1`,
      [new URL(database.url).pathname.slice(1)],
    );
    return rows[0] ?? { atMs: 0, count: 0 };
  };

  it('gives memory back', async () => {
    const afterWork = memoryOf(app.pid);
    const kept = await eventually(() => {
      expect(app.output()).toContain('memory was given back');
      const share = memoryOf(app.pid) / afterWork;
      expect(share).toBeLessThan(KEPT_AT_MOST);
      return share;
    }, 60_000);
    console.info(`rest: ${Math.round(kept * 100)} % of the memory is kept`);
    await publish(app, tenant);
  });

  it(`sends at most ${MOST_PER_SECOND} statements a second`, async () => {
    const perSecond = async (): Promise<number> => {
      const before = await transactions();
      const after = await eventually(async () => {
        const now = await transactions();
        expect(now.atMs - before.atMs).toBeGreaterThan(COUNTED_MS);
        return now;
      }, 2 * COUNTED_MS);
      return ((after.count - before.count) / (after.atMs - before.atMs)) * 1000;
    };
    // The first look may meet the end of the work.
    await eventually(async () => {
      const rate = await perSecond();
      console.info(`rest: ${rate.toFixed(1)} statements a second`);
      expect(rate).toBeGreaterThan(0);
      expect(rate).toBeLessThan(MOST_PER_SECOND);
    }, 60_000);
  });
});
