import { afterAll, beforeAll, expect, it } from 'vitest';
import { startInspectionApi } from './inspection-api.js';
import type { Call, InspectionApi } from './inspection-api.js';

let api: InspectionApi;
let tenant: string;
let own: Call;
let path: string;

beforeAll(async () => {
  api = await startInspectionApi();
  tenant = await api.createTenant();
  own = await api.createKey('viewer', tenant);
  path = `/v1/tenants/${tenant}`;
  await api.createEndpoint(tenant);
});
afterAll(() => api.close());

const lines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('writes every delivery of the list, over several pages, newest first', async () => {
  const events: string[] = [];
  for (let count = 0; count < 3; count += 1) events.push(await api.publish(tenant));
  await api.sql.query(
    `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, reason, max_attempts, created_at)
     SELECT uuid_now(), event_id, tenant_id, endpoint_id, event_type, format, 'failed', 'attempts_exhausted', 12, now()
     FROM (SELECT * FROM deliveries LIMIT 1) d, generate_series(1, 1200)`,
  );
  const { status, contentType, text } = await own('GET', `${path}/deliveries/export`);
  expect({ status, contentType }).toEqual({ status: 200, contentType: 'application/x-ndjson' });
  const rows = lines(text);
  expect(rows).toHaveLength(1203);
  const ids = rows.map(({ id }) => String(id));
  expect(ids).toEqual(ids.toSorted().toReversed());
  const { body } = await own('GET', `${path}/deliveries?limit=1`);
  expect(rows[0]).toEqual((body['data'] as unknown[])[0]);
  const pending = await own('GET', `${path}/deliveries/export?status=pending`);
  expect(lines(pending.text)).toHaveLength(3);
});

it('writes a table that runs no formula, and events with their data', async () => {
  const event = await api.publish(tenant, { session_id: '=HYPERLINK("https://evil.example")' });
  const filter = `since=${encodeURIComponent(new Date(Date.now() - 3_600_000).toISOString())}`;
  const csv = await own('GET', `${path}/events/export?format=csv&${filter}`);
  expect(csv.contentType).toBe('text/csv; charset=utf-8');
  const [names = '', ...rows] = csv.text.trim().split('\r\n');
  expect(names.split(',')).toEqual(expect.arrayContaining(['"id"', '"subject"', '"data"']));
  const row = rows.find((one) => one.startsWith(`"${event}"`)) ?? '';
  expect(row).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
  const json = await own('GET', `${path}/events/export?${filter}`);
  expect(lines(json.text).find(({ id }) => id === event)).toMatchObject({
    data: { session_id: '=HYPERLINK("https://evil.example")' },
    deliveries: [{ event_id: event }],
  });
});

it('answers a wrong condition before it begins, and is for readers of the tenant', async () => {
  expect((await own('GET', `${path}/deliveries/export?format=xml`)).status).toBe(422);
  expect((await own('GET', `${path}/events/export?type=no.such`)).body['code']).toBe(
    'unknown_event_type',
  );
  const support = await api.createKey('support');
  expect((await support('GET', `${path}/events/export`)).status).toBe(403);
  const stranger = await api.createKey('viewer', await api.createTenant());
  expect((await stranger('GET', `${path}/deliveries/export`)).status).toBe(404);
});

it('is in the audit log, without what was looked for', async () => {
  await own('GET', `${path}/events/export?subject=session_secret`);
  const { rows } = await api.sql.query<{ details: object }>(
    `SELECT details FROM audit_log WHERE action = 'events.exported' ORDER BY id DESC LIMIT 1`,
  );
  expect(rows).toEqual([{ details: { format: 'ndjson', conditions: ['subject'] } }]);
});
