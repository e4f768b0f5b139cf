import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditedChanges } from '../../support/audited-changes.js';
import { startEndpointsApi } from './endpoints-api.js';
import type { Answer, Call, EndpointsApi } from './endpoints-api.js';

const URL = 'https://hooks.example.com/in';

describe('who may use endpoints', () => {
  let api: EndpointsApi;
  let tenant: string;
  let own: Call;
  let path: string;

  beforeAll(async () => {
    api = await startEndpointsApi();
    tenant = await api.createTenant();
    path = `/v1/tenants/${tenant}/endpoints`;
    own = await api.createKey('tenant', tenant);
  });
  afterAll(() => api.close());

  const create = (fields: object = {}): Promise<Answer> =>
    own('POST', path, { url: URL, ...fields });
  const createId = async (fields: object = {}): Promise<string> =>
    String((await create(fields)).body['id']);

  it('hides them from the keys of other tenants', async () => {
    const stranger = await api.createKey('tenant', await api.createTenant());
    const id = await createId();
    expect((await stranger('GET', `${path}/${id}`)).status).toBe(404);
    expect((await stranger('DELETE', `${path}/${id}`)).status).toBe(404);
  });

  it("does not find another tenant's endpoint under one's own path", async () => {
    const elsewhere = await api.createTenant();
    const id = await createId();
    const answer = await api.admin('GET', `/v1/tenants/${elsewhere}/endpoints/${id}`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('lets a viewer look and change nothing', async () => {
    const viewer = await api.createKey('viewer', tenant);
    const one = `${path}/${await createId()}`;
    expect((await viewer('GET', one)).status).toBe(200);
    expect((await viewer('POST', path, { url: URL })).status).toBe(403);
    expect((await viewer('PATCH', one, { description: 'x' })).status).toBe(403);
    expect((await viewer('DELETE', one)).status).toBe(403);
    expect((await viewer('POST', `${one}/pause`)).status).toBe(403);
    expect((await viewer('GET', `${one}/secret`)).status).toBe(403);
  });

  it('lets support pause, resume, and move the URL for a reason that goes on record', async () => {
    const support = await api.createKey('support');
    const id = await createId();
    const one = `${path}/${id}`;
    expect((await support('POST', `${one}/pause`)).body['status']).toBe('paused');
    expect((await support('POST', `${one}/resume`)).body['status']).toBe('active');
    const moved = await support('PATCH', one, { url: `${URL}/moved`, reason: 'ticket 7' });
    expect(moved.body['url']).toBe(`${URL}/moved`);
    const { body } = await api.admin('GET', `/v1/tenants/${tenant}/audit`);
    expect(auditedChanges(body).slice(0, 1)).toMatchObject([
      {
        role: 'support',
        action: 'endpoint.updated',
        target: id,
        details: { fields: ['url'], url: { from: URL, to: `${URL}/moved` }, reason: 'ticket 7' },
      },
    ]);
  });

  it('refuses support everything else', async () => {
    const support = await api.createKey('support');
    const one = `${path}/${await createId()}`;
    const without = await support('PATCH', one, { url: `${URL}/moved` });
    expect(without).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/reason', code: 'required' }] },
    });
    const more = { url: `${URL}/moved`, reason: 'x', max_in_flight: 1 };
    expect((await support('PATCH', one, more)).status).toBe(403);
    expect((await support('POST', path, { url: URL })).status).toBe(403);
    expect((await support('DELETE', one)).status).toBe(403);
    expect((await support('GET', `${one}/secret`)).status).toBe(403);
    expect((await support('POST', `${one}/secret/rotate`)).status).toBe(403);
    expect((await own('GET', one)).body['url']).toBe(URL);
  });
});
