import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { auditedChanges } from '../../support/audited-changes.js';
import { startEndpointsApi } from './endpoints-api.js';
import type { Answer, Call, EndpointsApi } from './endpoints-api.js';
import { held, readDelivery, seedDelivery, untouched } from './seeded-delivery.js';

const HOME = 'https://hooks.example.com/in';
const AWAY = 'https://elsewhere.example.net/in';
const HEADERS = { Authorization: 'Bearer of-the-tenant', 'X-Team': 'kyc' };
const PENDING = { status: 'paused', disabled_reason: 'pending_confirmation', headers: {} };

describe('an endpoint whose URL support changes', () => {
  let api: EndpointsApi;
  let tenant: string;
  let own: Call;
  let support: Call;
  let path: string;
  let endpoint: string;
  let ids: { tenantId: string; endpointId: string };

  beforeAll(async () => {
    api = await startEndpointsApi({
      SMTP_URL: 'smtp://127.0.0.1:1025',
      MAIL_FROM: 'a@example.com',
    });
    support = await api.createKey('support');
    tenant = await api.createTenant();
    own = await api.createKey('tenant', tenant);
    path = `/v1/tenants/${tenant}/endpoints`;
  });
  afterAll(() => api.close());

  beforeEach(() => create({ url: HOME, headers: HEADERS }));

  const create = async (fields: object): Promise<void> => {
    const { body } = await own('POST', path, fields);
    endpoint = `${path}/${String(body['id'])}`;
    const [tenantId, endpointId] = [
      parseId('tenant', tenant),
      parseId('endpoint', String(body['id'])),
    ];
    ids = { tenantId: tenantId ?? '', endpointId: endpointId ?? '' };
  };
  const move = (url: string, call = support): Promise<Answer> =>
    call('PATCH', endpoint, { url, reason: 'ticket 7' });
  const shown = async (): Promise<unknown> => (await own('GET', endpoint)).body;

  it('loses its custom headers and is paused until its tenant resumes it', async () => {
    const { status, body } = await move(AWAY);
    expect([status, body['url']]).toEqual([200, AWAY]);
    expect(body).toMatchObject(PENDING);
    const refused = await support('POST', `${endpoint}/resume`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'pending_confirmation' } });
    expect(await shown()).toMatchObject(PENDING);
    const resumed = await own('POST', `${endpoint}/resume`);
    const isFree = { status: 'active', disabled_reason: null, headers: {}, url: AWAY };
    expect(resumed.body).toMatchObject(isFree);
    expect((await support('POST', `${endpoint}/pause`)).body['disabled_reason']).toBe(null);
    expect((await support('POST', `${endpoint}/resume`)).body['status']).toBe('active');
  });

  it('may be resumed by an admin too', async () => {
    await move(AWAY);
    expect((await api.admin('POST', `${endpoint}/resume`)).body['status']).toBe('active');
  });

  it('holds what was queued for the former URL, and sends it once the tenant resumes it', async () => {
    const waiting = await seedDelivery(api.sql, ids);
    const replayed = await seedDelivery(api.sql, ids, { trigger: 'replay' });
    await move(AWAY);
    expect(await readDelivery(api.sql, waiting)).toEqual(held('endpoint_paused'));
    expect(await readDelivery(api.sql, replayed)).toEqual(held('endpoint_paused'));
    await support('POST', `${endpoint}/resume`, { held: 'send' });
    expect(await readDelivery(api.sql, waiting)).toEqual(held('endpoint_paused'));
    await own('POST', `${endpoint}/resume`, { held: 'send' });
    expect(await readDelivery(api.sql, waiting)).toEqual({ ...untouched, reason: 'queued' });
  });

  it('stays active if the new URL has the same origin', async () => {
    const { body } = await move('https://hooks.example.com/other?v=2');
    expect(body).toMatchObject({ status: 'active', disabled_reason: null });
    expect(Object.keys(body['headers'] as object)).toEqual(Object.keys(HEADERS));
  });

  it.each([
    ['another port', 'https://hooks.example.com:8443/in'],
    ['a subdomain', 'https://new.hooks.example.com/in'],
  ])('waits for a word where the move leads to %s', async (_name, url) => {
    expect((await move(url)).body).toMatchObject(PENDING);
  });

  it('stays paused after a second move and after the move back; the headers stay deleted', async () => {
    await move(AWAY);
    expect((await move('https://third.example.org/')).body).toMatchObject(PENDING);
    expect((await move(HOME)).body).toMatchObject({ ...PENDING, url: HOME });
    expect((await move(`${HOME}/b`)).body).toMatchObject(PENDING);
    expect((await support('POST', `${endpoint}/resume`)).status).toBe(409);
  });

  it('stays paused if the tenant itself corrects the URL or pauses it', async () => {
    await move(AWAY);
    expect((await move(HOME, own)).body).toMatchObject({ ...PENDING, url: HOME });
    expect((await own('POST', `${endpoint}/pause`)).body).toMatchObject(PENDING);
    expect((await support('POST', `${endpoint}/resume`)).status).toBe(409);
  });

  it('keeps its headers if the tenant or an admin moves it', async () => {
    expect((await move(AWAY, own)).body['status']).toBe('active');
    const { body } = await move(HOME, api.admin);
    expect(body['status']).toBe('active');
    expect(Object.keys(body['headers'] as object)).toEqual(Object.keys(HEADERS));
  });

  it('waits for confirmation whatever its status was', async () => {
    await own('POST', `${endpoint}/pause`);
    expect((await move(AWAY)).body).toMatchObject(PENDING);
    await api.sql.query(
      `UPDATE endpoints SET status = 'disabled', disabled_reason = 'receiver_gone' WHERE id = $1`,
      [ids.endpointId],
    );
    expect((await move(HOME)).body).toMatchObject(PENDING);
  });

  it('notifies the tenant and names the deleted headers, but not their values', async () => {
    await move(AWAY);
    const { body } = await own('GET', `/v1/tenants/${tenant}/audit`);
    expect(auditedChanges(body).slice(0, 1)).toMatchObject([
      {
        role: 'support',
        action: 'endpoint.updated',
        details: {
          url: { from: HOME, to: AWAY },
          reason: 'ticket 7',
          disabled_reason: 'pending_confirmation',
          dropped_headers: Object.keys(HEADERS),
        },
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('of-the-tenant');
    const { rows } = await api.sql.query(
      'SELECT type, data FROM endpoint_notices WHERE endpoint_id = $1',
      [ids.endpointId],
    );
    const notice = { status: 'paused', change: 'url', changed_by: 'support' };
    expect(rows).toMatchObject([{ type: 'endpoint.updated', data: notice }]);
  });

  it('waits for confirmation after any change of a Slack URL, which is another workspace', async () => {
    await create({ channel: 'slack', url: 'https://hooks.slack.com/services/T1/B1/aaaaaaaaaaaa' });
    const { body } = await move('https://hooks.slack.com/services/T2/B2/bbbbbbbbbbbb');
    expect(body).toMatchObject({ status: 'paused', disabled_reason: 'pending_confirmation' });
    expect((await support('POST', `${endpoint}/resume`)).status).toBe(409);
    expect((await own('POST', `${endpoint}/resume`)).body['status']).toBe('active');
  });

  it('cannot be redirected by other fields that shape or receive its requests', async () => {
    const fields = [
      { headers: { 'X-A': 'b' } },
      { format: 'flat' },
      { signing: ['verifa'] },
      { event_types: null },
      { payload: 'full' },
      { batch: null },
    ];
    for (const field of fields) {
      const { status } = await support('PATCH', endpoint, { url: HOME, reason: 'x', ...field });
      expect([field, status]).toEqual([field, 403]);
    }
    await create({ channel: 'email', recipients: ['alerts@example.com'] });
    const recipients = { recipients: ['support@example.net'], reason: 'x' };
    expect((await support('PATCH', endpoint, recipients)).status).toBe(403);
  });

  it('is closed to publishers, who may neither move, test nor resume it', async () => {
    const publisher = await api.createKey('publisher');
    expect((await move(AWAY, publisher)).status).toBe(403);
    for (const action of ['pause', 'resume']) {
      expect((await publisher('POST', `${endpoint}/${action}`)).status).toBe(403);
    }
    expect(await shown()).toMatchObject({ url: HOME, status: 'active' });
  });
});
