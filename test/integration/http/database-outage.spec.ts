import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relayTo } from '../../support/tcp-relay.js';
import type { TcpRelay } from '../../support/tcp-relay.js';
import { startTestApi } from './test-api.js';
import type { TestApi } from './test-api.js';

describe('while the database cannot be reached', () => {
  let api: TestApi;
  let relay: TcpRelay;

  beforeAll(async () => {
    api = await startTestApi([], async (databaseUrl) => {
      const through = await relayTo(databaseUrl);
      relay = through.relay;
      return through.url;
    });
  });
  afterAll(async () => {
    await api.close();
    await relay.cut();
  });

  it('answers 503 and serves again as soon as it is back', async () => {
    const made = await api.call('POST', '/v1/api-keys', { body: { role: 'support', name: 'x' } });
    const key = String(made.body['key']);
    expect((await api.call('GET', '/v1/tenants', { key })).status).toBe(200);

    await relay.cut();
    const calls = [
      api.call('GET', '/v1/tenants'),
      api.call('POST', '/v1/tenants', { body: { name: 'x' } }),
      api.call('GET', '/v1/tenants/unknown'),
      // A key that cannot be looked up is not a wrong key.
      api.call('GET', '/v1/tenants', { key: `pr_${'x'.repeat(43)}` }),
    ];
    for (const answer of await Promise.all(calls)) {
      expect(answer.body).toMatchObject({ status: 503, code: 'unavailable' });
      expect(answer.headers.get('retry-after')).toBe('1');
    }

    await relay.open();
    expect((await api.call('GET', '/v1/tenants', { key })).body).toMatchObject({ data: [] });
  });
});
