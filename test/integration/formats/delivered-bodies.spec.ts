import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  header,
  verifyByStandardWebhooks,
  verifyQoreid,
  verifyXWebhook,
} from '../../support/app/index.js';
import type { DeliveryRecord, EventRecord, Published, Verify } from '../../support/app/index.js';
import { startReceiver } from '../../support/receiver.js';
import type { ReceivedRequest, Receiver } from '../../support/receiver.js';
import { APPROVED, APPROVED_TEXT, RECORD, RECORD_TEXT, THIN_TEXT } from './documented-events.js';
import { startProduct } from './running-product.js';
import type { RunningProduct } from './running-product.js';

const SECRET = 'the-own-secret-of-these-endpoints';

let product: RunningProduct;
let receiver: Receiver;

beforeAll(async () => {
  product = await startProduct();
  receiver = await startReceiver();
});
afterAll(async () => {
  await product.close();
  await receiver.close();
});

let tenants = 0;

/** A tenant with one endpoint for each of the options, at a path of its own. */
async function createTenant(...endpoints: Record<string, unknown>[]): Promise<{
  id: string;
  /** What came to the n-th endpoint, once it is there. */
  received: (n: number) => Promise<ReceivedRequest>;
  endpointIds: string[];
}> {
  tenants += 1;
  const place = `/hook/${tenants}`;
  const { id } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
  const endpointIds: string[] = [];
  for (const [n, options] of endpoints.entries()) {
    const url = `http://127.0.0.1:${receiver.port}${place}/${n}`;
    const fields = { url, secret: SECRET, ...options };
    const path = `/v1/tenants/${id}/endpoints`;
    endpointIds.push((await product.ok<{ id: string }>('POST', path, fields)).id);
  }
  const received = (n: number): Promise<ReceivedRequest> =>
    eventually(() => {
      const request = receiver.requests.find(({ path }) => path === `${place}/${n}`);
      if (!request) throw new Error(`nothing came to endpoint ${n}`);
      return request;
    });
  return { id, received, endpointIds };
}

const publish = (tenantId: string, type: string, data: object): Promise<Published> =>
  product.ok('POST', '/v1/events', { tenant_id: tenantId, type, data });

const verifyBoth =
  (one: Verify, other: Verify): Verify =>
  (request, secret) =>
    one(request, secret) && other(request, secret);

const standardAndXWebhook = verifyBoth(verifyByStandardWebhooks, verifyXWebhook());
/** Verifies as that provider's documentation asks: over the body that the receiver serializes again. */
const qoreidOfSerializedAgain: Verify = (request, secret) => {
  const again = JSON.stringify(JSON.parse(request.body.toString('utf8')));
  const expected = createHmac('sha512', secret).update(again).digest('hex');
  return header(request, 'x-verifyme-signature') === expected;
};

/** What follows `idk_` in the flat format. */
const keyPart = (request: ReceivedRequest): string =>
  header(request, 'x-webhook-delivery-id').replace('dlv_', '');

const base64Secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('an event', () => {
  it.each([
    [
      'flat',
      (id: string) => `{"event":"session.approved","idempotency_key":"idk_${id}",${APPROVED_TEXT}}`,
    ],
    ['key-data', () => `{"key":"session.approved","data":{${APPROVED_TEXT}}}`],
    ['topic', () => `[{"topic":"session.approved",${APPROVED_TEXT}}]`],
    ['event-type', () => `{"event":"session","event_type":"approved","data":{${APPROVED_TEXT}}}`],
  ] as const)('comes in the format %s', async (format, bodyOf) => {
    const tenant = await createTenant({ format });
    const { id } = await publish(tenant.id, 'session.approved', APPROVED);
    const request = await tenant.received(0);
    expect(request.body.toString('utf8')).toBe(bodyOf(keyPart(request)));
    expect(header(request, 'content-type')).toBe('application/json');
    expect(header(request, 'x-webhook-id')).toBe(id);
  });

  it('comes in the format envelope unless another was chosen', async () => {
    const tenant = await createTenant({});
    const { id, created } = await publish(tenant.id, 'session.approved', APPROVED);
    expect((await tenant.received(0)).body.toString('utf8')).toBe(
      `{"id":"${id}","type":"session.approved","created":${created},"data":{${APPROVED_TEXT}}}`,
    );
  });

  it('comes as a CloudEvent with its media type, subject and sequence', async () => {
    const tenant = await createTenant({ format: 'cloudevents' });
    const { id, created } = await publish(tenant.id, 'session.approved', APPROVED);
    const request = await tenant.received(0);
    expect(header(request, 'content-type')).toBe('application/cloudevents+json');
    const event = JSON.parse(request.body.toString('utf8')) as Record<string, unknown>;
    expect(event).toEqual({
      specversion: '1.0',
      id,
      source: `/tenants/${tenant.id}`,
      type: 'session.approved',
      subject: 'session_abc123',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      datacontenttype: 'application/json',
      sequence: header(request, 'x-webhook-sequence').padStart(16, '0'),
      data: APPROVED,
    });
    expect(Math.floor(Date.parse(String(event['time'])) / 1000)).toBe(created);
  });

  it('comes as the classic callback and as a topic where it is a compliance record', async () => {
    const tenant = await createTenant(
      { format: 'callback', event_types: ['complianceRecord'] },
      { format: 'topic' },
    );
    await publish(tenant.id, 'complianceRecord', { ...RECORD, note: 'not for callbacks' });
    expect((await tenant.received(0)).body.toString('utf8')).toBe(`[${RECORD_TEXT}]`);
    expect((await tenant.received(1)).body.toString('utf8')).toBe(
      `[{"topic":"complianceRecord","complianceRecord":[${RECORD_TEXT.slice(0, -1)},"note":"not for callbacks"}]}]`,
    );
  });

  it('is not sent where the format cannot carry its type, and says so', async () => {
    const tenant = await createTenant({ format: 'callback' }, { format: 'event-type' });
    const session = await publish(tenant.id, 'session.approved', APPROVED);
    const record = await publish(tenant.id, 'complianceRecord', RECORD);
    expect([session.deliveries, record.deliveries]).toEqual([1, 1]);
    const unsentOf = async ({ id }: Published) =>
      (await product.ok<EventRecord>('GET', `/v1/tenants/${tenant.id}/events/${id}`)).unsent;
    const reason = 'format_cannot_carry';
    expect(await unsentOf(session)).toMatchObject([{ endpoint_id: tenant.endpointIds[0], reason }]);
    expect(await unsentOf(record)).toMatchObject([{ endpoint_id: tenant.endpointIds[1], reason }]);
  });

  it.each(['envelope', 'key-data', 'topic', 'event-type', 'cloudevents'])(
    'is fetched in the format %s as it was sent',
    async (format) => {
      const tenant = await createTenant({ format });
      const { id } = await publish(tenant.id, 'session.approved', APPROVED);
      const sent = JSON.parse((await tenant.received(0)).body.toString('utf8')) as unknown;
      const path = `/v1/tenants/${tenant.id}/events/${id}?format=${format}`;
      const { body, headers } = await product.call('GET', path);
      expect(body).toEqual(sent);
      expect(headers.get('content-type')).toMatch(
        format === 'cloudevents' ? /^application\/cloudevents\+json/ : /^application\/json/,
      );
    },
  );
});

describe('the idempotency_key of the flat format', () => {
  const keyOf = (body: unknown): unknown => (body as Record<string, unknown>)['idempotency_key'];

  it('is another for each endpoint of a receiver, so that no delivery is taken for a repeat', async () => {
    const tenant = await createTenant({ format: 'flat' }, { format: 'flat' });
    const { id } = await publish(tenant.id, 'session.approved', APPROVED);
    const requests = [await tenant.received(0), await tenant.received(1)];
    const keys = requests.map(({ body }) => keyOf(JSON.parse(body.toString('utf8'))));
    expect(keys).toEqual(requests.map((request) => `idk_${keyPart(request)}`));
    expect(new Set(keys).size).toBe(2);

    const search = (q: unknown) =>
      product.ok<{ data: { kind: string; id: string }[] }>('GET', `/v1/search?q=${String(q)}`);
    expect((await search(keys[1])).data).toMatchObject([
      { kind: 'delivery', id: header(requests[1] as ReceivedRequest, 'x-webhook-delivery-id') },
    ]);
    expect((await search(id.replace('evt_', 'idk_'))).data).toMatchObject([{ kind: 'event', id }]);
  });

  it('is of the event where no delivery is: fetched, on the feed, and the same each time', async () => {
    const tenant = await createTenant({ format: 'flat' });
    const { id } = await publish(tenant.id, 'session.approved', APPROVED);
    await tenant.received(0);
    const key = id.replace('evt_', 'idk_');
    const path = `/v1/tenants/${tenant.id}/events`;
    const sent = JSON.parse((await tenant.received(0)).body.toString('utf8')) as object;
    const { body } = await product.call('GET', `${path}/${id}?format=flat`);
    expect(body).toEqual({ ...sent, idempotency_key: key });
    const feed = await product.call('GET', `${path}/feed?format=flat&wait=5`);
    expect((feed.body as { data: unknown[] }).data).toMatchObject([{ idempotency_key: key }]);
  });
});

describe('the signatures', () => {
  it.each([
    ['envelope', standardAndXWebhook],
    ['flat', standardAndXWebhook],
    ['key-data', standardAndXWebhook],
    ['topic', standardAndXWebhook],
    ['cloudevents', standardAndXWebhook],
    ['event-type', verifyBoth(verifyQoreid, verifyByStandardWebhooks)],
    ['event-type', qoreidOfSerializedAgain],
  ])('of %s are the ones of its default profiles', async (format, verify) => {
    const tenant = await createTenant({ format, secret: base64Secret });
    await publish(tenant.id, 'session.approved', { ...APPROVED, note: 'José — 1e21: \u2028' });
    expect(verify(await tenant.received(0), base64Secret)).toBe(true);
  });

  it('of event-type are SHA-512 of the bytes that came', async () => {
    const tenant = await createTenant({ format: 'event-type' });
    await publish(tenant.id, 'session.approved', { ...APPROVED, '1': null, data: {} });
    const request = await tenant.received(0);
    expect(request.headers).not.toHaveProperty('x-webhook-signature');
    expect(header(request, 'x-verifyme-signature')).toBe(
      createHmac('sha512', SECRET).update(request.body).digest('hex'),
    );
  });
});

describe('a thin payload', () => {
  it.each([
    [
      'flat',
      (id: string) => `{"event":"session.approved","idempotency_key":"idk_${id}",${THIN_TEXT}}`,
    ],
    ['key-data', () => `{"key":"session.approved","data":{${THIN_TEXT}}}`],
    ['topic', () => `[{"topic":"session.approved",${THIN_TEXT}}]`],
    ['event-type', () => `{"event":"session","event_type":"approved","data":{${THIN_TEXT}}}`],
  ] as const)('has the ids and nothing else in the format %s', async (format, bodyOf) => {
    const tenant = await createTenant({ format, payload: 'thin' });
    const { id } = await publish(tenant.id, 'session.approved', { ...APPROVED, note: 'Jane' });
    const request = await tenant.received(0);
    const text = bodyOf(keyPart(request));
    expect(request.body.toString('utf8')).toBe(text);
    const { deliveries } = await eventually(async () => {
      const event = await product.ok<EventRecord>('GET', `/v1/tenants/${tenant.id}/events/${id}`);
      expect(event.deliveries).toMatchObject([{ status: 'succeeded' }]);
      return event;
    });
    expect(deliveries[0]?.attempts[0]?.request.body_hash).toBe(
      createHash('sha256').update(text).digest('hex'),
    );
  });

  it('leaves the event itself whole, for those who fetch it', async () => {
    const tenant = await createTenant({ payload: 'thin' });
    const { id } = await publish(tenant.id, 'session.approved', APPROVED);
    const sent = JSON.parse((await tenant.received(0)).body.toString('utf8')) as object;
    expect(sent).toMatchObject({ id, data: JSON.parse(`{${THIN_TEXT}}`) as object });
    const event = await product.ok<EventRecord>('GET', `/v1/tenants/${tenant.id}/events/${id}`);
    expect(event.data).toEqual(APPROVED);
  });
});

describe('an endpoint that takes up another format', () => {
  it('gets what waits for it in the new one', async () => {
    const tenant = await createTenant({ format: 'flat' });
    const path = `/v1/tenants/${tenant.id}/endpoints/${tenant.endpointIds[0]}`;
    await product.ok('POST', `${path}/pause`);
    await publish(tenant.id, 'session.approved', APPROVED);
    await product.ok('PATCH', path, { format: 'key-data' });
    await product.ok('POST', `${path}/resume`);
    const body = (await tenant.received(0)).body.toString('utf8');
    expect(body).toBe(`{"key":"session.approved","data":{${APPROVED_TEXT}}}`);
  });

  it('leaves behind, as failed, what the new one cannot carry', async () => {
    const tenant = await createTenant({ format: 'flat' });
    const path = `/v1/tenants/${tenant.id}/endpoints/${tenant.endpointIds[0]}`;
    await product.ok('POST', `${path}/pause`);
    const { id } = await publish(tenant.id, 'session.approved', APPROVED);
    await product.ok('PATCH', path, { format: 'callback' });
    await product.ok('POST', `${path}/resume`);
    const deliveries = await eventually(async () => {
      const event = await product.ok<EventRecord>('GET', `/v1/tenants/${tenant.id}/events/${id}`);
      expect(event.deliveries).toMatchObject([{ status: 'failed' }]);
      return event.deliveries;
    });
    expect(deliveries).toMatchObject([
      { reason: 'format_cannot_carry', attempt_count: 0, attempts: [] },
    ] satisfies Partial<DeliveryRecord>[]);
  });
});
