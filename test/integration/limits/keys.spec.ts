import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/app/index.js';
import { callApi } from '../../support/app/call-api.js';
import { openStream } from '../../support/stream-client.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

/** A second, and what a busy machine adds to it. */
const ENDS_WITHIN_MS = 3_000;

interface Key {
  id: string;
  key: string;
  owner: string | null;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}

let product: RunningProduct;
let tenant: string;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const newTenant = async (): Promise<string> =>
  (await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' })).id;

const makeKey = async (fields: object = {}): Promise<Key> => {
  tenant = await newTenant();
  const body = { role: 'viewer', name: 'a key', ...fields };
  return product.ok<Key>('POST', `/v1/tenants/${tenant}/api-keys`, body);
};

const statusWith = async (key: string): Promise<number> =>
  (await callApi(product.url, 'GET', '/v1/tenants/me', undefined, key)).status;

const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

describe('a key', () => {
  it('has an owner and an end, and shows when it was last used', async () => {
    const made = await makeKey({ owner: 'Payments team', expires_at: '2100-01-01T01:00:00+01:00' });
    expect(made).toMatchObject({
      owner: 'Payments team',
      expires_at: '2100-01-01T00:00:00.000Z',
      last_used_at: null,
      revoked_at: null,
    });
    expect(await statusWith(made.key)).toBe(200);
    await eventually(async () => {
      const path = `/v1/tenants/${tenant}/api-keys`;
      const { data } = await product.ok<{ data: Key[] }>('GET', path);
      const usedAtMs = Date.parse(data[0]?.last_used_at ?? '');
      expect(Math.abs(Date.now() - usedAtMs)).toBeLessThan(60_000);
    });
  });

  it.each([
    ['in the past', '2020-01-01T00:00:00Z'],
    ['without an offset', '2100-01-01T00:00:00'],
    ['that is no time', 'tomorrow'],
  ])('with an end %s is refused', async (_what, expires_at) => {
    const path = `/v1/tenants/${await newTenant()}/api-keys`;
    const body = { role: 'viewer', name: 'x', expires_at };
    const answer = await product.call<{ errors: { pointer: string }[] }>('POST', path, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/expires_at' });
  });

  it('is refused from its end on', async () => {
    const { key } = await makeKey({ expires_at: soon(1_500) });
    expect(await statusWith(key)).toBe(200);
    await eventually(async () => expect(await statusWith(key)).toBe(401));
  });

  it('that is revoked is listed on request', async () => {
    const { id } = await makeKey();
    const path = `/v1/tenants/${tenant}/api-keys`;
    await product.ok('DELETE', `${path}/${id}`);
    expect((await product.ok<{ data: Key[] }>('GET', path)).data).toEqual([]);
    const { data } = await product.ok<{ data: Key[] }>('GET', `${path}?revoked=true`);
    expect(data).toMatchObject([{ id, revoked_at: expect.any(String) as string }]);
  });
});

describe('what is open under a key ends with it', () => {
  const revoke = (id: string) =>
    product.ok('DELETE', `/v1/tenants/${tenant}/api-keys/${id}`).then(() => Date.now());

  it('a stream, when the key is revoked', async () => {
    const { id, key } = await makeKey();
    const stream = await openStream(product.url, tenant, key);
    const other = await openStream(product.url, tenant, product.adminKey);
    const revokedAtMs = await revoke(id);
    expect(await stream.closed).toMatchObject({ code: 4401 });
    expect(Date.now() - revokedAtMs).toBeLessThan(ENDS_WITHIN_MS);
    expect(other.socket.readyState).toBe(other.socket.OPEN);
    other.socket.close();
  });

  it('a stream, when the key expires', async () => {
    const expiresAt = soon(2_000);
    const { key } = await makeKey({ expires_at: expiresAt });
    const stream = await openStream(product.url, tenant, key);
    expect(await stream.closed).toMatchObject({ code: 4401 });
    const lateMs = Date.now() - Date.parse(expiresAt);
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(ENDS_WITHIN_MS);
  });

  it('a stream of a key of the installation, when the tenant is deleted', async () => {
    tenant = await newTenant();
    const stream = await openStream(product.url, tenant, product.adminKey);
    await product.ok('DELETE', `/v1/tenants/${tenant}`);
    expect(await stream.closed).toMatchObject({ code: 4404 });
  });

  it('the keys of a deleted tenant', async () => {
    const { key } = await makeKey();
    expect(await statusWith(key)).toBe(200);
    await product.ok('DELETE', `/v1/tenants/${tenant}`);
    expect(await statusWith(key)).toBe(410);
    await product.ok('DELETE', `/v1/tenants/${tenant}?now=true`);
    expect(await statusWith(key)).toBe(401);
  });

  it('a request to the feed that waits', async () => {
    const { id, key } = await makeKey();
    const path = `/v1/tenants/${tenant}/events/feed?after=latest&wait=30`;
    const waiting = callApi(product.url, 'GET', path, undefined, key);
    await eventually(async () => {
      const metrics = await (await fetch(`${product.url}/metrics`)).text();
      expect(metrics).toMatch(/^postrider_feeds_open 1$/m);
    });
    const revokedAtMs = await revoke(id);
    expect(await waiting).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(Date.now() - revokedAtMs).toBeLessThan(ENDS_WITHIN_MS);
  });
});
