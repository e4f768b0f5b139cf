import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startReceiver } from '../../support/receiver.js';
import type { ReceivedRequest, Receiver } from '../../support/receiver.js';
import { startInspectionApi } from './inspection-api.js';
import type { Call, InspectionApi } from './inspection-api.js';

let api: InspectionApi;
let receiver: Receiver;
let tenant: string;
let own: Call;
let endpoint: string;
let secret: string;
let delivery: string;
let request: ReceivedRequest;

beforeAll(async () => {
  api = await startInspectionApi();
  receiver = await startReceiver();
  tenant = await api.createTenant();
  own = await api.createKey('tenant', tenant);
  endpoint = await api.createEndpoint(tenant, { url: receiver.url });
  const path = `/v1/tenants/${tenant}/endpoints/${endpoint}`;
  secret = String((await own('GET', `${path}/secret`)).body['secret']);
  await own('POST', `${path}/test`, { type: 'session.created' });
  [request] = (await receiver.waitFor(1)) as [ReceivedRequest];
  delivery = String(request.headers['x-webhook-delivery-id']);
});
afterAll(async () => {
  await receiver.close();
  await api.close();
});

const verify = async (fields: object, as = own) => {
  const path = `/v1/tenants/${tenant}/deliveries/${delivery}/verify`;
  return (await as('POST', path, fields)).body;
};
const hex = (key: string, body: string | Buffer) =>
  createHmac('sha256', key).update(body).digest('hex');

it('takes the request as it was received', async () => {
  const { headers, body } = request;
  expect(await verify({ headers, body: body.toString(), computed: hex(secret, body) })).toEqual({
    verdict: 'valid',
    explanation: expect.stringContaining(
      'The computed signature is the one of X-Webhook-Signature.',
    ) as string,
    remedy: 'The signature is right.',
    header: 'X-Webhook-Signature',
    attempt_number: 1,
    content: 'known',
  });
});

it('compares a body with nothing for readers who may not see the data', async () => {
  const support = await api.createKey('support');
  const { headers } = request;
  const body = request.body.toString();
  for (const guess of [body, body.slice(0, 40), `${body.slice(0, -2)}!}`]) {
    const found = await verify({ body: guess }, support);
    expect(found).toMatchObject({ verdict: 'unknown', content: 'unknown' });
    expect(found['explanation']).toContain('is not shown to you');
  }
  const received = { headers, body, computed: hex(secret, body) };
  expect(await verify(received, support)).toMatchObject({
    verdict: 'valid',
    content: 'as_received',
  });
  const wrong = await verify({ ...received, body: `${body} ` }, support);
  expect(wrong['explanation']).not.toMatch(/bytes|byte \d|line break/);
});

it('renders the signed content again, and names what was done to it', async () => {
  const spaced = JSON.stringify(JSON.parse(request.body.toString()), null, 2);
  const found = await verify({ computed: `sha256=${hex(secret, spaced)}` });
  expect(found).toMatchObject({ verdict: 'body_changed', content: 'known' });
  expect(found['explanation']).toContain('re-serialised with indentation');
  expect(found['remedy']).toContain('bytes of the body');
});

it('names another endpoint of the same tenant, and knows none of other tenants', async () => {
  const secretOf = async (owner: string) => {
    const id = await api.createEndpoint(owner);
    const { body } = await api.admin('GET', `/v1/tenants/${owner}/endpoints/${id}/secret`);
    return { id, value: String(body['secret']) };
  };
  const sibling = await secretOf(tenant);
  const found = await verify({ computed: hex(sibling.value, request.body) });
  expect(found).toMatchObject({ verdict: 'other_endpoint_secret' });
  expect(found['explanation']).toContain(sibling.id);
  expect(JSON.stringify(found)).not.toContain(sibling.value);
  const stranger = await secretOf(await api.createTenant());
  expect(await verify({ computed: hex(stranger.value, request.body) })).toMatchObject({
    verdict: 'unknown',
  });
});

it('knows secrets of before and after the attempt', async () => {
  const path = `/v1/tenants/${tenant}/endpoints/${endpoint}/secret`;
  const { body } = await own('POST', `${path}/rotate`, {});
  await api.sql.query(
    `UPDATE endpoint_secrets SET created_at = now() + interval '1 hour' WHERE expires_at IS NULL`,
  );
  await api.sql.query(
    `UPDATE endpoint_secrets SET created_at = now() - interval '4 hours' WHERE expires_at IS NOT NULL`,
  );
  const newer = String(body['secret']);
  expect(await verify({ computed: hex(newer, request.body) })).toMatchObject({
    verdict: 'new_secret',
  });
  await api.sql.query(
    `UPDATE endpoint_secrets SET expires_at = now() - interval '3 hours' WHERE expires_at IS NOT NULL`,
  );
  await api.sql.query(
    `UPDATE endpoint_secrets SET created_at = now() - interval '3 hours' WHERE expires_at IS NULL`,
  );
  expect(await verify({ computed: hex(secret, request.body) })).toMatchObject({
    verdict: 'old_secret',
  });
  expect(await verify({ computed: hex(newer, request.body) })).toMatchObject({ verdict: 'valid' });
  secret = newer;
});

it('takes the received body where the content is not kept any more, and says so', async () => {
  await api.sql.query('DELETE FROM event_bodies');
  await api.sql.query('DELETE FROM attempt_bodies');
  const computed = hex(secret, request.body);
  const gone = await verify({ computed });
  expect(gone).toMatchObject({ verdict: 'unknown', content: 'unknown' });
  expect(gone['explanation']).toContain('not kept any more');
  // A body alone has nothing to be compared with.
  expect(await verify({ body: request.body.toString() })).toMatchObject({ verdict: 'unknown' });
  const found = await verify({ computed, body: request.body.toString() });
  expect(found).toMatchObject({ verdict: 'valid', content: 'as_received' });
  expect(found['explanation']).toContain('is taken for it');
});

it('is for readers of the tenant, and wants something to compare', async () => {
  const viewer = await api.createKey('viewer', tenant);
  expect(await verify({ computed: 'nonsense-nonsense' }, viewer)).toMatchObject({
    verdict: 'unknown',
  });
  expect(await verify({})).toMatchObject({ status: 422 });
  const stranger = await api.createKey('tenant', await api.createTenant());
  expect(await verify({ computed: 'x' }, stranger)).toMatchObject({ status: 404 });
});
