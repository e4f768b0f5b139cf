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

  it('are what will or may fail too, until it is mended', async () => {
    const tense = await api.createTenant({ name: 'Warned' });
    const hook = await api.createEndpoint(tense);
    const hookId = parseId('endpoint', hook);
    const see = (expires: string, skew: number) =>
      api.sql.query(
        `INSERT INTO endpoint_health (endpoint_id, tls_expires_at, clock_skew_seconds) VALUES ($1, now() + $2::interval, $3)
         ON CONFLICT (endpoint_id) DO UPDATE
         SET tls_expires_at = excluded.tls_expires_at, clock_skew_seconds = excluded.clock_skew_seconds`,
        [hookId, expires, skew],
      );
    await see('13 days', -31);
    await api.sql.query(
      `INSERT INTO held_addresses (endpoint_id, recipient, reason)
       VALUES ($1, 'a@acme.example', 'smtp_550'), ($1, 'b@acme.example', 'refused')`,
      [hookId],
    );
    const found = async () => {
      const { body } = await api.admin('GET', `/v1/tenants/${tense}/problems`);
      return body['data'] as Problem[];
    };
    expect(await found()).toMatchObject([
      {
        class: 'address_on_hold',
        endpoint_id: hook,
        count: 0,
        text: expect.stringMatching(/^2 add/),
      },
      { class: 'certificate_expires', endpoint_id: hook, last_at: null, disables_at: null },
      { class: 'clock_skew', text: expect.stringContaining('31 seconds behind') },
    ]);
    await see('15 days', 30);
    await api.sql.query('DELETE FROM held_addresses WHERE endpoint_id = $1', [hookId]);
    expect(await found()).toEqual([]);
  });

  it('are shown to support, and to no other tenant', async () => {
    const support = await api.createKey('support');
    expect((await support('GET', `/v1/tenants/${tenant}/problems`)).status).toBe(200);
    const other = await api.createKey('viewer', await api.createTenant({ name: 'Other' }));
    expect((await other('GET', `/v1/tenants/${tenant}/problems`)).status).toBe(404);
  });
});
