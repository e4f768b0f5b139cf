import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HotPool, statement } from '../../../src/database/index.js';
import { Readiness } from '../../../src/operations/index.js';
import { eventually } from '../../support/app/eventually.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';
import { relayTo } from '../../support/tcp-relay.js';

const hold = statement<object>('', 'SELECT pg_advisory_xact_lock(7)');
/** The whole answer; what hangs takes two seconds of it, a loaded machine may take as much again. */
const WITHIN_MS = 5_000;

let database: TestDatabase;
const pools: HotPool[] = [];
const pool = (url: string, maxConnections: number): HotPool => {
  const made = new HotPool(
    { url },
    {
      maxConnections,
      lockTimeoutMs: 60_000,
      statementTimeoutMs: 60_000,
    },
  );
  pools.push(made);
  return made;
};

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(pools.map((made) => made.close()));
  await database.drop();
});

const report = async (readiness: Readiness) => {
  const startedAtMs = performance.now();
  const found = await readiness.report();
  expect(performance.now() - startedAtMs).toBeLessThan(WITHIN_MS);
  return found;
};

it.each([
  ['publishing', 'api', 'store events'],
  ['database', 'api', 'look up keys and tenants'],
  ['database', 'worker', 'claim and record deliveries'],
] as const)(
  'connections that all wait for a lock make it say so (%s of role %s), until they are free',
  async (name, role, work) => {
    const blocked = pool(database.url, 3);
    const other = pool(database.url, 3);
    const holder = new Client(database.url);
    await holder.connect();
    const isQuick = name === 'publishing';
    const readiness = new Readiness({ role }, isQuick ? other : blocked, isQuick ? blocked : other);
    expect(await report(readiness)).toMatchObject({ status: 'ok' });

    await holder.query('SELECT pg_advisory_lock(7)');
    const waiting = Promise.all([1, 2, 3].map(() => blocked.run(hold)));
    const found = await report(readiness);
    const checks = role === 'worker' ? {} : { database: 'ok', publishing: 'ok' };
    expect(found).toEqual({
      status: 'unavailable',
      checks: {
        ...checks,
        [name]: `PostgreSQL does not answer in time on the connections that ${work}`,
      },
    });

    await holder.end();
    await waiting;
    await eventually(async () => expect(await report(readiness)).toMatchObject({ status: 'ok' }));
  },
);

it('a way to the database that freezes makes every pool say so, until it is open again', async () => {
  const { relay, url } = await relayTo(database.url);
  const impatient = (): HotPool => {
    const made = new HotPool({ url }, { statementTimeoutMs: 1_000 });
    pools.push(made);
    return made;
  };
  const readiness = new Readiness({ role: 'all' }, impatient(), impatient());
  expect(await report(readiness)).toMatchObject({ status: 'ok' });
  relay.stall();
  const { checks } = await report(readiness);
  expect(Object.keys(checks)).toEqual(['database', 'publishing']);
  for (const problem of Object.values(checks)) expect(problem).toMatch(/does not answer in time/);
  await relay.open();
  await eventually(async () => expect(await report(readiness)).toMatchObject({ status: 'ok' }));
  await Promise.all(pools.splice(0).map((made) => made.close()));
  await relay.cut();
});
