import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Pool } from 'pg';
import { parseId } from '../../../src/common/index.js';
import { eventually } from '../../support/app/index.js';
import { createTestDatabase } from '../../support/services/index.js';
import { startReceiver } from '../../support/receiver.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';
import { startProduct } from '../formats/running-product.js';

const TOKEN = 'tok_5f3b9a';
const ADDRESS = 'erika.m@example.com';

describe('queries of URLs and mail addresses', () => {
  let api: InspectionApi;
  let tenant: string;
  let readers: Record<'admin' | 'tenant' | 'viewer' | 'support', Call>;
  let webhook: string;
  let email: string;
  let delivery: string;
  let answered: string;

  beforeAll(async () => {
    api = await startInspectionApi();
    tenant = await api.createTenant();
    readers = {
      admin: api.admin,
      tenant: await api.createKey('tenant', tenant),
      viewer: await api.createKey('viewer', tenant),
      support: await api.createKey('support'),
    };
    const url = `https://hooks.example.com/in?key=${TOKEN}&${TOKEN}`;
    await api.admin('PATCH', `/v1/tenants/${tenant}/settings`, { webhook_url: url });
    const { body } = await api.admin('GET', `/v1/tenants/${tenant}/endpoints`);
    webhook = (body['data'] as { id: string }[])[0]?.id ?? '';
    email = await api.createEndpoint(tenant, { url });
    // This API has no mail server, so that it would refuse to create one.
    await api.sql.query(
      `UPDATE endpoints SET channel = 'email', url = NULL, sealed_url = NULL, signing = '[]', recipients = $2 WHERE id = $1`,
      [parseId('endpoint', email), [ADDRESS]],
    );
    await api.sql.query('UPDATE tenants SET fanout_version = fanout_version + 1');
    const event = await api.publish(tenant);
    const { rows } = await api.sql.query<{ id: string }>(
      `SELECT 'dlv_' || replace(id::text, '-', '') AS id FROM deliveries WHERE recipient IS NOT NULL
       AND event_id = $1`,
      [parseId('event', event)],
    );
    delivery = rows[0]?.id ?? '';
    const others = await api.deliveriesOf(tenant, event);
    answered = others.find((one) => one !== delivery) ?? '';
    await api.attempt(answered, 403, `no such key: ${TOKEN}`);
  });
  afterAll(() => api.close());

  const of = (path: string): string => `/v1/tenants/${tenant}/${path}`;

  it('are shown to those who may change them, and masked to others', async () => {
    const paths = [
      of('endpoints'),
      of(`endpoints/${webhook}`),
      of(`endpoints/${email}`),
      of('settings'),
      of(`deliveries/${delivery}`),
      of('deliveries'),
      of('events'),
      '/v1/deliveries',
      '/v1/search?q=hooks.example.com',
    ];
    for (const path of paths) {
      for (const [role, call] of Object.entries(readers)) {
        const { status, text } = await call('GET', path);
        if (status === 403) continue;
        const holds = text.includes(TOKEN) || text.includes(ADDRESS);
        expect([path, role, holds]).toEqual([path, role, role === 'admin' || role === 'tenant']);
      }
    }
    const { text: answer } = await readers.viewer('GET', of(`deliveries/${answered}`));
    expect(answer).toContain('no such key: [masked]');
    expect(answer).not.toContain(TOKEN);
    const { text: own } = await readers.tenant('GET', of(`deliveries/${answered}`));
    expect(own).toContain(`no such key: ${TOKEN}`);
    const { body } = await readers.support('GET', of(`endpoints/${webhook}`));
    expect(body['url']).toBe('https://hooks.example.com/in?key=****&****');
    const shown = await readers.viewer('GET', of(`deliveries/${delivery}`));
    expect(shown.body['recipient']).toBe('e***@example.com');
  });

  it('are masked in the answer to a test, which is sent to the whole URL', async () => {
    const receiver = await startReceiver();
    receiver.answer((response, { path }) => response.writeHead(403).end(path));
    const url = `${receiver.url}/in?key=${TOKEN}`;
    const endpoint = await api.createEndpoint(tenant, { url });
    const test = of(`endpoints/${endpoint}/test`);
    const { text } = await readers.support('POST', test, { type: 'session.created' });
    expect(text).toContain('/in?key=[masked]');
    const { text: own } = await readers.tenant('POST', test, { type: 'session.created' });
    expect(own).toContain(`/in?key=${TOKEN}`);
    await receiver.close();
  });

  it('are not in the audit log', async () => {
    const change = { url: `https://other.example.com/?key=${TOKEN}` };
    await api.admin('PATCH', `/v1/tenants/${tenant}/endpoints/${webhook}`, change);
    const { text } = await api.admin('GET', `/v1/tenants/${tenant}/audit`);
    expect(text).toContain('https://other.example.com/?key=****');
    expect(text).not.toContain(TOKEN);
  });
});

it('no query and no credential of an answer is stored with an attempt', async () => {
  const database = await createTestDatabase();
  const [product, receiver] = await Promise.all([
    startProduct({ databaseUrl: database.url }),
    startReceiver(),
  ]);
  const sql = new Pool({ connectionString: database.url, max: 1 });
  try {
    receiver.answer((response) => response.setHeader('set-cookie', `sid=${TOKEN}`).end());
    const { id } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
    const url = `${receiver.url}?key=${TOKEN}`;
    await product.ok('POST', `/v1/tenants/${id}/endpoints`, { url });
    const data = { session_id: 's1', external_ref: null, is_sandbox: false };
    const event = { tenant_id: id, type: 'session.created', data };
    const published = await product.ok<{ id: string }>('POST', '/v1/events', event);
    const [request] = await receiver.waitFor(1);
    expect(request?.path).toContain(TOKEN);
    const record = await eventually(async () => {
      const path = `/v1/tenants/${id}/events/${published.id}`;
      const answer = JSON.stringify(await product.ok('GET', path));
      expect(answer).toContain('"response"');
      return answer;
    });
    expect(record).toContain('"set-cookie":"[masked]"');
    expect(record).not.toContain(TOKEN);
    const { rows } = await sql.query<{ url: string }>('SELECT url FROM attempts');
    expect(rows).toEqual([{ url: `${receiver.url}?key=****` }]);
  } finally {
    await sql.end();
    await product.close();
    await receiver.close();
    await database.drop();
  }
});
