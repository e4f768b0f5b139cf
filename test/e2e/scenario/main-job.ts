import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  aSession,
  createEndpoint,
  createTenant,
  eventually,
  header,
  onlyDelivery,
  publish,
  readEvent,
  verifyByStandardWebhooks,
  verifyBySvix,
  verifyQoreid,
  verifyStandard,
  verifyVerifa,
  verifyXWebhook,
  verifyXWebhookTimestamped,
} from '../../support/app/index.js';
import type { Endpoint, Lab, Postrider, Tenant, Verify } from '../../support/app/index.js';
import { reply } from '../../support/receiver.js';
import type { ReceivedRequest } from '../../support/receiver.js';

/** Settings under which a retry follows within about a second. */
export const QUICK_RETRIES = { RETRY_SCHEDULE: '1,1,1' };

const WITHIN_MS = 30_000;

const OWN_PROFILE = {
  header: 'X-Own-Signature',
  content: '{id}|{timestamp}|{body}',
  value: 'at={timestamp};mac={signature}',
  algorithm: 'sha512',
  encoding: 'base64',
  key: 'utf8',
  timestamp: 'attempt',
};

const verifyOwn: Verify = (request, secret) => {
  const at = header(request, 'webhook-timestamp');
  const mac = createHmac('sha512', secret)
    .update(`${header(request, 'webhook-id')}|${at}|`)
    .update(request.body)
    .digest('base64');
  return header(request, 'x-own-signature') === `at=${at};mac=${mac}`;
};

const SIGNINGS: { signing: unknown[]; checks: Verify[] }[] = [
  {
    signing: ['standard', 'x-webhook', 'verifa', 'qoreid'],
    checks: [
      verifyStandard,
      verifyByStandardWebhooks,
      verifyBySvix,
      verifyXWebhook(),
      verifyVerifa,
      verifyQoreid,
    ],
  },
  { signing: ['x-webhook-timestamped'], checks: [verifyXWebhookTimestamped] },
  { signing: [OWN_PROFILE], checks: [verifyOwn] },
];

/** The tests of the main job, of a process that runs with `QUICK_RETRIES`. */
export function itDoesTheMainJob(lab: Lab, running: () => Postrider): void {
  it('delivers after two failures, with every attempt on record', async () => {
    const app = running();
    const receiver = await lab.receiver();
    receiver.answer(
      reply(500, { 'x-reason': 'first' }, 'not yet'),
      reply(500, {}, 'not yet either'),
      reply(200, { 'content-type': 'text/plain' }, 'thanks'),
    );
    const tenant = await createTenant(app);
    const endpoint = await createEndpoint(app, tenant, {
      url: receiver.url,
      event_types: ['session.*'],
      headers: { 'X-Team': 'blue' },
    });
    const approved = aSession('session.approved', { status: 'approved', note: 'Zoë ✓' });
    const published = await publish(app, tenant, approved);
    expect(published).toMatchObject({ type: 'session.approved', deliveries: 1, duplicate: false });

    const requests = await receiver.waitFor(3, WITHIN_MS);
    expectTheContractsHeaders(requests, published);
    const sent = JSON.stringify({
      id: published.id,
      type: 'session.approved',
      created: published.created,
      data: approved.data,
    });
    expect(requests.map(({ body }) => body.toString())).toEqual([sent, sent, sent]);
    for (const request of requests) {
      expectSigned(request, endpoint, [
        verifyStandard,
        verifyByStandardWebhooks,
        verifyBySvix,
        verifyXWebhook(),
      ]);
    }
    await expectThreeAttemptsOnRecord(app, tenant, published.id, requests);
  });

  it('delivers the flat format in every signing profile', async () => {
    const app = running();
    const tenant = await createTenant(app);
    const targets = await Promise.all(
      SIGNINGS.map(async ({ signing, checks }) => {
        const receiver = await lab.receiver();
        const options = { url: receiver.url, event_types: ['check.completed'], format: 'flat' };
        const endpoint = await createEndpoint(app, tenant, { ...options, signing });
        return { receiver, endpoint, checks };
      }),
    );
    const data = {
      check_id: 'check_c41e07aa',
      session_id: null,
      is_sandbox: true,
      check_type: 'pep',
      status: 'hit',
      has_match: true,
      event: 'a name of the format',
    };
    const published = await publish(app, tenant, { type: 'check.completed', data });
    expect(published.deliveries).toBe(SIGNINGS.length);

    for (const { receiver, endpoint, checks } of targets) {
      const [request] = await receiver.waitFor(1, WITHIN_MS);
      expectSigned(request ?? fail(), endpoint, checks);
      const { event: _reserved, ...own } = data;
      expect(JSON.parse(request?.body.toString() ?? '')).toEqual({
        ...own,
        event: 'check.completed',
        idempotency_key: header(request ?? fail(), 'x-webhook-delivery-id').replace('dlv_', 'idk_'),
      });
    }
    await eventually(async () => {
      const { deliveries, is_sandbox } = await readEvent(app, tenant.id, published.id);
      expect(is_sandbox).toBe(true);
      expect(deliveries.map(({ status, format }) => `${format} ${status}`)).toEqual(
        SIGNINGS.map(() => 'flat succeeded'),
      );
    });
  });
}

function expectTheContractsHeaders(
  requests: readonly ReceivedRequest[],
  { id, created }: { id: string; created: number },
): void {
  const delivery = header(requests[0] ?? fail(), 'x-webhook-delivery-id');
  expect(delivery).toMatch(/^dlv_/);
  requests.forEach((request, index) => {
    expect(request.method).toBe('POST');
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'KYC-Webhooks/1.0',
      'x-team': 'blue',
      'x-webhook-id': id,
      'webhook-id': id,
      'x-webhook-timestamp': String(created),
      'x-webhook-sequence': '1',
      'x-webhook-attempt': String(index + 1),
      'x-webhook-delivery-id': delivery,
    });
    expect(Number(header(request, 'webhook-timestamp'))).toBeGreaterThanOrEqual(created);
  });
}

function fail(): never {
  throw new Error('No request came.');
}

function expectSigned(request: ReceivedRequest, endpoint: Endpoint, checks: Verify[]): void {
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const verdicts = checks.map((verify) => [
    verify(request, endpoint.secret),
    verify(request, other),
    verify({ ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) }, endpoint.secret),
  ]);
  expect(verdicts).toEqual(checks.map(() => [true, false, false]));
}

async function expectThreeAttemptsOnRecord(
  app: Postrider,
  tenant: Tenant,
  eventId: string,
  requests: readonly ReceivedRequest[],
): Promise<void> {
  const delivery = await eventually(async () => {
    const one = await onlyDelivery(app, tenant.id, eventId);
    expect(one).toMatchObject({ status: 'succeeded', attempt_count: 3, in_flight: false });
    return one;
  });
  expect(delivery.id).toBe(header(requests[0] ?? fail(), 'x-webhook-delivery-id'));
  expect(delivery.attempts).toMatchObject([
    {
      number: 1,
      trigger: 'automatic',
      ip: '127.0.0.1',
      response: { status: 500, body: 'not yet', headers: { 'x-reason': 'first' } },
      error: { class: 'http_status' },
    },
    {
      number: 2,
      response: { status: 500, body: 'not yet either' },
      error: { class: 'http_status' },
    },
    { number: 3, response: { status: 200, body: 'thanks', truncated: false }, error: null },
  ]);
  for (const { request } of delivery.attempts) {
    const shown = JSON.stringify(request.headers);
    const { headers } = requests[request.headers['X-Webhook-Attempt'] === '1' ? 0 : 1] ?? fail();
    expect(shown).toContain(eventId);
    expect(shown).not.toContain('blue');
    expect(shown).not.toContain(headers['webhook-signature']);
  }
}
