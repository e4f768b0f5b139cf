import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../support/app/index.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

const TYPE = 'endpoint.delivery_exhausted';
const WITHIN_MS = 60_000;

interface Notice {
  type: string;
  data: { endpoint_id: string; deliveries: number; delivery_ids: string[] } & Record<
    string,
    unknown
  >;
}

let product: RunningProduct;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  receiver.answer((response, { path }) => {
    response.writeHead(path.startsWith('/failing') ? 500 : 200).end();
  });
  // A minute until an endpoint is disabled makes the window of the reports ten seconds.
  product = await startProduct({ retryScheduleSeconds: [0.05], disableAfterMs: 60_000 });
});
afterAll(async () => {
  await product.close();
  await receiver.close();
});

async function makeTenant(): Promise<{ base: string; publish: () => Promise<void> }> {
  const { id } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
  const data = { session_id: 's1', external_ref: null, is_sandbox: false };
  const event = { tenant_id: id, type: 'session.created', data };
  return {
    base: `/v1/tenants/${id}`,
    publish: () => product.ok('POST', '/v1/events', event),
  };
}

const createEndpoint = async (base: string, path: string, fields: object = {}): Promise<string> => {
  const url = `http://127.0.0.1:${receiver.port}/${path}`;
  return (await product.ok<{ id: string }>('POST', `${base}/endpoints`, { url, ...fields })).id;
};

const noticesAt = (path: string): Notice[] =>
  receiver.requests
    .filter((request) => request.path === `/${path}`)
    .map(({ body }) => JSON.parse(body.toString('utf8')) as Notice)
    .filter(({ type }) => type === TYPE);

it('reports deliveries that failed for good, together and once in a window, also to webhooks that do not name it', async () => {
  const { base, publish } = await makeTenant();
  const failing = await createEndpoint(base, 'failing-1');
  await createEndpoint(base, 'other-1');
  await createEndpoint(base, 'sessions-1', { event_types: ['session.*'] });
  await Promise.all([publish(), publish(), publish()]);
  const failed = async (): Promise<{ id: string }[]> =>
    (
      await product.ok<{ data: { id: string }[] }>(
        'GET',
        `${base}/deliveries?endpoint_id=${failing}&type=session.created&reason=attempts_exhausted`,
      )
    ).data;
  await eventually(async () => expect(await failed()).toHaveLength(3), WITHIN_MS);
  await eventually(() => expect(noticesAt('other-1')).toHaveLength(1), WITHIN_MS);
  const [first] = noticesAt('other-1');
  expect(first?.data).toMatchObject({
    endpoint_id: failing,
    url_host: `127.0.0.1:${receiver.port}`,
    status: 'active',
    deliveries: 3,
    last_error: { class: 'http_status', status: 500 },
  });
  const ids = (await failed()).map(({ id }) => id);
  expect(first?.data.delivery_ids.toSorted()).toEqual(ids.toSorted());

  await Promise.all([publish(), publish()]);
  await eventually(() => expect(noticesAt('other-1')).toHaveLength(2), WITHIN_MS);
  const second = noticesAt('other-1')[1];
  expect(second?.data.deliveries).toBe(2);
  const between =
    Date.parse(String(second?.data['first_exhausted_at'])) -
    Date.parse(String(first?.data['last_exhausted_at']));
  expect(between).toBeGreaterThan(0);
  expect(noticesAt('sessions-1')).toEqual([]);
  expect(noticesAt('failing-1')).toEqual([]);
});

it('does not report that a report has failed: two endpoints that fail would do so for ever', async () => {
  const { base, publish } = await makeTenant();
  await createEndpoint(base, 'failing-2');
  const named = await createEndpoint(base, 'failing-3', { event_types: ['endpoint.*'] });
  await publish();
  const reports = async (status: string): Promise<unknown[]> =>
    (
      await product.ok<{ data: unknown[] }>(
        'GET',
        `${base}/deliveries?endpoint_id=${named}&type=${TYPE}&status=${status}`,
      )
    ).data;
  await eventually(async () => expect(await reports('failed')).toHaveLength(1), WITHIN_MS);
  // The next one of the first endpoint comes when the window is over; none of the second has come before it.
  await publish();
  await eventually(async () => expect(await reports('failed')).toHaveLength(2), WITHIN_MS);
  const events = await product.ok<{ data: { subject: string }[] }>(
    'GET',
    `${base}/events?type=${TYPE}`,
  );
  expect(events.data.map(({ subject }) => subject)).not.toContain(named);
});
