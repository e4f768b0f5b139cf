import { afterAll, beforeAll, expect, it } from 'vitest';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { createTestDatabase } from '../../support/services/index.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

const TYPE = 'kyc.watchlist.match_detected';
const HIT = { subject_id: 'sub_1', list: 'OFAC' };

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let product: RunningProduct;
let receivers: Receiver[];
beforeAll(async () => {
  database = await createTestDatabase();
  product = await startProduct({ databaseUrl: database.url });
  receivers = await Promise.all([startReceiver(), startReceiver()]);
});
afterAll(async () => {
  await product.close();
  await Promise.all(receivers.map((receiver) => receiver.close()));
  await database.drop();
});

it('a held event whose pack was switched off goes whole only to endpoints that name its type', async () => {
  const { id: tenant } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
  const endpoints = `/v1/tenants/${tenant}/endpoints`;
  const paths: string[] = [];
  for (const [at, fields] of [{}, { event_types: [TYPE] }].entries()) {
    const body = { url: receivers[at]?.url, ...fields };
    const { id } = await product.ok<{ id: string }>('POST', endpoints, body);
    paths.push(`${endpoints}/${id}`);
  }
  for (const path of paths) await product.ok('POST', `${path}/pause`);
  await product.ok('POST', '/v1/events', { tenant_id: tenant, type: TYPE, data: HIT });
  await product.close();

  product = await startProduct({ databaseUrl: database.url, catalogue: ['verifa'] });
  for (const path of paths) await product.ok('POST', `${path}/resume`, {});
  const bodies: unknown[] = [];
  for (const receiver of receivers) {
    const [request] = await receiver.waitFor(1);
    bodies.push((JSON.parse(String(request?.body)) as { data: unknown }).data);
  }
  // Which fields are ids is not known either.
  expect(bodies).toEqual([{}, HIT]);
});
