import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { parseId } from '../../../src/common/index.js';
import { readQuery } from '../../../src/statistics/read-query.js';
import { countsOf, histogramsOf } from '../../../src/statistics/statistics.query.js';
import { rowsRead } from '../../support/rows-read.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { InspectionApi } from '../records/inspection-api.js';
import { foldAll, newFold, storeDelivery } from './counted-records.js';

const HOUR_S = 3_600;
/** Hours with deliveries, and types of each hour. */
const HOURS = 24 * 20;
const TYPES = 12;

describe('the totals of statistics', () => {
  let api: InspectionApi;
  const tenants: string[] = [];
  const endpoints: string[] = [];

  const sql = async <R extends object>(text: string, values: unknown[] = []): Promise<R[]> =>
    (await api.sql.query<R>(text, values)).rows;
  const fold = () => foldAll(newFold({ get: (token) => api.app.get(token) }));
  const store = (nth: number, ageSeconds: number, rest: object = {}) =>
    storeDelivery(
      { sql },
      {
        tenantId: parseId('tenant', tenants[nth < 2 ? 0 : 1] ?? '') ?? '',
        endpointId: parseId('endpoint', endpoints[nth] ?? '') ?? '',
        ageSeconds,
        ...rest,
      },
    );
  const makeTotals = async (): Promise<void> => {
    await sql('UPDATE statistics_stale SET due_at = now()');
    await fold();
  };
  const since = `since=${Math.floor(Date.now() / 1_000) - 60 * 24 * HOUR_S}`;
  /** What the routes answer to each question. */
  const answers = async (): Promise<Record<string, unknown>> => {
    const found: Record<string, unknown> = {};
    for (const query of [
      '',
      'step=day',
      'step=hour',
      'by=endpoint',
      'by=endpoint&step=day',
      'environment=all',
      'environment=all&step=hour',
      `endpoint_id=${endpoints[1] ?? ''}&step=hour`,
    ]) {
      for (const path of [`/v1/tenants/${tenants[0] ?? ''}/stats`, '/v1/stats']) {
        const { body, text } = await api.admin('GET', `${path}?${since}&${query}`);
        found[`${path}?${query}`] = body['data'] ?? text;
      }
    }
    const { body } = await api.admin('GET', `/v1/stats?${since}&by=tenant&step=day`);
    return { ...found, tenants: body['data'] };
  };

  beforeAll(async () => {
    api = await startInspectionApi();
    tenants.push(
      await api.createTenant({ name: 'First' }),
      await api.createTenant({ name: 'Other' }),
    );
    endpoints.push(
      await api.createEndpoint(tenants[0] ?? ''),
      await api.createEndpoint(tenants[0] ?? ''),
      await api.createEndpoint(tenants[1] ?? ''),
    );
    for (const hours of [1, 2, 30, 24 * 40]) {
      await store(0, hours * HOUR_S, { durationMs: 100 });
      await store(0, hours * HOUR_S, { failures: ['timeout'], durationMs: 10_000 });
      await store(1, hours * HOUR_S, { failures: ['http_status'], succeeds: false, type: 'a.b' });
      await store(1, hours * HOUR_S, { isSandbox: true });
      await store(2, hours * HOUR_S, { durationMs: 300 });
    }
    await fold();
  });
  afterAll(() => api.close());

  it('answer the same as the counts that they are made of', async () => {
    const [stored] = await sql('SELECT FROM statistics_totals');
    expect(stored).toBeUndefined();
    const before = await answers();
    await makeTotals();
    expect(await sql('SELECT FROM statistics_stale')).toEqual([]);
    // Readers have nothing but the totals now.
    await sql('CREATE TABLE kept AS SELECT * FROM statistics');
    await sql('TRUNCATE statistics');
    const after = await answers();
    await sql('ALTER TABLE statistics DISABLE TRIGGER USER');
    await sql('INSERT INTO statistics SELECT * FROM kept');
    await sql('ALTER TABLE statistics ENABLE TRIGGER USER');
    expect(after).toEqual({
      ...before,
      // What is held or waits now is not in the totals.
      ...Object.fromEntries(
        Object.entries(after).filter(([, rows]) => JSON.stringify(rows).includes('"held":null')),
      ),
    });
  });

  it('are left out where something was added since', async () => {
    await makeTotals();
    const before = await answers();
    await store(0, 2 * HOUR_S, { durationMs: 700 });
    await store(2, 30 * HOUR_S, { failures: ['dns'], succeeds: false });
    await fold();
    const stale = await answers();
    expect(stale).not.toEqual(before);
    const deliveries = (path: string) =>
      (stale[path] as { deliveries: number }[]).reduce((sum, row) => sum + row.deliveries, 0);
    expect(deliveries('/v1/stats?environment=all')).toBe(22);
    expect(deliveries('/v1/stats?step=hour')).toBe(18);
    await makeTotals();
    expect(await answers()).toEqual(stale);
    // A tenant's totals wait to be made again, those of all are made.
    await store(1, 2 * HOUR_S);
    await fold();
    const expected = await answers();
    await sql(`UPDATE statistics_stale SET due_at = now() WHERE tenant_id::text LIKE 'ffffffff-%'`);
    await fold();
    expect(await answers()).toEqual(expected);
  });

  it('are what the windows of pages are read from', async () => {
    await sql(
      `INSERT INTO statistics (tenant_id, step, time, is_sandbox, endpoint_id, type, channel, status, class, code,
         reason, deliveries, attempts, latency)
       SELECT $1, step, date_trunc(step, now() - nth * interval '1 hour'), false, $2::uuid, 'type.' || type, 'webhook',
         'succeeded', '', 0, '', 1, 1, '{{10,1},{20,1}}'
       FROM generate_series(1, ${HOURS}) nth, generate_series(1, ${TYPES}) type, unnest(ARRAY['hour', 'day']) step
       ON CONFLICT DO NOTHING`,
      [parseId('tenant', tenants[0] ?? ''), parseId('endpoint', endpoints[0] ?? '')],
    );
    await makeTotals();
    // Rows of statistics_stale that are deleted must not count as read.
    await sql('VACUUM ANALYZE');
    const read = async (query: object, tenant: string | null) => {
      const tenantIds = tenant === null ? null : [parseId('tenant', tenant) ?? ''];
      const windowSince = new Date(Date.now() - 21 * 24 * HOUR_S * 1_000).toISOString();
      const request = readQuery({ since: windowSince, environment: 'live', ...query }, tenantIds, {
        nowMs: Date.now(),
        ofTenant: tenant !== null,
      });
      const bound = [
        countsOf(request, ['deliveries', 'failed'], 20_000),
        histogramsOf(request, 'latency', 20_000),
      ];
      const source = api.app.get(DataSource);
      const each = bound.map(({ text, values }) =>
        source.transaction((manager) => rowsRead(manager, text, values)),
      );
      return Math.max(...(await Promise.all(each)));
    };
    // A row for each hour, not two buckets of each, and a few of the hours and days that are not over.
    const most = 1.2 * HOURS;
    const few = 0.3 * HOURS;
    for (const tenant of [tenants[0] ?? '', null]) {
      expect(await read({ step: 'hour' }, tenant)).toBeLessThan(most);
      expect(await read({ step: 'day' }, tenant)).toBeLessThan(few);
      expect(await read({}, tenant)).toBeLessThan(few);
    }
    expect(await read({ by: 'endpoint', step: 'day' }, tenants[0] ?? '')).toBeLessThan(few);
    expect(await read({ endpoint_id: endpoints[0], step: 'hour' }, tenants[0] ?? '')).toBeLessThan(
      most,
    );
  });

  it('refuse an answer of too many rows, of percentiles too', async () => {
    await sql(
      `INSERT INTO statistics (tenant_id, step, time, is_sandbox, endpoint_id, type, channel, status, class, code,
         reason, attempts, latency)
       SELECT $1, 'hour', date_trunc('hour', now() - nth * interval '1 hour'), false, $2::uuid, 'type.' || type, 'webhook',
         'succeeded', '', 0, '', 1, '{{10,1}}'
       FROM generate_series(1, ${HOURS}) nth, generate_series(1, 42) type`,
      [parseId('tenant', tenants[1] ?? ''), parseId('endpoint', endpoints[2] ?? '')],
    );
    for (const measures of ['attempts', 'latency_p95']) {
      const path = `/v1/tenants/${tenants[1] ?? ''}/stats?${since}&step=hour&by=type&measures=${measures}`;
      const { status, body } = await api.admin('GET', path);
      expect([status, body['errors']]).toMatchObject([422, [{ code: 'too_many_rows' }]]);
    }
  });
});
