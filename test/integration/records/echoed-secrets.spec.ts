import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callApi } from '../../support/app/call-api.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

const DATA = { session_id: 's1', external_ref: null, is_sandbox: false };

describe('secrets of an endpoint that its receiver repeats', () => {
  let product: RunningProduct;
  let receiver: Receiver;
  let tenant: string;
  const keys = { tenant: '', support: '', viewer: '' };

  beforeAll(async () => {
    product = await startProduct();
    receiver = await startReceiver();
    receiver.answer((response, { path, headers }) => {
      response.writeHead(400, { 'x-asked': path });
      response.end(JSON.stringify({ path, headers, code: 'unknown customer' }));
    });
    tenant = (await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' })).id;
    const ofTenant = `/v1/tenants/${tenant}/api-keys`;
    const paths = { tenant: ofTenant, support: '/v1/api-keys', viewer: ofTenant };
    for (const [role, path] of Object.entries(paths)) {
      const { key } = await product.ok<{ key: string }>('POST', path, { role, name: role });
      Object.assign(keys, { [role]: key });
    }
  });
  afterAll(async () => {
    await receiver.close();
    await product.close();
  });

  const of = (path: string): string => `/v1/tenants/${tenant}/${path}`;
  const url = (query: string): string => `http://127.0.0.1:${receiver.port}/in?${query}`;
  const read = async (role: keyof typeof keys, path: string): Promise<string> => {
    const { body } = await callApi(product.url, 'GET', of(path), undefined, keys[role]);
    return JSON.stringify(body);
  };
  /** Creates the endpoint, has an event refused by it, and returns the delivery. */
  const refused = async (fields: object): Promise<{ endpoint: string; delivery: string }> => {
    const body = { event_types: ['session.created'], ...fields };
    const endpoint = await product.ok<{ id: string }>('POST', of('endpoints'), body);
    const before = receiver.requests.length;
    const event = { tenant_id: tenant, type: 'session.created', data: DATA };
    const { id } = await product.ok<{ id: string }>('POST', '/v1/events', event);
    await receiver.waitFor(before + 1, 30_000);
    const { deliveries } = await product.ok<{ deliveries: { id: string }[] }>(
      'GET',
      of(`events/${id}`),
    );
    const delivery = deliveries[0]?.id ?? '';
    await expect.poll(() => read('tenant', `deliveries/${delivery}`)).toContain('unknown customer');
    return { endpoint: endpoint.id, delivery };
  };

  it('are masked for support and viewers, also when they were changed since', async () => {
    const secrets = ['tok-of-the-url', 'bare-of-the-url', 'value-of-the-header', 'token-behind-it'];
    const { endpoint, delivery } = await refused({
      url: url('token=tok-of-the-url&bare-of-the-url'),
      headers: { 'x-key': 'value-of-the-header', authorization: 'Bearer token-behind-it' },
    });
    const changes = { url: url('token=another'), headers: { 'x-key': 'another' } };
    for (const body of [undefined, changes]) {
      if (body) await product.ok('PATCH', of(`endpoints/${endpoint}`), body);
      for (const path of [`deliveries/${delivery}`, `deliveries/${delivery}/attempts`]) {
        const whole = await read('tenant', path);
        for (const role of ['support', 'viewer'] as const) {
          const shown = await read(role, path);
          expect(shown).toContain('unknown customer');
          for (const secret of secrets) {
            expect([secret, whole.includes(secret), shown.includes(secret)]).toEqual([
              secret,
              true,
              false,
            ]);
          }
        }
      }
    }
    await product.ok('DELETE', of(`endpoints/${endpoint}`));
  });

  it('are masked where the receiver stands behind the address of a Slack channel', async () => {
    const path = '/services/T0/B0/hook-path';
    const { delivery } = await refused({
      channel: 'slack',
      url: `http://127.0.0.1:${receiver.port}${path}`,
    });
    const shown = await read('support', `deliveries/${delivery}`);
    expect(await read('tenant', `deliveries/${delivery}`)).toContain('hook-path');
    expect(shown).toContain('unknown customer');
    expect(shown).not.toContain('hook-path');
  });
});
