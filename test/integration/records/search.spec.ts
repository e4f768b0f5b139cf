import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Search } from '../../../src/search/index.js';
import { parseId } from '../../../src/common/index.js';
import { startInspectionApi } from './inspection-api.js';
import type { Call, InspectionApi } from './inspection-api.js';

describe('search', () => {
  let api: InspectionApi;
  const known: Record<string, string> = {};

  beforeAll(async () => {
    api = await startInspectionApi();
    const tenant = await api.createTenant({ name: 'Globex Europe', external_id: 'globex_1' });
    const endpoint = await api.createEndpoint(tenant, {
      url: 'https://Hooks.Globex.example:8443/in?a=1',
    });
    const event = await api.publish(tenant, { session_id: 'session_x', external_ref: 'user_x' });
    const [delivery = ''] = await api.deliveriesOf(tenant, event);
    await api.attempt(delivery, 500);
    const { body } = await api.admin('GET', `/v1/tenants/${tenant}/deliveries/${delivery}`);
    const [attempt] = body['attempts'] as { id: string }[];
    Object.assign(known, { tenant, endpoint, event, delivery, attempt: attempt?.id });
    await api.createEndpoint(await api.createTenant(), { url: 'https://globex.example.org/in' });
  });
  afterAll(() => api.close());

  const search = async (q: string, call: Call = api.admin) => {
    const { body } = await call('GET', `/v1/search?q=${encodeURIComponent(q)}`);
    return (body['data'] as { kind: string; id: string }[]).map(({ kind, id }) => [kind, id]);
  };

  it('finds each thing by its id', async () => {
    for (const kind of ['event', 'delivery', 'endpoint', 'tenant']) {
      expect(await search(known[kind] ?? '')).toEqual([[kind, known[kind]]]);
    }
    expect(await search(known['attempt'] ?? '')).toEqual([['delivery', known['delivery']]]);
    expect(await search((known['event'] ?? '').replace('evt_', 'idk_'))).toHaveLength(1);
  });

  it('finds events by any id in their data, exactly', async () => {
    expect(await search('session_x')).toEqual([['event', known['event']]]);
    expect(await search(' user_x ')).toEqual([['event', known['event']]]);
    expect(await search('session_')).toEqual([]);
  });

  it.each(['hooks.globex.example', 'HOOKS.globex.example:8443', 'https://hooks.globex.example/x'])(
    'finds endpoints by the host %s',
    async (q) => {
      expect(await search(q)).toEqual([['endpoint', known['endpoint']]]);
    },
  );

  it('does not take a part of a host for a host', async () => {
    expect(await search('globex.example')).toEqual([]);
    expect(await search('hooks_globex.example')).toEqual([]);
  });

  it('finds tenants by external id and by a part of the name', async () => {
    expect(await search('globex_1')).toEqual([['tenant', known['tenant']]]);
    expect(await search('globex eur')).toEqual([['tenant', known['tenant']]]);
  });

  it('presents what it finds', async () => {
    const { body } = await api.admin('GET', `/v1/search?q=${known['event']}`);
    expect(body['data']).toMatchObject([
      { kind: 'event', tenant_id: known['tenant'], deliveries: [{ id: known['delivery'] }] },
    ]);
    expect(JSON.stringify(body)).not.toContain('"attempts"');
  });

  it('finds nothing outside a scope', async () => {
    const elsewhere = parseId('tenant', await api.createTenant()) ?? '';
    const searching = api.app.get(Search, { strict: false });
    for (const q of [...Object.values(known), 'session_x', 'hooks.globex.example', 'globex']) {
      expect(
        (await searching.find({ keyId: null, role: 'support', tenantIds: [elsewhere] }, q)).data,
      ).toEqual([]);
    }
  });

  it('finds nothing of a deleted tenant', async () => {
    const tenant = await api.createTenant({ name: 'Shortlived', external_id: 'shortlived' });
    const endpoint = await api.createEndpoint(tenant, { url: 'https://shortlived.example/in' });
    const event = await api.publish(tenant, { session_id: 'session_short' });
    const [delivery = ''] = await api.deliveriesOf(tenant, event);
    await api.admin('DELETE', `/v1/tenants/${tenant}?now=true`);
    const gone = [tenant, 'shortlived', endpoint, 'shortlived.example', event, 'session_short'];
    for (const q of [...gone, delivery]) expect(await search(q)).toEqual([]);
  });

  it('is one page, which says whether there is more', async () => {
    const whole = await api.admin('GET', '/v1/search?q=globex_1');
    expect(whole.body).toMatchObject({ next_cursor: null, truncated: false });
    await api.sql.query(
      `INSERT INTO tenants (id, name) SELECT gen_random_uuid(), 'Legion' FROM generate_series(1, 51)`,
    );
    const { body } = await api.admin('GET', '/v1/search?q=legion');
    expect(body).toMatchObject({ next_cursor: null, truncated: true });
    expect(body['data']).toHaveLength(50);
  });

  it('is for support only, and wants something to look for', async () => {
    const viewer = await api.createKey('viewer', known['tenant']);
    expect((await viewer('GET', '/v1/search?q=x')).status).toBe(403);
    const { status, body } = await api.admin('GET', '/v1/search?q=');
    expect(status).toBe(422);
    expect(body['errors']).toMatchObject([{ pointer: '/q' }]);
  });
});
