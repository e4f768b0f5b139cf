import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { DeliveryRecords } from '../../../src/records/index.js';
import { ADMIN_KEY, startInspectionApi } from './inspection-api.js';
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

const PAGE_ROWS = 100;

it('reads no faster than its client takes it, and others are served meanwhile', async () => {
  const other = await api.createTenant();
  await api.createEndpoint(other);
  await api.publish(other);
  // More than the sockets of a connection hold: about 25 MB.
  const rows = 40_000;
  await api.sql.query(
    `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, reason, unhappy, max_attempts, created_at)
     SELECT uuid_now(), event_id, tenant_id, endpoint_id, event_type, format, 'failed', 'attempts_exhausted', true, 12, now()
     FROM (SELECT * FROM deliveries WHERE tenant_id = $1) d, generate_series(1, $2)`,
    [parseId('tenant', other), rows],
  );
  const list = vi.spyOn(api.app.get(DeliveryRecords), 'list');
  const pagesRead = (limits: object): number =>
    list.mock.calls.filter(([, query]) =>
      Object.entries(limits).every(([name, value]) => query[name as keyof typeof query] === value),
    ).length;
  const address = `${await api.app.getUrl()}/v1/tenants/${other}/deliveries/export`;
  /** The answer of an export of which nothing is read. */
  const begin = async (query: string): Promise<IncomingMessage> => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    const [answer] = (await once(get(`${address}?${query}`, { headers }), 'response')) as [
      IncomingMessage,
    ];
    expect(answer.statusCode).toBe(200);
    // A client that takes nothing for long is cut.
    answer.on('error', () => undefined);
    return answer;
  };
  const all = rows / PAGE_ROWS;
  const stalled = await begin('status=failed');
  const whole = `/v1/tenants/${other}/deliveries/export?reason=attempts_exhausted`;
  expect(lines((await api.admin('GET', whole)).text)).toHaveLength(rows);
  expect(pagesRead({ reason: 'attempts_exhausted' })).toBeGreaterThanOrEqual(all);
  expect(pagesRead({ status: 'failed' })).toBeLessThan(all / 2);
  stalled.destroy();
  // A client that takes it bit by bit loses nothing of it, and others are served between the bits.
  const chunks: Buffer[] = [];
  const statuses = new Set<number>();
  for await (const chunk of await begin('type=session.created')) {
    chunks.push(chunk as Buffer);
    if (chunks.length % 20 > 0) continue;
    statuses.add((await api.admin('GET', `/v1/tenants/${other}/deliveries?limit=1`)).status);
  }
  expect(lines(Buffer.concat(chunks).toString())).toHaveLength(rows + 1);
  expect(statuses).toEqual(new Set([200]));
  list.mockRestore();
});
