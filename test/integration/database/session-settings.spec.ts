import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSession, HotPool, inspectDatabase, statement } from '../../../src/database/index.js';
import { createDataSource } from '../../../src/database/data-source.js';
import { sessionsFor } from '../../../src/database/session/index.js';
import { adminQuery, createTestDatabase, type TestDatabase } from '../../support/services/index.js';

const FOREIGN = {
  DateStyle: ['German, DMY', 'ISO, MDY'],
  IntervalStyle: ['iso_8601', 'postgres'],
  TimeZone: ['America/Caracas', 'UTC'],
  client_encoding: ['LATIN1', 'UTF8'],
  standard_conforming_strings: ['off', 'on'],
  bytea_output: ['escape', 'hex'],
  extra_float_digits: ['-15', '1'],
  array_nulls: ['off', 'on'],
  search_path: ['nowhere', 'public'],
  default_transaction_isolation: ['serializable', 'read committed'],
  default_transaction_deferrable: ['on', 'off'],
  statement_timeout: ['700', undefined],
  lock_timeout: ['70', undefined],
  idle_in_transaction_session_timeout: ['7', '0'],
  idle_session_timeout: ['900', '0'],
  synchronous_commit: ['off', 'on'],
} as const;

const PRUNING = 'enable_partition_pruning';
const SHOW = `SELECT json_object_agg(name, setting) AS all FROM pg_settings
  WHERE name = ANY ('{${[...Object.keys(FOREIGN), PRUNING].join(',')}}'::text[])`;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const name = new URL(database.url).pathname.slice(1);
  for (const [setting, [value]] of Object.entries(FOREIGN))
    await adminQuery(database.url, `ALTER DATABASE ${name} SET ${setting} TO '${value}'`);
});
afterAll(() => database.drop());

interface Shown {
  all: Record<string, string>;
}

const access = async () => ({
  url: database.url,
  sessions: sessionsFor(await inspectDatabase(database.url)),
});

const expected = (statementTimeout: string, lockTimeout: string) => ({
  ...Object.fromEntries(Object.entries(FOREIGN).map(([name, [, needed]]) => [name, needed])),
  statement_timeout: statementTimeout,
  lock_timeout: lockTimeout,
  // PostgreSQL 18 may crash where a statement prunes partitions and waits for a row.
  [PRUNING]: 'off',
});

it('the settings that a plain connection finds are reported one by one', async () => {
  const { differing } = await inspectDatabase(database.url);
  // pg itself states the encoding of every client.
  const names = Object.keys(FOREIGN).filter((name) => name !== 'client_encoding');
  expect(differing.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

it('the hot path states its own settings', async () => {
  const pool = new HotPool(await access());
  const [row] = await pool.run(statement<Shown>('show', SHOW));
  expect(row?.all).toEqual(expected('8000', '5000'));
  await pool.close();
});

it('so does TypeORM, as do migrations', async () => {
  const source = await createDataSource(await access()).initialize();
  const [row] = await source.query<Shown[]>(SHOW);
  expect(row?.all).toEqual(expected('0', '10000'));
  await source.destroy();
});

it('so does the connection that listens', async () => {
  const session = createSession(await access(), 'test');
  await session.connect();
  const { rows } = await session.query<Shown>(SHOW);
  expect(rows[0]?.all).toEqual(expected('0', '0'));
  await session.end();
});

it('options in the URL are kept, and ours win', async () => {
  const url = new URL(database.url);
  url.searchParams.set('options', '-c work_mem=5MB -c TimeZone=Asia/Tokyo');
  const pool = new HotPool({ url: url.href });
  const show = statement<{ memory: string; zone: string }>(
    'show',
    `SELECT current_setting('work_mem') AS memory, current_setting('TimeZone') AS zone`,
  );
  expect(await pool.run(show)).toEqual([{ memory: '5MB', zone: 'UTC' }]);
  await pool.close();
});
