import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';

const SESSION = {
  session_id: 'session_7',
  status: 'created',
  external_ref: null,
  is_sandbox: false,
};

const UNKNOWN = `ep_${'0'.repeat(32)}`;

let api: InspectionApi;
let tenant: string;
let path: string;
let own: Call;

beforeAll(async () => {
  api = await startInspectionApi();
  tenant = await api.createTenant();
  path = `/v1/tenants/${tenant}/endpoints`;
  own = await api.createKey('tenant', tenant);
});
afterAll(() => api.close());

describe('POST …/endpoints/check', () => {
  const check = async (url: string) => (await own('POST', `${path}/check`, { url })).body;

  it('answers with the normal form that saving stores', async () => {
    const url = 'HTTPS://Hooks.Example.com:443/a/../kyc#x';
    const normalized = 'https://hooks.example.com/kyc';
    expect(await check(url)).toEqual({ allowed: true, code: null, message: null, normalized });
    expect((await own('POST', path, { url })).body['url']).toBe(normalized);
  });

  it.each([
    ['https://10.0.0.1/', 'blocked_address'],
    ['https://user:pw@example.com/', 'userinfo'],
    ['ftp://example.com/', 'scheme'],
    ['', 'scheme'],
    ['https://example.com:25/', 'port'],
  ])('refuses %s for the reason that saving names', async (url, code) => {
    expect(await check(url)).toMatchObject({ allowed: false, code, normalized: null });
    const saved = await own('POST', path, { url });
    expect(saved.body).toMatchObject({ code: 'url_not_allowed', errors: [{ code }] });
    expect((await check(url))['message']).toBe(saved.body['detail']);
  });

  it('is for those who may save endpoints', async () => {
    const viewer = await api.createKey('viewer', tenant);
    expect((await viewer('POST', `${path}/check`, { url: 'https://a.example' })).status).toBe(403);
    expect((await own('POST', `${path}/check`, {})).status).toBe(422);
  });
});

describe('POST …/endpoints/preview', () => {
  const preview = (fields: object, as = own) => as('POST', `${path}/preview`, fields);
  type Headers = Record<string, string>;

  it('signs with a sample secret where no endpoint is named, and says so', async () => {
    const { status, body } = await preview({ type: 'session.created', data: SESSION });
    expect(status).toBe(200);
    expect(body).toMatchObject({ signed_with: 'sample', format: 'envelope' });
    const sent = String(body['body']);
    expect(JSON.parse(sent)).toMatchObject({ type: 'session.created', data: SESSION });
    const headers = body['headers'] as Headers;
    expect(new Webhook(String(body['sample_secret'])).verify(sent, headers)).toEqual(
      JSON.parse(sent),
    );
    expect(headers['X-Webhook-ID']).toBe((JSON.parse(sent) as { id: string }).id);
  });

  it("uses the endpoint's format, profiles, headers and secret, and hides header values", async () => {
    const secret = 'a secret of the endpoint';
    const { body: endpoint } = await own('POST', path, {
      url: 'https://hooks.example.com/in',
      format: 'event-type',
      secret,
      headers: { 'X-Token': 'do not show' },
    });
    const { body } = await preview({ type: 'session.created', endpoint_id: endpoint['id'] });
    const sent = String(body['body']);
    expect(body).toMatchObject({ signed_with: 'endpoint', sample_secret: null });
    expect(JSON.parse(sent)).toMatchObject({ event: 'session', event_type: 'created' });
    expect(body['headers']).toMatchObject({
      'x-verifyme-signature': createHmac('sha512', secret).update(sent).digest('hex'),
      'X-Token': '[masked]',
    });
    const flat = await preview({
      type: 'session.created',
      endpoint_id: endpoint['id'],
      format: 'flat',
      signing: ['x-webhook'],
    });
    expect(JSON.parse(String(flat.body['body']))).toMatchObject({ event: 'session.created' });
    const { 'X-Webhook-Signature': signature } = flat.body['headers'] as Headers;
    const hex = createHmac('sha256', secret).update(String(flat.body['body'])).digest('hex');
    expect(signature).toBe(`sha256=${hex}`);
  });

  it('sends a confidential type whole only where it is named, and thin payloads as ids', async () => {
    const type = 'check.matched';
    const dataOf = async (fields: object) => {
      const { body } = await preview({ type, ...fields });
      return (JSON.parse(String(body['body'])) as { data: object }).data;
    };
    const [ids, whole] = [await dataOf({}), await dataOf({ event_types: [type] })];
    expect(Object.keys(whole).length).toBeGreaterThan(Object.keys(ids).length);
    expect(await dataOf({ event_types: [type], payload: 'thin' })).toEqual(ids);
  });

  it.each([
    [{ type: 'no.such' }, 422, 'unknown_event_type'],
    [{ type: 'session.created', format: 'callback' }, 422, 'format_cannot_carry'],
    [{ type: 'session.created', format: 'xml' }, 422, 'validation_failed'],
    [{ type: 'session.created', signing: ['github'] }, 422, 'validation_failed'],
    [{ type: 'session.created', data: { session_id: 7 } }, 422, 'validation_failed'],
    [{ type: 'complianceRecord', format: 'callback', payload: 'thin' }, 422, 'validation_failed'],
    [{ type: 'session.created', endpoint_id: UNKNOWN }, 404, 'not_found'],
  ])('refuses %j', async (fields, status, code) => {
    expect(await preview(fields)).toMatchObject({ status, body: { code } });
  });

  it('finds no endpoint of another tenant, and none without requests', async () => {
    const other = await api.createTenant();
    const type = 'session.created';
    const endpoint_id = await api.createEndpoint(other);
    expect((await preview({ type, endpoint_id })).status).toBe(404);
    const slack = await api.createEndpoint(tenant, {
      channel: 'slack',
      url: 'https://hooks.slack.com/services/T0/B0/XXXX',
    });
    expect((await preview({ type, endpoint_id: slack })).body['code']).toBe('not_for_channel');
    const support = await api.createKey('support');
    expect((await preview({ type }, support)).status).toBe(403);
  });
});

describe('POST …/endpoints/{id}/test with data', () => {
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  it('sends the data as a sandbox event, once it is valid for the type', async () => {
    const id = await api.createEndpoint(tenant, { url: receiver.url });
    const test = (fields: object) => own('POST', `${path}/${id}/test`, fields);
    const wrong = await test({ type: 'session.created', data: { ...SESSION, session_id: 7 } });
    expect(wrong).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/data/session_id' }] },
    });
    const asset = await test({
      type: 'session.created',
      data: { ...SESSION, image: { $asset: 'a' } },
    });
    expect(asset.body['errors']).toMatchObject([{ code: 'asset_not_allowed' }]);
    expect(receiver.requests).toHaveLength(0);
    const sent = await test({ type: 'session.created', data: SESSION });
    expect(sent).toMatchObject({ status: 200, body: { response: { status: 200 } } });
    const [request] = await receiver.waitFor(1);
    expect(JSON.parse(String(request?.body))).toMatchObject({
      type: 'session.created',
      data: { ...SESSION, is_sandbox: true },
    });
  });
});
