import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSystem, asTenant, forStaff, shareInUse } from '../../../src/common/index.js';
import { createDataSource } from '../../../src/database/data-source.js';
import { HotPool, inspectDatabase, sessionsFor, statement } from '../../../src/database/index.js';
import type { DatabaseAccess } from '../../../src/database/index.js';
import { eventually } from '../../support/app/index.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';

const CONNECTIONS = 4;
const LOCK = 4711;
const TEXT = `SELECT pg_advisory_xact_lock_shared(${LOCK})`;
const WAITING = `
SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND objid = ${LOCK} AND NOT granted`;

let database: TestDatabase;
let access: DatabaseAccess;
let watcher: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  access = { url: database.url, sessions: sessionsFor(await inspectDatabase(database.url)) };
  watcher = new Client({ connectionString: database.url });
  await watcher.connect();
});
afterAll(async () => {
  await watcher.end();
  await database.drop();
});

interface Opened {
  query: (text: string) => Promise<unknown>;
  close: () => Promise<void>;
}

const POOLS: Record<string, () => Promise<Opened>> = {
  'the hot path': async () => {
    const pool = new HotPool(access, { maxConnections: CONNECTIONS });
    return Promise.resolve({
      query: (text) => pool.run(statement<object>(text.slice(0, 30), text)),
      close: () => pool.close(),
    });
  },
  requests: async () => {
    const source = await createDataSource({ ...access, poolSize: CONNECTIONS }).initialize();
    return { query: (text) => source.query(text), close: () => source.destroy() };
  },
};
const OWNERS: Record<string, <R>(work: () => R) => R> = {
  'one tenant': (work) => asTenant(TENANT, work),
  'a member of staff': (work) => forStaff('key_1', work),
};
const TENANT = randomUUID();

const CASES = Object.keys(POOLS).flatMap((pool) =>
  Object.keys(OWNERS).map((owner) => [owner, pool]),
);

it.each(CASES)('%s has at most half of the connections of %s', async (owner, pool) => {
  const opened = await POOLS[pool ?? '']?.();
  const as = OWNERS[owner ?? ''];
  if (!opened || !as) throw new Error('no such case');
  await watcher.query(`SELECT pg_advisory_lock(${LOCK})`);
  const taken = Array.from({ length: CONNECTIONS + 1 }, () => as(() => opened.query(TEXT)));
  await eventually(async () => {
    const { rows } = await watcher.query<{ waiting: number }>(WAITING);
    expect(rows).toEqual([{ waiting: CONNECTIONS / 2 }]);
  });
  // They would be among the statements that wait for the lock.
  const others = await Promise.all([
    asTenant(randomUUID(), () => opened.query('SELECT 1 AS one')),
    opened.query('SELECT 1 AS one'),
  ]);
  expect(others).toEqual([[{ one: 1 }], [{ one: 1 }]]);
  const { rows } = await watcher.query<{ waiting: number }>(WAITING);
  expect(rows).toEqual([{ waiting: CONNECTIONS / 2 }]);
  await watcher.query(`SELECT pg_advisory_unlock(${LOCK})`);
  expect(await Promise.all(taken)).toHaveLength(CONNECTIONS + 1);
  await opened.close();
});

it('a statement that fails gives its connection back', async () => {
  const source = await createDataSource({ ...access, poolSize: 2 }).initialize();
  for (let turn = 0; turn < 3; turn += 1) {
    const failing = asTenant(TENANT, () => source.query('SELECT 1/0'));
    await expect(failing).rejects.toThrow('division by zero');
  }
  expect(await asTenant(TENANT, () => source.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  await source.destroy();
});

it('work that is shared between callers takes the share of none of them', () => {
  expect(forStaff('key_1', () => shareInUse())).toBe('key_1');
  expect(forStaff('key_1', () => asSystem(() => shareInUse()))).toBeUndefined();
  expect(asTenant(TENANT, () => shareInUse())).toBe(TENANT);
  expect(asTenant(TENANT, () => asSystem(() => shareInUse()))).toBeUndefined();
});
