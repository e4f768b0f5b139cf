import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  header,
  verifyByStandardWebhooks,
  verifyXWebhook,
} from '../../support/app/index.js';
import type { DeliveryRecord, EventRecord, Published } from '../../support/app/index.js';
import { reply, startReceiver } from '../../support/receiver.js';
import type { ReceivedRequest, Receiver } from '../../support/receiver.js';
import { startProduct } from './running-product.js';
import type { RunningProduct } from './running-product.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let product: RunningProduct;

beforeAll(async () => {
  product = await startProduct({ retryScheduleSeconds: [1, 1] });
});
afterAll(() => product.close());

interface Setting {
  receiver: Receiver;
  tenant: string;
  /** The endpoint's path. */
  endpoint: string;
}

const receivers: Receiver[] = [];
afterAll(async () => {
  for (const receiver of receivers) await receiver.close();
});

/** A tenant with one endpoint at a receiver of its own. */
async function setUp(batch: object | null, fields: object = {}): Promise<Setting> {
  const receiver = await startReceiver();
  receivers.push(receiver);
  const { id: tenant } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
  const path = `/v1/tenants/${tenant}/endpoints`;
  const { id } = await product.ok<{ id: string }>('POST', path, {
    url: receiver.url,
    secret: SECRET,
    format: 'callback',
    batch,
    ...fields,
  });
  return { receiver, tenant, endpoint: `${path}/${id}` };
}

const record = (n: number) => ({
  status: 100,
  key: String(n).padStart(32, '0'),
  modified: '2025-09-03T06:38:08',
  customerKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
});

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);
const records = (count: number): object[] => numbers(count).map(record);
const bodyOf = ({ body }: ReceivedRequest): unknown => JSON.parse(body.toString('utf8'));
const lengthOf = (request: ReceivedRequest): number => (bodyOf(request) as unknown[]).length;
const idOf = (request: ReceivedRequest): string => header(request, 'webhook-id');

/** Publishes all in one request, so that they share a window; answers their ids. */
async function publish(
  tenant: string,
  payloads: object[],
  type = 'complianceRecord',
): Promise<string[]> {
  const events = payloads.map((data) => ({ tenant_id: tenant, type, data }));
  const { results } = await product.ok<{ results: Published[] }>('POST', '/v1/events/batch', {
    events,
  });
  return results.map(({ id }) => id);
}

/** The deliveries of the events, once they are all in that state. */
function deliveriesOf(
  { tenant }: Setting,
  eventIds: string[],
  status = 'succeeded',
): Promise<DeliveryRecord[]> {
  return eventually(async () => {
    const events = await Promise.all(
      eventIds.map((id) => product.ok<EventRecord>('GET', `/v1/tenants/${tenant}/events/${id}`)),
    );
    const deliveries = events.flatMap((event) => event.deliveries);
    expect(deliveries.map((one) => one.status)).toEqual(eventIds.map(() => status));
    return deliveries;
  });
}

describe('events of one window', () => {
  it('come as one signed request, the array in order', async () => {
    const setting = await setUp({ max_items: 10, wait_ms: 300 });
    const ids = await publish(setting.tenant, records(4));
    const deliveries = await deliveriesOf(setting, ids);
    expect(setting.receiver.requests).toHaveLength(1);
    const [request] = await setting.receiver.waitFor(1);
    if (!request) throw new Error('nothing came');
    expect(bodyOf(request)).toEqual(records(4));
    expect(idOf(request)).toMatch(/^bat_[0-9a-f]{32}$/);
    expect(header(request, 'x-webhook-id')).toBe(idOf(request));
    expect(header(request, 'x-webhook-attempt')).toBe('1');
    expect(header(request, 'x-webhook-delivery-id')).toBe(deliveries.map(({ id }) => id).join(','));
    expect(verifyByStandardWebhooks(request, SECRET)).toBe(true);
    expect(verifyXWebhook()(request, SECRET)).toBe(true);
  });

  it('have the attempt on record, each with its own delivery', async () => {
    const setting = await setUp({ max_items: 10, wait_ms: 300 });
    setting.receiver.answer(reply(201, { 'x-trace': 'one' }, 'all of them'));
    const deliveries = await deliveriesOf(setting, await publish(setting.tenant, records(3)));
    const [request] = await setting.receiver.waitFor(1);
    const attempts = deliveries.flatMap((delivery) => delivery.attempts);
    expect(attempts).toHaveLength(3);
    expect(new Set(attempts.map(({ id }) => id)).size).toBe(3);
    const [{ started_at, duration_ms, timings } = { started_at: '', duration_ms: 0, timings: {} }] =
      attempts;
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({
        number: 1,
        trigger: 'automatic',
        url: setting.receiver.url,
        started_at,
        duration_ms,
        timings,
        request: {
          body_hash: createHash('sha256')
            .update(request?.body ?? '')
            .digest('hex'),
        },
        response: { status: 201, body: 'all of them' },
      });
    }
  });

  it('come as messages of several topics', async () => {
    const setting = await setUp({ max_items: 10, wait_ms: 300 }, { format: 'topic' });
    const ident = {
      kyc: 'WEBID',
      identId: '315065706',
      personKey: '0ac7e1d8-9e39-486b-b28d-bd8551ec90ed',
      reason: null,
      status: 'success',
    };
    const payloads = [
      { type: 'complianceRecord', data: record(1) },
      { type: 'identResult', data: ident },
      { type: 'complianceRecord', data: record(2) },
    ];
    await product.ok('POST', '/v1/events/batch', {
      events: payloads.map((event) => ({ tenant_id: setting.tenant, ...event })),
    });
    const [request] = await setting.receiver.waitFor(1);
    expect(request && bodyOf(request)).toEqual([
      { topic: 'complianceRecord', complianceRecord: [record(1)] },
      { topic: 'identResult', ...ident },
      { topic: 'complianceRecord', complianceRecord: [record(2)] },
    ]);
  });

  it('come in several requests where there are more than max_items', async () => {
    const setting = await setUp({ max_items: 2, wait_ms: 300 });
    const ids = await publish(setting.tenant, records(5));
    await deliveriesOf(setting, ids);
    const requests = setting.receiver.requests.toSorted((one, other) =>
      one.body.toString('utf8') < other.body.toString('utf8') ? -1 : 1,
    );
    expect(requests.map(bodyOf)).toEqual([
      [record(1), record(2)],
      [record(3), record(4)],
      [record(5)],
    ]);
    expect(requests.map(idOf)[2]).toBe(ids[4]);
  });

  it('come in several requests where their data is too large for one', async () => {
    const setting = await setUp({ max_items: 10, wait_ms: 300 }, { format: 'topic' });
    const note = 'x'.repeat(240 * 1024);
    const ids = await publish(
      setting.tenant,
      records(6).map((one) => ({ ...one, note })),
    );
    await deliveriesOf(setting, ids);
    const lengths = setting.receiver.requests.map(lengthOf);
    expect(lengths.reduce((sum, length) => sum + length)).toBe(6);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(4);
  });

  it('are gathered too while no window is asked for, from what is due together', async () => {
    const setting = await setUp({ max_items: 10, wait_ms: 0 });
    await product.ok('POST', `${setting.endpoint}/pause`);
    const ids = await publish(setting.tenant, records(3));
    await product.ok('POST', `${setting.endpoint}/resume`);
    await deliveriesOf(setting, ids);
    expect(setting.receiver.requests.map(bodyOf)).toEqual([records(3)]);
  });
});

describe('a backlog', () => {
  it('goes out in full batches', async () => {
    const setting = await setUp({ max_items: 50, wait_ms: 100 }, { max_in_flight: 1000 });
    await product.ok('POST', `${setting.endpoint}/pause`);
    const ids = await publish(setting.tenant, records(200));
    await product.ok('POST', `${setting.endpoint}/resume`);
    await deliveriesOf(setting, [ids.at(0) ?? '', ids.at(-1) ?? '']);
    expect(setting.receiver.requests.map(lengthOf)).toEqual(Array(4).fill(50));
  });
});

describe('an event that is alone in its window', () => {
  it('comes as if there were no batches', async () => {
    const settings = [await setUp({ max_items: 10, wait_ms: 50 }), await setUp(null)];
    const requests: ReceivedRequest[] = [];
    for (const setting of settings) {
      const [id] = await publish(setting.tenant, [record(1)]);
      const [request] = await setting.receiver.waitFor(1);
      if (!request) throw new Error('nothing came');
      expect(idOf(request)).toBe(id);
      requests.push(request);
    }
    const [batching, plain] = requests;
    expect(batching?.body).toEqual(plain?.body);
    const namesOf = (request?: ReceivedRequest) => Object.keys(request?.headers ?? {});
    expect(namesOf(batching)).toEqual(namesOf(plain));
  });
});

describe('a batch that fails', () => {
  it('comes again as it was, under the same id, and nothing else with it', async () => {
    const setting = await setUp({ max_items: 10, wait_ms: 100 });
    setting.receiver.answer(500, 200);
    const ids = await publish(setting.tenant, records(3));
    await setting.receiver.waitFor(1);
    const [later] = await publish(setting.tenant, [record(4)]);
    const deliveries = await deliveriesOf(setting, ids);
    await deliveriesOf(setting, [later ?? '']);
    const [first, ...others] = setting.receiver.requests;
    const again = others.filter((request) => first && idOf(request) === idOf(first));
    expect(others).toHaveLength(2);
    expect(again.map((request) => request.body)).toEqual([first?.body]);
    expect(again.map((request) => header(request, 'x-webhook-attempt'))).toEqual(['2']);
    for (const { attempts } of deliveries) {
      expect(attempts.map(({ number, response }) => [number, response?.status])).toEqual([
        [1, 500],
        [2, 200],
      ]);
    }
  });

  it('fails with all of its deliveries in the end', async () => {
    const setting = await setUp({ max_items: 10, wait_ms: 100 });
    setting.receiver.answer(503);
    const ids = await publish(setting.tenant, records(2));
    const deliveries = await deliveriesOf(setting, ids, 'failed');
    expect(deliveries).toMatchObject([
      { reason: 'attempts_exhausted', attempt_count: 3 },
      { reason: 'attempts_exhausted', attempt_count: 3 },
    ]);
    expect(new Set(setting.receiver.requests.map(idOf)).size).toBe(1);
  });

  it('holds all of its events where the receiver is gone', async () => {
    const setting = await setUp({ max_items: 10, wait_ms: 100 });
    setting.receiver.answer(410);
    const deliveries = await deliveriesOf(
      setting,
      await publish(setting.tenant, records(3)),
      'held',
    );
    expect(deliveries.map(({ reason }) => reason)).toEqual(Array(3).fill('endpoint_disabled'));
    expect(setting.receiver.requests).toHaveLength(1);
  });
});

describe('a retry by hand', () => {
  it('sends the one event, under its own id', async () => {
    const setting = await setUp({ max_items: 10, wait_ms: 100 });
    const ids = await publish(setting.tenant, records(2));
    const [, second] = await deliveriesOf(setting, ids);
    const path = `/v1/tenants/${setting.tenant}/deliveries/${second?.id ?? ''}/retry`;
    await product.ok('POST', path);
    const [, request] = await setting.receiver.waitFor(2);
    expect(request && bodyOf(request)).toEqual([record(2)]);
    expect(request && idOf(request)).toBe(ids[1]);
  });
});
