import { setTimeout as wait } from 'node:timers/promises';
import { startClaimsDatabase } from './claims-database.js';
import type { Claimant, ClaimsDatabase, Load } from './claims-database.js';

interface Options {
  roundMs: number;
  /**
   * How long the transaction of a claim stays open after it, as it does for a flush to disk or a round trip of a
   * client. So the locks are what is measured, and not the number of cores.
   */
  heldMs: number;
}

const ROUNDS = 3;
/** PostgreSQL plans a statement of a connection anew for its first executions. */
const PLANNED = 10;
const CLAIMANTS = 8;
const SLOTS = 20;
const NAMED = 20;
const MANY: Load = { tenants: 64, endpointsEach: 5, deliveriesEach: 40 };
const ONE: Load = { tenants: 1, endpointsEach: 1, deliveriesEach: 5_000 };

/** Prints how claims scale with the claimants, what a look takes, and what many tenants cost. */
export async function benchClaims(options: Options): Promise<void> {
  const database = await startClaimsDatabase();
  try {
    console.log(`claims held for ${options.heldMs} ms, ${CLAIMANTS} claimants ÷ 1:`);
    await database.seed(MANY);
    await compare('of what is due, 64 tenants', database, options, (one) => one.due(SLOTS));
    await compare(`by name, ${NAMED} deliveries of 2 tenants`, database, options, claimByName);
    await database.seed(ONE);
    await compare('of what is due, one tenant', database, options, (one) => one.due(SLOTS));
    for (const tenants of [400, 4_000]) {
      await database.seed({ tenants, endpointsEach: 5, deliveriesEach: 2 });
      const ms = await costOf(database, (one) => one.due(100));
      console.log(`look with ${tenants * 5} waiting endpoints, 100 slots: ${ms.toFixed(1)} ms`);
    }
    await compareTenants(database);
  } finally {
    await database.stop();
  }
}

/** Deliveries claimed in a second, with one claimant and with several, by turns. */
async function compare(
  name: string,
  database: ClaimsDatabase,
  options: Options,
  claim: (claimant: Claimant) => Promise<string[]>,
): Promise<void> {
  const claimants = await Promise.all(Array.from({ length: CLAIMANTS }, () => database.connect()));
  for (const claimant of claimants) {
    for (let number = 0; number < PLANNED; number += 1) await timeOf(claimant, claim);
  }
  const alone: number[] = [];
  const together: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await rateOf(claimants.slice(0, 1), options, claim));
    together.push(await rateOf(claimants, options, claim));
  }
  await Promise.all(claimants.map(({ client }) => client.end()));
  const [one, many] = [median(alone), median(together)];
  console.log(
    `  ${name}: ${one.toFixed(0)}/s, ${many.toFixed(0)}/s, ratio ${(many / one).toFixed(1)}`,
  );
}

async function rateOf(
  claimants: readonly Claimant[],
  { roundMs, heldMs }: Options,
  claim: (claimant: Claimant) => Promise<string[]>,
): Promise<number> {
  let taken = 0;
  const untilMs = performance.now() + roundMs;
  await Promise.all(
    claimants.map(async (claimant) => {
      while (performance.now() < untilMs) {
        await claimant.client.query('BEGIN');
        const ids = await claim(claimant);
        await wait(heldMs);
        await claimant.client.query('COMMIT');
        taken += ids.length;
        await putBack(claimant, ids);
      }
    }),
  );
  return (taken * 1000) / roundMs;
}

/** The attempts have ended, and as many new deliveries are due. */
async function putBack({ client }: Claimant, ids: string[]): Promise<void> {
  const text = 'UPDATE delivery_queue SET leased_until = NULL WHERE delivery_id = ANY ($1::uuid[])';
  await client.query(text, [ids]);
}

async function claimByName(claimant: Claimant): Promise<string[]> {
  return claimant.named(await someIds(claimant, NAMED, 2));
}

/** Ids of waiting deliveries, in equal parts of so many random tenants. */
async function someIds({ client }: Claimant, count: number, tenants: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT q.delivery_id AS id FROM (SELECT id FROM tenants ORDER BY random() LIMIT $2) t
     CROSS JOIN LATERAL (
       SELECT w.delivery_id FROM endpoints e
       CROSS JOIN LATERAL (SELECT * FROM delivery_queue WHERE endpoint_id = e.id AND leased_until IS NULL LIMIT $1::int) w
       WHERE e.tenant_id = t.id LIMIT $1::int / $2::int
     ) q`,
    [count, tenants],
  );
  return rows.map(({ id }) => id);
}

/** Milliseconds that a claim takes when the plans are made: the median of many that are taken back. */
async function costOf(
  database: ClaimsDatabase,
  claim: (claimant: Claimant) => Promise<unknown>,
): Promise<number> {
  const claimant = await database.connect();
  const times: number[] = [];
  for (let number = 0; number < 40; number += 1) times.push(await timeOf(claimant, claim));
  await claimant.client.end();
  return median(times.slice(PLANNED));
}

async function timeOf(
  claimant: Claimant,
  claim: (claimant: Claimant) => Promise<unknown>,
): Promise<number> {
  await claimant.client.query('BEGIN');
  const startedAtMs = performance.now();
  await claim(claimant);
  const takenMs = performance.now() - startedAtMs;
  await claimant.client.query('ROLLBACK');
  return takenMs;
}

async function compareTenants(database: ClaimsDatabase): Promise<void> {
  const costs: number[] = [];
  for (const [load, tenants] of [
    [ONE, 1],
    [{ tenants: 1_000, endpointsEach: 5, deliveriesEach: 4 }, 60],
  ] as const) {
    await database.seed(load);
    const reader = await database.connect();
    const ids = await someIds(reader, 60, tenants);
    await reader.client.end();
    costs.push(await costOf(database, (one) => one.named(ids)));
  }
  const [one = 0, many = 0] = costs;
  console.log(
    `60 deliveries by name: one endpoint ${one.toFixed(2)} ms, 60 of 1,000 tenants × 5 ${many.toFixed(2)} ms, ratio ${(many / one).toFixed(2)}`,
  );
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
