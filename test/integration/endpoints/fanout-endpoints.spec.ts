import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid, parseId } from '../../../src/common/index.js';
import { FanoutEndpoints, SendingEndpoints } from '../../../src/endpoints/index.js';
import { startEndpointsApi } from './endpoints-api.js';
import type { EndpointsApi } from './endpoints-api.js';

describe('endpoints as publishers and senders see them', () => {
  let api: EndpointsApi;
  let fanout: FanoutEndpoints;

  beforeAll(async () => {
    api = await startEndpointsApi();
    fanout = api.app.get(FanoutEndpoints);
  });
  afterAll(() => api.close());

  const uuidOf = (tenant: string): string => parseId('tenant', tenant) ?? '';
  const create = async (tenant: string, fields: object = {}): Promise<string> => {
    const body = { url: 'https://hooks.example.com/', ...fields };
    const answer = await api.admin('POST', `/v1/tenants/${tenant}/endpoints`, body);
    return parseId('endpoint', String(answer.body['id'])) ?? '';
  };

  it('returns the endpoints of each tenant with the fan-out version', async () => {
    const [full, empty] = [await api.createTenant(), await api.createTenant()];
    const first = await create(full);
    const second = await create(full, {
      event_types: ['session.*'],
      format: 'flat',
      environment: 'live',
    });
    const found = await fanout.forTenants([uuidOf(full), uuidOf(empty), newUuid()]);
    expect(found).toEqual(
      new Map([
        [
          uuidOf(full),
          {
            fanoutVersion: 3,
            networkDowntimeHandling: false,
            endpoints: [
              {
                id: first,
                channel: 'webhook',
                recipients: [],
                status: 'active',
                eventTypes: null,
                format: 'envelope',
                environment: 'all',
                waitMs: 0,
                ordered: false,
              },
              {
                id: second,
                channel: 'webhook',
                recipients: [],
                status: 'active',
                eventTypes: ['session.*'],
                format: 'flat',
                environment: 'live',
                waitMs: 0,
                ordered: false,
              },
            ],
          },
        ],
        [uuidOf(empty), { fanoutVersion: 1, networkDowntimeHandling: false, endpoints: [] }],
      ]),
    );
  });

  it('lists paused endpoints with their status, and neither deleted ones nor deleted tenants', async () => {
    const tenant = await api.createTenant();
    const [paused, deleted] = [await create(tenant), await create(tenant)];
    const path = `/v1/tenants/${tenant}/endpoints/ep_`;
    await api.admin('POST', `${path}${paused.replaceAll('-', '')}/pause`);
    await api.admin('DELETE', `${path}${deleted.replaceAll('-', '')}`);
    const found = await fanout.forTenants([uuidOf(tenant)]);
    expect(found.get(uuidOf(tenant))?.endpoints).toMatchObject([{ id: paused, status: 'paused' }]);
    expect([...(await api.app.get(SendingEndpoints).load([paused, deleted])).keys()]).toEqual([
      paused,
    ]);
    await api.admin('DELETE', `/v1/tenants/${tenant}?now=true`);
    expect((await fanout.forTenants([uuidOf(tenant)])).size).toBe(0);
  });

  it('returns each endpoint to senders with its own secret and headers', async () => {
    const tenant = await api.createTenant();
    const one = await create(tenant, {
      secret: 'the-secret-of-the-first',
      headers: { Authorization: 'Bearer één', 'X-Team': 'a' },
      signing: ['verifa'],
    });
    const two = await create(tenant, { secret: 'the-secret-of-the-second', format: 'flat' });
    const found = await api.app.get(SendingEndpoints).load([two, one, newUuid()]);
    expect(found.size).toBe(2);
    expect(found.get(one)).toEqual({
      id: one,
      tenantId: uuidOf(tenant),
      version: 1,
      channel: 'webhook',
      url: 'https://hooks.example.com/',
      secretUrl: null,
      recipients: new Map(),
      format: 'envelope',
      maxBatchItems: 1,
      payload: 'full',
      thinConfidential: true,
      signing: ['verifa'],
      secrets: [{ value: 'the-secret-of-the-first', expiresAt: null }],
      headers: { Authorization: 'Bearer één', 'X-Team': 'a' },
      status: 'active',
      isPendingConfirmation: false,
      eventTypes: null,
    });
    expect(found.get(two)).toMatchObject({
      format: 'flat',
      secrets: [{ value: 'the-secret-of-the-second' }],
      headers: {},
    });
  });
});
