import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInspectionApi } from './inspection-api.js';
import type { InspectionApi } from './inspection-api.js';

describe('event types', () => {
  let api: InspectionApi;

  beforeAll(async () => {
    api = await startInspectionApi();
  });
  afterAll(() => api.close());

  it('shows any key what is on offer, with examples that can be published', async () => {
    const tenant = await api.createTenant();
    const viewer = await api.createKey('viewer', tenant);
    const { body } = await viewer('GET', '/v1/event-types');
    const types = body['data'] as { type: string; example: object }[];
    expect(types.map(({ type }) => type)).toContain('session.approved');
    for (const { type, example } of types) {
      // Only Postrider itself may publish the events about endpoints.
      if (type.startsWith('endpoint.')) continue;
      expect(await api.publish(tenant, example, type)).toMatch(/^evt_/);
    }
  });

  it('shows one type', async () => {
    const { body } = await api.admin('GET', '/v1/event-types/check.matched');
    expect(body).toMatchObject({
      type: 'check.matched',
      pack: 'verifa',
      description: expect.any(String),
      schema: { title: 'check.matched', type: 'object' },
      formats: ['envelope', 'flat', 'key-data', 'topic', 'event-type', 'cloudevents'],
    });
  });

  it('names the ids and the personal fields of a type', async () => {
    const { body } = await api.admin('GET', '/v1/event-types/check.completed');
    expect(body).toMatchObject({ personal_fields: ['/pep_classes'] });
    expect(body['id_fields']).toContain('/check_id');
  });

  it('knows no other', async () => {
    expect((await api.admin('GET', '/v1/event-types/check.nothing')).status).toBe(404);
  });
});
