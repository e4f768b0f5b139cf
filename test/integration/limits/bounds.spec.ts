import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busiestSecond } from '../../support/busiest-second.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

const MAX_ENDPOINTS = 3;
const MAX_KEYS = 100;

let product: RunningProduct;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  product = await startProduct({ maxEndpointsPerTenant: MAX_ENDPOINTS });
});
afterAll(async () => {
  await product.close();
  await receiver.close();
});

const newTenant = async (): Promise<string> => {
  const { id } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
  return `/v1/tenants/${id}`;
};

/** Sends as many equal requests at once, and returns how many had each status. */
const atOnce = async (count: number, path: string, body: object) => {
  const answers = await Promise.all(
    Array.from({ length: count }, () =>
      product.call<{ code?: string; id: string }>('POST', path, body),
    ),
  );
  const tally: Record<string, number> = {};
  for (const { status, body: answer } of answers) {
    const name = answer.code ?? String(status);
    tally[name] = (tally[name] ?? 0) + 1;
  }
  return { tally, answers };
};

describe('a tenant has at most', () => {
  it('so many endpoints, also where they are made at once, and those of its settings count', async () => {
    const tenant = await newTenant();
    const path = `${tenant}/endpoints`;
    const { tally, answers } = await atOnce(MAX_ENDPOINTS + 2, path, { url: receiver.url });
    expect(tally).toEqual({ 201: MAX_ENDPOINTS, too_many_endpoints: 2 });
    const settings = { webhook_url: receiver.url };
    expect(await product.call('PATCH', `${tenant}/settings`, settings)).toMatchObject({
      status: 409,
      body: { code: 'too_many_endpoints' },
    });
    const made = answers.find(({ status }) => status === 201);
    await product.ok('DELETE', `${path}/${made?.body.id ?? ''}`);
    await product.ok('PATCH', `${tenant}/settings`, settings);
  });

  it('100 keys, also where they are made at once', async () => {
    const tenant = await newTenant();
    const key = { role: 'viewer', name: 'a key' };
    const { tally, answers } = await atOnce(MAX_KEYS + 3, `${tenant}/api-keys`, key);
    expect(tally).toEqual({ 201: MAX_KEYS, too_many_api_keys: 3 });
    const made = answers.find(({ status }) => status === 201);
    await product.ok('DELETE', `${tenant}/api-keys/${made?.body.id ?? ''}`);
    await product.ok('POST', `${tenant}/api-keys`, key);
  });
});

describe('tests of an endpoint', () => {
  const newEndpoint = async (limits: object): Promise<string> => {
    const path = `${await newTenant()}/endpoints`;
    const { id } = await product.ok<{ id: string }>('POST', path, { url: receiver.url, ...limits });
    return `${path}/${id}/test`;
  };

  it('keep to max_in_flight, and are refused where there is no room in time', async () => {
    const path = await newEndpoint({ max_in_flight: 1 });
    const open: ServerResponse[] = [];
    receiver.answer((response) => void open.push(response));
    const first = product.call('POST', path, {});
    await receiver.waitFor(1);
    const second = await product.call('POST', path, {});
    expect(second).toMatchObject({ status: 429, body: { code: 'endpoint_busy' } });
    expect(second.headers.get('retry-after')).toBe('1');
    expect(open).toHaveLength(1);
    receiver.answer(200);
    open[0]?.end();
    expect((await first).status).toBe(200);
    expect((await product.call('POST', path, {})).status).toBe(200);
  });

  it('keep to rate_limit_per_second', async () => {
    const path = await newEndpoint({ rate_limit_per_second: 1 });
    const before = receiver.requests.length;
    const { tally } = await atOnce(3, path, {});
    const arrivals = receiver.requests.slice(before).map(({ receivedAtMs }) => receivedAtMs);
    expect(busiestSecond(arrivals)).toBe(1);
    expect(arrivals).toHaveLength(tally['200'] ?? 0);
    expect(arrivals.length).toBeGreaterThan(1);
  });
});
