import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from 'pg';
import { asTenant, newUuid } from '../../../src/common/index.js';
import { HotPool, inspectDatabase, statement } from '../../../src/database/index.js';
import { createDataSource } from '../../../src/database/data-source.js';
import { ResilientClient } from '../../../src/database/session/clients.js';
import { sessionsFor } from '../../../src/database/session/index.js';
import { createTestDatabase } from '../../support/services/index.js';
import { startTcpRelay } from '../../support/tcp-relay.js';

const CUT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

let url: string;
let drop: () => Promise<unknown>;
let admin: Client;

beforeAll(async () => {
  const database = await createTestDatabase();
  ({ url } = database);
  drop = () => database.drop();
  admin = new Client({ connectionString: url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await drop();
});

// An 'error' event without a listener would end this process, and the run with it.
it('that are cut while they have no listener end nothing else', async () => {
  const client = new ResilientClient({ connectionString: url });
  await client.connect();
  const ended = new Promise((resolve) => client.once('end', resolve));
  await admin.query(CUT);
  await ended;
  await expect(client.query('SELECT 1')).rejects.toThrow('not queryable');
});

it('are of that kind wherever TypeORM makes them', async () => {
  const source = await createDataSource({ url }).initialize();
  const runner = source.createQueryRunner();
  expect(await runner.connect()).toBeInstanceOf(ResilientClient);
  await runner.release();
  await source.destroy();
});

it('of the hot path are replaced', async () => {
  const pool = new HotPool({ url });
  const one = statement<{ one: number }>('one', 'SELECT 1 AS one');
  await Promise.all(Array.from({ length: 8 }, () => pool.run(one)));
  await admin.query(CUT);
  await expect.poll(() => pool.run(one).catch(() => [])).toEqual([{ one: 1 }]);
  await pool.close();
});

it.each([
  ['of no tenant', (work: () => Promise<unknown>) => work()],
  [
    'of a tenant, which begins a transaction first',
    (work: () => Promise<unknown>) => asTenant(newUuid(), work),
  ],
])(
  'that fall silent during a statement %s are given up',
  async (_whose, inScope) => {
    const { hostname, port } = new URL(url);
    const relay = await startTcpRelay(hostname, Number(port));
    const through = new URL(url);
    through.port = String(relay.port);
    const sessions = sessionsFor(await inspectDatabase(url));
    const pool = new HotPool({ url: through.href, sessions }, { statementTimeoutMs: 1_000 });
    const sleep = statement<object>('sleep', 'SELECT pg_sleep(0.7) AS sleeps');
    const answer = inScope(() => pool.run(sleep)).catch((error: unknown) => error);
    const SLEEPING = `SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%AS sleeps'
    AND pid <> pg_backend_pid()`;
    await expect.poll(async () => (await admin.query(SLEEPING)).rowCount).toBe(1);
    relay.mute();
    expect(await answer).toMatchObject({ code: 'ETIMEDOUT' });
    await pool.close();
    await relay.cut();
  },
  15_000,
);
