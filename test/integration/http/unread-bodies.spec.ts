import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOpenApiDocument } from '../../../src/http/openapi.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { InspectionApi } from '../records/inspection-api.js';

describe('a route that reads no body', () => {
  let api: InspectionApi;
  let tenant: string;

  beforeAll(async () => {
    api = await startInspectionApi();
    tenant = await api.createTenant();
  });
  afterAll(() => api.close());

  it('refuses the fields of one, whichever route it is', async () => {
    const { paths } = buildOpenApiDocument(api.app);
    const routes = Object.entries(paths).flatMap(([path, { post, delete: remove }]) => [
      ...(post && !post.requestBody ? [['POST', path] as const] : []),
      ...(remove && !remove.requestBody ? [['DELETE', path] as const] : []),
    ]);
    expect(routes.length).toBeGreaterThan(5);
    for (const [method, path] of routes) {
      const place = path.replace('{tenant}', tenant).replaceAll(/\{\w+\}/g, 'any');
      const answer = await api.admin(method, place, { 'a/b': 1 });
      expect(answer, `${method} ${path}`).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/a~1b', code: 'unknown_field' }] },
      });
    }
  });

  it('takes an empty object, and nothing else', async () => {
    const endpoint = await api.createEndpoint(tenant);
    const pause = (body?: unknown) =>
      api.admin('POST', `/v1/tenants/${tenant}/endpoints/${endpoint}/pause`, body);
    expect((await pause([])).status).toBe(422);
    expect((await pause('now')).status).toBe(422);
    expect((await pause({})).body).toMatchObject({ status: 'paused' });
    expect((await pause()).status).toBe(200);
  });

  it('says first who may not be there at all', async () => {
    const viewer = await api.createKey('viewer', tenant);
    const place = `/v1/tenants/${tenant}/deliveries/any/retry`;
    expect((await viewer('POST', place, { field: 1 })).status).toBe(403);
  });
});
