import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callApi } from '../../support/app/call-api.js';
import { eventually } from '../../support/app/index.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

const [RUNNING, WAITING, FILES, WAITS] = [4, 200, 4, 100];
const STUCK = `
SELECT count(*)::int AS stuck FROM pg_locks WHERE relation = 'deliveries'::regclass AND NOT granted`;

let product: RunningProduct;
let client: Client;
beforeAll(async () => {
  product = await startProduct({ role: 'api' });
  client = new Client({ connectionString: product.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await product.close();
});

interface Caller {
  path: string;
  key: string;
}

/** A tenant with keys of its own. */
async function newTenant(): Promise<{ path: string; keys: string[] }> {
  const { id } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
  const path = `/v1/tenants/${id}`;
  const keys: string[] = [];
  for (const role of ['tenant', 'viewer']) {
    const made = await product.ok<{ key: string }>('POST', `${path}/api-keys`, { role, name: 'x' });
    keys.push(made.key);
  }
  return { path, keys };
}

const get = ({ path, key }: Caller) =>
  callApi<{ code?: string }>(product.url, 'GET', path, undefined, key);

const refusedOf = (answers: { status: number; body: { code?: string } }[]): number =>
  answers.filter(({ status, body }) => status === 429 && body.code === 'too_many_at_once').length;

it('what a tenant asks for beside its share is refused, and another tenant is served', async () => {
  const [greedy, other] = [await newTenant(), await newTenant()];
  const keyOf = (n: number): string => greedy.keys[n % 2] ?? '';
  // Known before the table is locked, so that the requests come as far as their statements.
  for (const key of [...greedy.keys, ...other.keys])
    await get({ path: '/v1/tenants/me/endpoints', key });
  await client.query('BEGIN; LOCK TABLE deliveries');
  const asked = Array.from({ length: RUNNING + WAITING + 7 }, (_, n) =>
    get({ path: `${greedy.path}/deliveries`, key: keyOf(n) }),
  );
  await eventually(async () => {
    const { rows } = await client.query<{ stuck: number }>(STUCK);
    expect(rows).toEqual([{ stuck: RUNNING }]);
  });
  const others = await get({ path: '/v1/tenants/me/endpoints', key: other.keys[0] ?? '' });
  expect(others.status).toBe(200);
  await client.query('ROLLBACK');
  const answers = await Promise.all(asked);
  expect(refusedOf(answers)).toBe(7);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(RUNNING + WAITING);
  const refusal = answers.find(({ status }) => status === 429);
  expect(refusal?.headers.get('retry-after')).toBe('2');
});

it('a member of staff has a share of its own, not one for each tenant', async () => {
  const tenants = [await newTenant(), await newTenant()];
  const support = { role: 'support', name: 'x' };
  const { key } = await product.ok<{ key: string }>('POST', '/v1/api-keys', support);
  await get({ path: '/v1/tenants?limit=1', key });
  await client.query('BEGIN; LOCK TABLE deliveries');
  const asked = Array.from({ length: RUNNING + 2 }, (_, n) =>
    get({ path: `${tenants[n % 2]?.path}/deliveries`, key }),
  );
  await eventually(async () => {
    const { rows } = await client.query<{ stuck: number }>(STUCK);
    expect(rows).toEqual([{ stuck: RUNNING }]);
  });
  // It has no turn left for what is about no tenant either; another caller is served.
  let isServed = false;
  const late = get({ path: '/v1/tenants?limit=1', key }).finally(() => (isServed = true));
  for (let turn = 0; turn < 3; turn += 1) {
    expect((await product.call('GET', '/v1/tenants?limit=1')).status).toBe(200);
  }
  expect(isServed).toBe(false);
  await client.query('ROLLBACK');
  expect((await late).status).toBe(200);
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual(Array(RUNNING + 2).fill(200));
});

it('exports and requests that wait have bounds of their own, and hold nothing else up', async () => {
  const { path, keys } = await newTenant();
  const [key = ''] = keys;
  await get({ path: '/v1/tenants/me/endpoints', key });
  const waits = Array.from({ length: WAITS + 3 }, () =>
    get({ path: `${path}/events/feed?wait=3`, key }),
  );
  await client.query('BEGIN; LOCK TABLE deliveries');
  const files = Array.from({ length: FILES + 2 }, () =>
    fetch(`${product.url}${path}/deliveries/export`, {
      headers: { authorization: `Bearer ${key}` },
    }),
  );
  expect((await get({ path: `${path}/endpoints`, key })).status).toBe(200);
  await client.query('ROLLBACK');
  const statuses = await Promise.all(
    files.map(async (file) => {
      const answer = await file;
      await answer.text();
      return answer.status;
    }),
  );
  expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  expect(refusedOf(await Promise.all(waits))).toBe(3);
});
