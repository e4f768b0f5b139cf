import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HotPool, inspectDatabase, statement } from '../../../src/database/index.js';
import type { DatabaseAccess } from '../../../src/database/index.js';
import { createDataSource } from '../../../src/database/data-source.js';
import { sessionsFor } from '../../../src/database/session/index.js';
import {
  createTestDatabase,
  findPgBouncer,
  startPgBouncer,
  type TestDatabase,
  type TestPgBouncer,
} from '../../support/services/index.js';

const isInstalled = findPgBouncer() !== undefined;
if (!isInstalled) console.warn('Left out: pooled sessions, for pgbouncer is not installed.');

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('a direct connection is known as one', async () => {
  expect(await inspectDatabase(database.url)).toMatchObject({
    encoding: 'UTF8',
    pooling: 'none',
    takesChanges: true,
    runsTriggers: true,
    schema: 'public',
  });
});

describe.runIf(isInstalled)('through pgbouncer as Debian installs it', () => {
  const poolers: TestPgBouncer[] = [];
  afterAll(async () => {
    for (const pooler of poolers) await pooler.stop();
  });

  async function reach(
    poolMode: 'session' | 'transaction',
    poolSize?: number,
  ): Promise<{ url: string; access: () => Promise<DatabaseAccess> }> {
    const options = { databaseUrl: database.url, poolMode, ...(poolSize && { poolSize }) };
    const pooler = await startPgBouncer(options);
    poolers.push(pooler);
    const url = pooler.through(database.url);
    return {
      url,
      access: async () => ({ url, sessions: sessionsFor(await inspectDatabase(url)) }),
    };
  }

  it.each(['session', 'transaction'] as const)('pooling of %ss is seen', async (poolMode) => {
    const { url } = await reach(poolMode);
    expect(await inspectDatabase(url)).toMatchObject({ pooling: poolMode });
  });

  it.each(['session', 'transaction'] as const)(
    'a pooler of %ss with a single connection is used as one of transactions',
    async (poolMode) => {
      const { url } = await reach(poolMode, 1);
      expect(await inspectDatabase(url)).toMatchObject({ pooling: 'transaction' });
    },
  );

  it('every statement has its settings, and leaves none behind', async () => {
    const { access } = await reach('transaction', 2);
    const pool = new HotPool(await access());
    const settings = statement<{ zone: string; scan: string; timeout: string }>(
      'settings',
      `SELECT current_setting('TimeZone') AS zone, current_setting('enable_seqscan') AS scan,
         current_setting('statement_timeout') AS timeout FROM (SELECT $1::int) s`,
    );
    const rows = await Promise.all(Array.from({ length: 20 }, (_, n) => pool.run(settings, [n])));
    for (const [row] of rows) expect(row).toEqual({ zone: 'UTC', scan: 'off', timeout: '8s' });
    await pool.close();
    const { defaults } = await inspectDatabase((await access()).url);
    expect(defaults.statement_timeout).toBe('0');
  });

  it('a statement that fails takes back its own transaction alone', async () => {
    const { access } = await reach('transaction', 1);
    const source = await createDataSource(await access()).initialize();
    const runner = source.createQueryRunner();
    await expect(runner.query('SELECT 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
    expect(await runner.query('SELECT $1::int AS one', [1])).toEqual([{ one: 1 }]);
    await runner.startTransaction();
    await runner.query(`INSERT INTO tenants (id, name) VALUES (gen_random_uuid(), 'gone')`);
    await expect(runner.query('SELECT nonsense')).rejects.toMatchObject({ code: '42703' });
    await runner.rollbackTransaction();
    await runner.startTransaction('REPEATABLE READ');
    expect(await runner.query('SHOW transaction_isolation')).toEqual([
      { transaction_isolation: 'repeatable read' },
    ]);
    await runner.query(`INSERT INTO tenants (id, name) VALUES (gen_random_uuid(), 'kept')`);
    await runner.commitTransaction();
    expect(await runner.query('SELECT name FROM tenants')).toEqual([{ name: 'kept' }]);
    await runner.release();
    await source.destroy();
  });
});
