import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/app/index.js';
import { startRedisStandIn, STAND_INS } from '../../support/redis-stand-in.js';
import { startRedis } from '../../support/services/index.js';
import { openStream, Refused } from '../../support/stream-client.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

const QUOTA = 12;
const ends: (() => Promise<unknown>)[] = [];

const start = async (redisUrl?: string): Promise<RunningProduct> => {
  const limits = { rateLimitPerMinute: QUOTA };
  const product = await startProduct({ ...limits, ...(redisUrl !== undefined && { redisUrl }) });
  ends.push(() => product.close());
  return product;
};

const get = (product: RunningProduct, path: string, key?: string): Promise<Response> =>
  fetch(product.url + path, {
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
  });

const publishWith = (product: RunningProduct, key: string, headers = {}): Promise<Response> =>
  fetch(`${product.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ tenant_id: 'unknown', type: 'session.approved', data: {} }),
  });

const wrongKey = (index: number): string => `pr_${String(index).padStart(43, 'x')}`;

/** Makes a key by a request that counts as one of the bootstrap key. */
const makeKey = async (product: RunningProduct): Promise<string> => {
  const body = { role: 'admin', name: 'a key' };
  return (await product.ok<{ key: string }>('POST', '/v1/api-keys', body)).key;
};

/** Sends requests until one is refused, and returns how many were served. */
const servedOf = async (send: () => Promise<Response>): Promise<number> => {
  for (let served = 0; served < 10 * QUOTA; served += 1) {
    if ((await send()).status === 429) return served;
  }
  return Infinity;
};

afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

describe('in one process', () => {
  let product: RunningProduct;
  let key: string;
  beforeAll(async () => {
    product = await start();
    key = await makeKey(product);
  });

  it('each answer says what is left, and the one beyond it when to come again', async () => {
    const first = await get(product, '/v1/tenants', key);
    expect(first.headers.get('ratelimit-policy')).toBe(`"key";q=${QUOTA};w=60`);
    expect(first.headers.get('ratelimit')).toMatch(
      new RegExp(`^"key";r=${QUOTA - 1};t=([1-9]|[1-5]\\d|60)$`),
    );
    // What is refused for its path or its role counts too.
    expect((await get(product, '/v1/tenants/unknown', key)).headers.get('ratelimit')).toContain(
      `;r=${QUOTA - 2};`,
    );
    expect(await servedOf(() => get(product, '/v1/tenants', key))).toBe(QUOTA - 2);
    const refused = await get(product, '/v1/event-types', key);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'too_many_requests', status: 429 });
    expect(refused.headers.get('ratelimit')).toMatch(/^"key";r=0;t=\d+$/);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('the stream counts, and publishing does not', async () => {
    const refusal = await openStream(product.url, 'unknown', key).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refused);
    expect(refusal).toMatchObject({ status: 429 });
    for (const path of ['by itself', 'by Nest']) {
      const headers =
        path === 'by Nest' ? { 'content-type': 'application/json;charset=utf-8' } : {};
      expect((await publishWith(product, key, headers)).status).toBe(422);
    }
  });

  it('another key has a limit of its own, and health has none', async () => {
    expect((await get(product, '/v1/tenants', await makeKey(product))).status).toBe(200);
    for (let index = 0; index < 2 * QUOTA; index += 1) {
      expect((await get(product, '/health/live')).status).toBe(200);
    }
  });

  it('requests without a key are counted by address, whatever an unknown proxy says', async () => {
    const send = (index: number): Promise<Response> =>
      fetch(`${product.url}/openapi.json`, { headers: { 'x-forwarded-for': `192.0.2.${index}` } });
    let index = 0;
    expect(await servedOf(() => send((index += 1)))).toBe(QUOTA);
    const refused = await get(product, '/v1/tenants');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('ratelimit-policy')).toBe(`"address";q=${QUOTA};w=60`);
    expect((await get(product, '/no/such/path')).status).toBe(429);
  });

  it('wrong keys are counted by address on every way in, and right keys pass all the same', async () => {
    const right = await makeKey(product);
    let index = 0;
    const asRequest = () => get(product, '/v1/tenants', wrongKey((index += 1)));
    const asPublish = () => publishWith(product, wrongKey((index += 1)));
    const asStream = async () => {
      const stream = openStream(product.url, 'me', wrongKey((index += 1)));
      const { status } = (await stream.catch((error: unknown) => error)) as Refused;
      return new Response(null, { status });
    };
    const byTurns = () =>
      index % 3 === 0 ? asStream() : index % 3 === 1 ? asRequest() : asPublish();
    expect(await servedOf(byTurns)).toBe(QUOTA);
    for (const way of [asRequest, asPublish, asStream]) expect((await way()).status).toBe(429);
    const refused = await publishWith(product, wrongKey((index += 1)));
    expect(await refused.json()).toMatchObject({ code: 'too_many_wrong_keys' });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(refused.headers.get('ratelimit')).toMatch(/^"wrong-keys";r=0;t=\d+$/);
    expect((await get(product, '/v1/tenants', right)).status).toBe(200);
    const metrics = await (await get(product, '/metrics')).text();
    expect(metrics).toContain(`postrider_wrong_keys_total ${index}`);
    expect(metrics).toMatch(/postrider_rate_limited_total\{policy="wrong-keys"\} [1-9]/);
  });
});

describe('over Redis', () => {
  it('processes count together', async () => {
    const redis = await startRedis();
    ends.push(() => redis.stop());
    const products = [await start(redis.url), await start(redis.url)] as const;
    // The bootstrap key is the same in both. Each process counts alone until it is connected.
    await eventually(async () => {
      const [a, b] = [
        await get(products[0], '/openapi.json'),
        await get(products[1], '/openapi.json'),
      ];
      const left = [a, b].map(({ headers }) =>
        Number(/;r=(\d+);/.exec(headers.get('ratelimit') ?? '')?.[1]),
      );
      expect(left[1]).toBe((left[0] ?? 0) - 1);
    });
    let index = 0;
    const served = await servedOf(() => {
      index += 1;
      return get(index % 2 === 0 ? products[0] : products[1], '/v1/tenants', products[0].adminKey);
    });
    expect(served).toBe(QUOTA);
  });

  it.each([['says nothing'], ['is loading its data'], ['answers in broken frames']] as const)(
    'where Redis %s, requests are served and counted in the process',
    async (how) => {
      const standIn = await startRedisStandIn(STAND_INS[how]);
      ends.push(() => standIn.close());
      const product = await start(`redis://127.0.0.1:${standIn.port}`);
      expect(await servedOf(() => get(product, '/v1/tenants', product.adminKey))).toBe(QUOTA);
    },
  );
});
