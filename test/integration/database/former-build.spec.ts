import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSystem, createLogger } from '../../../src/common/index.js';
import { createDataSource } from '../../../src/database/data-source.js';
import { prepareDatabase } from '../../../src/database/index.js';
import { createEmptyDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';

/** The last migration of the build that `test/fixtures/former-statements.json` is from. */
const LAST_OF_FORMER = 'CreatePublishFunction1763600020100';
const FIXTURE = new URL('../../fixtures/former-statements.json', import.meta.url);
const DELIVERIES = 6;
/** The parameters of `record-attempts` after delivery, endpoint, fence, number and attempt. */
const REQUEST = ['automatic', 'http://receiver.test/', '192.0.2.1', new Date().toISOString(), 12];
const RESPONSE = [1, 1, 0, 10, null, 200, null, null, null];
const NEXT = [true, 'succeeded', 'delivered', null, 1, 'ok', null, 'envelope', false];
const ATTEMPT = [...REQUEST, ...RESPONSE, ...NEXT];

interface Claimed {
  delivery_id: string | null;
  endpoint_id: string;
  fence: number;
  attempt_number: number;
  attempt_id: string;
}

let database: TestDatabase;
let client: Client;
let statements: Record<string, string>;
const tenant = randomUUID();
const endpoint = randomUUID();

beforeAll(async () => {
  statements = JSON.parse(await readFile(FIXTURE, 'utf8')) as Record<string, string>;
  database = await createEmptyDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await asSystem(makeFormerSchema);
  await client.query('INSERT INTO tenants (id, name) VALUES ($1, $2)', [tenant, 'Acme']);
  await client.query(
    `INSERT INTO endpoints (id, tenant_id, url, signing) VALUES ($1, $2, 'http://receiver.test/', '{}')`,
    [endpoint, tenant],
  );
  for (let count = 0; count < DELIVERIES; count += 1) await enqueue();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function makeFormerSchema(): Promise<void> {
  const source = await createDataSource({ url: database.url }).initialize();
  const last = source.migrations.findIndex(({ name }) => name === LAST_OF_FORMER);
  source.migrations.splice(last + 1);
  await source.runMigrations();
  await source.destroy();
}

async function enqueue(): Promise<void> {
  await client.query(
    `WITH new AS (SELECT uuid_now() AS delivery, uuid_now() AS event),
     delivery AS (
       INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, max_attempts, created_at)
       SELECT delivery, event, $1, $2, 'session.created', 'envelope', 'pending', 8, now() FROM new)
     INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at)
     SELECT delivery, event, $2, $1, now() FROM new`,
    [tenant, endpoint],
  );
}

/** What a worker of the former build claims of whatever is due. */
async function claimAsFormer(slots: number): Promise<Claimed[]> {
  const ids = Array.from({ length: slots }, () => randomUUID());
  const values = [randomUUID(), slots, slots, slots, 30_000, ids];
  const { rows } = await client.query<Claimed>(statements['claim-due'] ?? '', values);
  return rows.filter(({ delivery_id: id }) => id !== null);
}

async function recordAsFormer(claimed: Claimed[]): Promise<void> {
  const rows = claimed.map((one) => [
    one.delivery_id,
    one.endpoint_id,
    one.fence,
    one.attempt_number,
    one.attempt_id,
    ...ATTEMPT,
  ]);
  const columns = (rows[0] ?? []).map((_value, column) => rows.map((row) => row[column]));
  await client.query(statements['record-attempts'] ?? '', columns);
}

it('a worker of the former build claims and records while the database is upgraded, and afterwards', async () => {
  const before = await claimAsFormer(2);
  expect(before).toHaveLength(2);

  await prepareDatabase(
    { databaseUrl: database.url, migrate: 'on' },
    createLogger({ logLevel: 'warn' }),
  );
  await recordAsFormer(before);
  const after = await claimAsFormer(DELIVERIES);
  expect(after).toHaveLength(DELIVERIES - 2);
  await recordAsFormer(after);

  const { rows } = await client.query<object>(
    `SELECT (SELECT count(*)::int FROM deliveries WHERE status = 'succeeded') AS succeeded,
       (SELECT count(*)::int FROM attempts WHERE response_status = 200) AS recorded,
       (SELECT count(*)::int FROM delivery_queue) AS queued,
       (SELECT last_success_at IS NOT NULL FROM endpoint_health) AS healthy`,
  );
  expect(rows).toEqual([{ succeeded: DELIVERIES, recorded: DELIVERIES, queued: 0, healthy: true }]);
});

it('every named statement of the former build is valid in the schema of today', async () => {
  for (const [name, text] of Object.entries(statements)) {
    await expect(client.query(`PREPARE "${name}" AS ${text}`), name).resolves.toMatchObject({
      command: 'PREPARE',
    });
  }
});
