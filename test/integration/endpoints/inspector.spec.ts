import { Webhook } from 'standardwebhooks';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HotPool } from '../../../src/database/index.js';
import { purgeInspections } from '../../../src/queue/index.js';
import { callApi } from '../../support/app/call-api.js';
import { eventually } from '../../support/app/eventually.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

interface Attempt {
  url: string;
  ip: string | null;
  request: { headers: Record<string, string> | null; body: string | null };
  response: unknown;
  error: unknown;
}

interface Delivery {
  id: string;
  status: string;
  channel: string;
  attempts: Attempt[];
}

const DATA = { session_id: 'session_1', status: 'created', external_ref: null, is_sandbox: false };

let product: RunningProduct;
let database: TestDatabase;
let sql: Pool;
let path: string;
let tenant: string;
let endpoint: string;

beforeAll(async () => {
  database = await createTestDatabase();
  product = await startProduct({ databaseUrl: database.url });
  sql = new Pool({ connectionString: database.url, max: 1 });
  tenant = (await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' })).id;
  path = `/v1/tenants/${tenant}`;
});
afterAll(async () => {
  await sql.end();
  await product.close();
  await database.drop();
});

const publish = async (): Promise<Delivery> => {
  const { id } = await product.ok<{ id: string }>('POST', '/v1/events', {
    tenant_id: tenant,
    type: 'session.created',
    data: DATA,
  });
  return eventually(async () => {
    const { deliveries } = await product.ok<{ deliveries: Delivery[] }>(
      'GET',
      `${path}/events/${id}`,
    );
    expect(deliveries).toMatchObject([{ status: 'succeeded' }]);
    return deliveries[0] as Delivery;
  });
};

it('is an endpoint without a receiver, with format, secret and signing of its own', async () => {
  const made = await product.ok<Record<string, unknown>>('POST', `${path}/endpoints`, {
    channel: 'inspector',
    format: 'flat',
    headers: { 'X-Token': 'hidden' },
  });
  expect(made).toMatchObject({
    channel: 'inspector',
    url: null,
    format: 'flat',
    signing: ['standard', 'x-webhook'],
    secret_masked: expect.stringMatching(/^\*+/) as string,
  });
  endpoint = String(made['id']);
  const refused = await product.call('POST', `${path}/endpoints`, {
    channel: 'inspector',
    url: 'https://a.example/in',
  });
  expect(refused.body).toMatchObject({ errors: [{ pointer: '/url', code: 'not_for_channel' }] });
});

it('records headers and signed body of what it would have sent, and counts as success', async () => {
  const delivery = await publish();
  expect(delivery).toMatchObject({ channel: 'inspector' });
  const [attempt] = delivery.attempts;
  expect(attempt).toMatchObject({ url: 'inspector:', ip: null, response: null, error: null });
  const { headers, body } = attempt?.request ?? { headers: null, body: null };
  expect(JSON.parse(body ?? '')).toMatchObject({ event: 'session.created', ...DATA });
  expect(headers).toMatchObject({ 'X-Token': '[masked]', 'X-Webhook-Attempt': '1' });
  const { secret } = await product.ok<{ secret: string }>(
    'GET',
    `${path}/endpoints/${endpoint}/secret`,
  );
  expect(new Webhook(secret).verify(body ?? '', headers ?? {})).toEqual(JSON.parse(body ?? ''));
  const tested = await product.ok<Attempt>('POST', `${path}/endpoints/${endpoint}/test`, {});
  expect(tested).toMatchObject({ url: 'inspector:', error: null });
});

it('shows no body to support', async () => {
  const delivery = await publish();
  const { key } = await product.ok<{ key: string }>('POST', '/v1/api-keys', {
    role: 'support',
    name: 'Support',
  });
  const { body } = await callApi<Delivery>(
    product.url,
    'GET',
    `${path}/deliveries/${delivery.id}`,
    undefined,
    key,
  );
  expect(body.attempts[0]?.request).toMatchObject({ body: null });
  expect(JSON.stringify(body)).not.toContain('session_1');
});

it('keeps what it has recorded for seven days', async () => {
  const pool = new HotPool({ url: database.url });
  const purge = async () => (await pool.run(purgeInspections, [1000]))[0]?.purged;
  const bodies = async () =>
    (await sql.query<{ count: number }>('SELECT count(*)::int AS count FROM attempt_bodies'))
      .rows[0]?.count;
  const before = await bodies();
  expect(before).toBeGreaterThan(1);
  expect(await purge()).toBe(0);
  // One delivery becomes seven days and an hour old.
  const { rows } = await sql.query<{ id: string; aged: string }>(
    `SELECT id, overlay(id::text placing left(uuid_at(now() - interval '7 days 1 hour')::text, 13) from 1 for 13) AS aged
     FROM deliveries ORDER BY id LIMIT 1`,
  );
  await sql.query('UPDATE attempts SET delivery_id = $2 WHERE delivery_id = $1', [
    rows[0]?.id,
    rows[0]?.aged,
  ]);
  await sql.query('UPDATE deliveries SET id = $2 WHERE id = $1', [rows[0]?.id, rows[0]?.aged]);
  expect(await purge()).toBe(1);
  expect(await bodies()).toBe((before ?? 0) - 1);
  await pool.close();
});
