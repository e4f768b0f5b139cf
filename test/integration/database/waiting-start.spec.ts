import { Writable } from 'node:stream';
import { Client } from 'pg';
import { afterEach, expect, it } from 'vitest';
import { createLogger } from '../../../src/common/index.js';
import { prepareDatabase } from '../../../src/database/index.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function newDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  ends.push(() => database.drop());
  return database;
}

/** A session that holds what the start needs. */
async function holding(database: TestDatabase, ...statements: string[]): Promise<Client> {
  const holder = new Client({ connectionString: database.url, application_name: 'another one' });
  await holder.connect();
  for (const statement of statements) await holder.query(statement);
  return holder;
}

/** A start, and what it logs. */
function start(database: TestDatabase): { lines: object[]; done: Promise<void> } {
  const lines: object[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as object);
      done();
    },
  });
  const done = prepareDatabase(
    { databaseUrl: database.url, migrate: 'on' },
    createLogger({ logLevel: 'info' }, stream),
  );
  return { lines, done };
}

const whole = expect.any(Number) as number;

it('a start that waits for the lock of migrations says who has it', async () => {
  const database = await newDatabase();
  const holder = await holding(database, 'SELECT pg_advisory_lock(7305512201)');
  const { lines, done } = start(database);
  await expect
    .poll(() => lines, { timeout: 20_000 })
    .toMatchObject([
      {
        msg: expect.stringMatching(
          /^waiting for the lock of migrations: server process \d+ \(another one\) holds it$/,
        ) as string,
        waits: [{ lock: 'advisory', application_name: 'another one', pid: whole }],
      },
    ]);
  await holder.end();
  await done;
});

it('a start whose migration waits for a table says for which, and who has it, and goes on', async () => {
  const database = await newDatabase();
  const holder = await holding(
    database,
    "DELETE FROM migrations WHERE name LIKE 'AddHasAssets%'",
    'ALTER TABLE events DROP COLUMN has_assets',
    'BEGIN',
    "SELECT count(*) FROM events WHERE type = 'of-another-client'",
  );
  const { lines, done } = start(database);
  const waits = [
    {
      lock: 'events',
      mode: 'AccessExclusiveLock',
      application_name: 'another one',
      state: 'idle in transaction',
      pid: whole,
      seconds_in_transaction: whole,
    },
  ];
  const msg = expect.stringMatching(
    /a migration waits for a lock on events: server process \d+ \(another one\)/,
  ) as string;
  await expect.poll(() => lines, { timeout: 30_000 }).toMatchObject([{ msg, waits }]);
  expect(JSON.stringify(lines)).not.toContain('of-another-client');
  // The try ends for the sake of those who wait behind it; the next one comes after the commit.
  await expect.poll(() => waitingFor(holder, 'events'), { timeout: 30_000, interval: 50 }).toBe(0);
  await holder.query('COMMIT');
  await done;
  const { rows } = await holder.query(
    "SELECT count(*)::int FROM migrations WHERE name LIKE 'AddHasAssets%'",
  );
  expect(rows).toEqual([{ count: 1 }]);
  await holder.end();
});

async function waitingFor(client: Client, table: string): Promise<number | undefined> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int FROM pg_locks WHERE relation = $1::regclass AND NOT granted',
    [table],
  );
  return rows[0]?.count;
}
