import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';

interface Problem {
  endpoint_id: string;
  class: string;
  code: number | null;
  count: number;
  cause: { kind: string; text: string } | null;
  disables_at: string | null;
  text: string;
}

describe('open problems', () => {
  let api: InspectionApi;
  let tenant: string;
  let endpoint: string;
  let viewer: Call;

  beforeAll(async () => {
    api = await startInspectionApi();
    tenant = await api.createTenant();
    endpoint = await api.createEndpoint(tenant, { description: 'Back office' });
    viewer = await api.createKey('viewer', tenant);
  });
  afterAll(() => api.close());

  const problems = async (): Promise<Problem[]> => {
    const { status, body, text } = await viewer('GET', `/v1/tenants/${tenant}/problems`);
    expect(status, text).toBe(200);
    return body['data'] as Problem[];
  };
  const deliver = async (status: number): Promise<void> => {
    const event = await api.publish(tenant);
    for (const delivery of await api.deliveriesOf(tenant, event)) {
      await api.attempt(delivery, status);
    }
  };

  it('are none while requests succeed', async () => {
    await deliver(200);
    expect(await problems()).toEqual([]);
  });

  it('name how often, since when, and the change that they began with', async () => {
    await api.admin('POST', `/v1/tenants/${tenant}/endpoints/${endpoint}/secret/rotate`, {
      grace_seconds: 0,
    });
    for (let place = 0; place < 5; place += 1) await deliver(401);
    await deliver(503);
    const found = await problems();
    expect(found.map(({ code, count }) => [code, count])).toEqual([
      [401, 5],
      [503, 1],
    ]);
    expect(found[0]).toMatchObject({
      endpoint_id: endpoint,
      endpoint_host: 'hooks.example.com',
      endpoint_description: 'Back office',
      class: 'http_status',
      text: expect.stringMatching(/^5 × 401 since \d\d:\d\d UTC.*, began with /),
    });
    expect(['secret_rotated', 'secret_grace_ended']).toContain(found[0]?.cause?.kind);
    const disablesInMs = Date.parse(found[0]?.disables_at ?? '') - Date.now();
    expect(disablesInMs).toBeGreaterThan(71 * 3_600_000);
    expect(disablesInMs).toBeLessThan(72 * 3_600_000 + 60_000);
  });

  it('end with the first success', async () => {
    await deliver(200);
    expect(await problems()).toEqual([]);
  });

  it('are those of disabled endpoints too, with the reason', async () => {
    await api.sql.query(
      `UPDATE endpoints SET status = 'disabled', disabled_reason = 'receiver_gone' WHERE id = $1`,
      [parseId('endpoint', endpoint)],
    );
    expect(await problems()).toEqual([
      expect.objectContaining({
        class: 'receiver_gone',
        count: 0,
        disables_at: null,
        text: expect.stringContaining('the endpoint is disabled: The receiver answered 410'),
      }),
    ]);
  });

  it('are shown to support, and to no other tenant', async () => {
    const support = await api.createKey('support');
    expect((await support('GET', `/v1/tenants/${tenant}/problems`)).status).toBe(200);
    const other = await api.createKey('viewer', await api.createTenant({ name: 'Other' }));
    expect((await other('GET', `/v1/tenants/${tenant}/problems`)).status).toBe(404);
  });
});
