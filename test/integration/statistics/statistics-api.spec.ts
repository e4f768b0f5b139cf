import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';
import { foldAll, newFold, storeDelivery } from './counted-records.js';

interface Row {
  [name: string]: unknown;
  time: string;
}

describe('the routes of statistics', () => {
  let api: InspectionApi;
  let tenant: string;
  let other: string;
  const endpoints: string[] = [];
  let viewer: Call;

  const sql = async <R extends object>(text: string, values: unknown[] = []): Promise<R[]> =>
    (await api.sql.query<R>(text, values)).rows;
  const store = (nth: number, rest: object, of = tenant) =>
    storeDelivery(
      { sql },
      {
        tenantId: parseId('tenant', of) ?? '',
        endpointId: parseId('endpoint', endpoints[nth] ?? '') ?? '',
        ageSeconds: 3_600,
        ...rest,
      },
    );
  const fold = () => foldAll(newFold({ get: (token) => api.app.get(token) }));
  const rows = async (query: string, path = `/v1/tenants/${tenant}/stats`, as = viewer) => {
    const { status, body, text } = await as('GET', `${path}?${query}`);
    expect(status, text).toBe(200);
    return body['data'] as Row[];
  };
  const errorOf = async (query: string, path = `/v1/tenants/${tenant}/stats`) => {
    const { status, body } = await viewer('GET', `${path}?${query}`);
    expect(status).toBe(422);
    return (body['errors'] as { pointer: string; message: string }[])[0];
  };

  beforeAll(async () => {
    api = await startInspectionApi();
    tenant = await api.createTenant({ external_id: 'acme' });
    other = await api.createTenant({ name: 'Other' });
    endpoints.push(await api.createEndpoint(tenant), await api.createEndpoint(tenant));
    endpoints.push(await api.createEndpoint(other));
    viewer = await api.createKey('viewer', tenant);
    for (let place = 0; place < 8; place += 1) await store(0, { durationMs: 100 });
    await store(0, { failures: ['timeout'], durationMs: 10_000 });
    await store(1, { failures: ['http_status', 'http_status'], succeeds: false });
    await store(1, { failures: ['http_status'], succeeds: null });
    await store(1, { isSandbox: true });
    await store(0, { ageSeconds: 40 * 24 * 3_600, type: 'session.approved' });
    await store(2, {}, other);
    await fold();
  });
  afterAll(() => api.close());

  it('measure one row for everything live of the last 24 hours', async () => {
    const [row, ...more] = await rows('');
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      events: 11,
      deliveries: 11,
      attempts: 13,
      succeeded: 9,
      failed: 1,
      held: 0,
      first_try_rate: 0.7273,
      success_rate: 0.9,
    });
    // 100 ms and 10 s, each within the bound of a bucket.
    expect(Math.abs(Number(row?.['latency_p50']) / 100 - 1)).toBeLessThan(0.05);
    expect(Math.abs(Number(row?.['latency_p99']) / 10_000 - 1)).toBeLessThan(0.05);
    expect(Math.abs(Number(row?.['lag_p95']) / 80 - 1)).toBeLessThan(0.05);
    expect(Math.abs(Number(row?.['oldest_undelivered_seconds']) - 3_600)).toBeLessThan(120);
  });

  it('group by one dimension or several', async () => {
    const byEndpoint = await rows('measures=deliveries,succeeded&by=endpoint');
    expect(new Set(byEndpoint.map((row) => [row['endpoint'], row['deliveries']].join()))).toEqual(
      new Set([`${endpoints[0]},9`, `${endpoints[1]},2`]),
    );
    expect(await rows('measures=attempts,failed&by=class,code')).toEqual([
      expect.objectContaining({ class: 'http_status', code: 500, attempts: 3, failed: 1 }),
      expect.objectContaining({ class: 'timeout', code: null, attempts: 1, failed: 0 }),
      expect.objectContaining({ class: null, code: 200, attempts: 9, failed: 0 }),
    ]);
    expect(await rows('measures=deliveries&by=reason,status')).toContainEqual(
      expect.objectContaining({ reason: 'attempts_exhausted', status: 'failed', deliveries: 1 }),
    );
    const [only] = await rows(`measures=deliveries&endpoint_id=${endpoints[1]}`);
    expect(only).toMatchObject({ deliveries: 2 });
  });

  it('keep sandbox and live apart', async () => {
    const counts = async (environment: string) =>
      (await rows(`measures=deliveries&environment=${environment}`))[0]?.['deliveries'];
    expect(await counts('sandbox')).toBe(1);
    expect(await counts('all')).toBe(12);
  });

  it('step by hour and by day, over windows of up to 90 days', async () => {
    const since = new Date(Date.now() - 89 * 24 * 3_600_000).toISOString();
    for (const step of ['hour', 'day']) {
      const found = await rows(`measures=deliveries,held&step=${step}&since=${since}`);
      expect(found.map((row) => row['deliveries'])).toEqual(expect.arrayContaining([1, 11]));
      expect(found.every(({ time }) => time.endsWith(':00:00.000Z'))).toBe(true);
    }
    expect((await rows(`measures=deliveries&since=${since}`))[0]?.['deliveries']).toBe(12);
  });

  it('show what is held now, with the reason, and no more when it is sent', async () => {
    const held = await store(1, { succeeds: null, ageSeconds: 5 * 24 * 3_600 });
    await fold();
    const hold = (status: string, reason: string | null) =>
      sql('UPDATE deliveries SET status = $2, reason = $3, settled_at = now() WHERE id = $1', [
        held,
        status,
        reason,
      ]);
    await hold('held', 'endpoint_paused');
    await fold();
    expect(await rows('measures=held&by=reason,endpoint')).toEqual([
      expect.objectContaining({ reason: 'endpoint_paused', endpoint: endpoints[1], held: 1 }),
    ]);
    await hold('succeeded', null);
    await fold();
    expect(await rows('measures=held')).toEqual([expect.objectContaining({ held: 0 })]);
  });

  it('are of all tenants for support, also by tenant', async () => {
    const support = await api.createKey('support');
    const found = await rows('measures=deliveries&by=tenant', '/v1/stats', support);
    expect(new Set(found.map((row) => [row['tenant'], row['deliveries']].join()))).toEqual(
      new Set([`${tenant},11`, `${other},1`]),
    );
    expect((await viewer('GET', '/v1/stats')).status).toBe(403);
    expect((await viewer('GET', `/v1/tenants/${other}/stats`)).status).toBe(404);
  });

  it('refuse what does not exist, and say what does', async () => {
    expect(await errorOf('measures=speed')).toMatchObject({
      pointer: '/measures',
      message: expect.stringContaining('first_try_rate'),
    });
    expect(await errorOf('by=tenant')).toMatchObject({
      pointer: '/by',
      message: expect.stringMatching(/endpoint, type, status/),
    });
    expect(await errorOf('since=2020-01-01T00:00:00Z')).toMatchObject({ pointer: '/since' });
    expect(await errorOf('step=minute')).toMatchObject({ pointer: '/step' });
    expect(await errorOf('environment=test')).toMatchObject({ pointer: '/environment' });
  });

  it('say up to when everything is counted', async () => {
    const { body } = await viewer('GET', `/v1/tenants/${tenant}/stats`);
    expect(Math.abs(Date.now() - Date.parse(String(body['as_of'])))).toBeLessThan(60_000);
    const old = await store(0, { ageSeconds: 3_000 });
    await sql(`UPDATE statistics_progress SET folded_to = uuid_at(now() - interval '2 hours')`);
    const before = await viewer('GET', `/v1/tenants/${tenant}/stats`);
    const lagMs = Date.now() - Date.parse(String(before.body['as_of']));
    expect(lagMs).toBeGreaterThan(2_900_000);
    expect(old).toBeDefined();
  });
});
