import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAssetStore } from '../support/asset-store.js';
import type { AssetStore } from '../support/asset-store.js';
import {
  createEndpoint,
  createReceivingTenant,
  eventually,
  onlyDelivery,
  publish,
  useLab,
  verifyByStandardWebhooks,
} from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import type { Answer, ReceivedRequest } from '../support/receiver.js';

const lab = useLab();
const FILE = 'front.jpg';
const BYTES = 'bytes of the id card';

let store: AssetStore;
let app: Postrider;

beforeAll(async () => {
  store = await startAssetStore();
  app = await lab.postrider({
    databaseUrl: await lab.database(),
    env: { ...store.env, ASSET_STORE_URL_TTL_SECONDS: '5', RETRY_SCHEDULE: '0.2,0.2' },
  });
});
afterAll(() => store.close());

describe('a link to an asset', () => {
  it('of the third attempt works although that of the first has expired', async () => {
    const receiver = await lab.receiver();
    // The second attempt waits until the link of the first has expired.
    const outlast: Answer = (response) => {
      void expired(linkIn(receiver.requests[0])).then(() => response.writeHead(500).end());
    };
    receiver.answer(500, outlast, 200);
    const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    const { id } = await publishVerification(tenant);
    const requests = await receiver.waitFor(3, 60_000);

    expect(await open(linkIn(requests[2]))).toEqual({ status: 200, text: BYTES });
    expect(await open(linkIn(requests[0]))).toMatchObject({ status: 403 });
    for (const request of requests) {
      expect(verifyByStandardWebhooks(request, endpoint.secret)).toBe(true);
    }
    const { attempts } = await eventually(async () => {
      const delivery = await onlyDelivery(app, tenant.id, id);
      expect(delivery.status).toBe('succeeded');
      return delivery;
    });
    // The second attempt may fall into the second in which the first was signed.
    const [first, , third] = attempts.map((attempt) => attempt.request.body_hash);
    expect(first).not.toBe(third);
    expect(JSON.stringify(attempts) + app.output()).not.toContain('X-Amz-');
  });

  it('is fresh when the event is fetched: the record, every format, the subject', async () => {
    const receiver = await lab.receiver();
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    const { id, verificationId } = await publishVerification(tenant);
    await expired(linkIn((await receiver.waitFor(1))[0]));

    const of = `/v1/tenants/me`;
    const read = (path: string) => app.ok('GET', `${of}${path}`, undefined, tenant.key);
    const formats = ['envelope', 'flat', 'key-data', 'topic', 'event-type', 'cloudevents'];
    const paths = [
      `/events/${id}`,
      ...formats.map((format) => `/events/${id}?format=${format}`),
      `/subjects/${verificationId}`,
    ];
    for (const path of paths) {
      const answer = JSON.stringify(await read(path));
      expect(answer).not.toContain('$asset');
      expect(await open(linkWithin(answer)), path).toEqual({ status: 200, text: BYTES });
    }
  });

  it('changes no events without assets, and is not sent to thin endpoints', async () => {
    const [full, thin] = [await lab.receiver(), await lab.receiver()];
    full.answer(500, 200);
    const { tenant } = await createReceivingTenant(app, {
      url: full.url,
      event_types: ['verification.updated'],
    });
    await createEndpoint(app, tenant, {
      url: thin.url,
      payload: 'thin',
      event_types: ['verification.created'],
    });
    const plain = { id: crypto.randomUUID(), links: ['$asset', 'https://example.com/a'] };
    await publish(app, tenant, { type: 'verification.updated', data: plain });
    const [first, second] = await full.waitFor(2);
    expect(first?.body.equals(second?.body ?? Buffer.of())).toBe(true);
    expect(JSON.parse(first?.body.toString() ?? '')).toMatchObject({ data: plain });

    const { verificationId } = await publishVerification(tenant, 'verification.created');
    const [request] = await thin.waitFor(1);
    expect(JSON.parse(request?.body.toString() ?? '')).toMatchObject({
      data: { id: verificationId },
    });
    expect(request?.body.toString()).not.toMatch(/asset|X-Amz/);
  });

  it("into another tenant's files is refused", async () => {
    const receiver = await lab.receiver();
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    const stranger = await createReceivingTenant(app, { url: receiver.url });
    const body = {
      tenant_id: tenant.id,
      type: 'verification.updated',
      data: { id: crypto.randomUUID(), card: { $asset: `${stranger.tenant.id}/${FILE}` } },
    };
    const answer = await app.api('POST', '/v1/events', body, tenant.publisherKey);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'asset_not_allowed', errors: [{ pointer: '/data/card' }] },
    });
  });

  it('delays the delivery without spending an attempt while the worker has no store', async () => {
    const receiver = await lab.receiver();
    const databaseUrl = await lab.database();
    const env = { RETRY_SCHEDULE: '0.2' };
    const before = await lab.postrider({ databaseUrl, env: { ...env, ...store.env } });
    const { tenant, endpoint } = await createReceivingTenant(before, { url: receiver.url });
    const path = `/v1/tenants/${tenant.id}/endpoints/${endpoint.id}`;
    await before.ok('POST', `${path}/pause`, {}, tenant.key);
    const data = { id: crypto.randomUUID(), card: { $asset: `${tenant.id}/${FILE}` } };
    const { id } = await publish(before, tenant, { type: 'verification.updated', data });
    await before.stop();

    const after = await lab.postrider({ databaseUrl, env });
    await after.ok('POST', `${path}/resume`, {}, tenant.key);
    await eventually(() => expect(after.output()).toContain('attempt broke'));
    const record = `/v1/tenants/${tenant.id}/deliveries?event_id=${id}`;
    await eventually(async () =>
      expect(await after.ok('GET', record)).toMatchObject({
        data: [{ status: 'pending', in_flight: false, attempt_count: 0 }],
      }),
    );
    expect(receiver.requests).toEqual([]);
    const fetched = await after.api('GET', `/v1/tenants/${tenant.id}/events/${id}`);
    expect(fetched).toMatchObject({ status: 503, body: { code: 'asset_store_not_configured' } });
  });
});

async function publishVerification(
  tenant: Tenant,
  type = 'verification.updated',
): Promise<{ id: string; verificationId: string }> {
  const key = `${tenant.id}/id cards/${FILE}`;
  await store.put(key, BYTES);
  const verificationId = crypto.randomUUID();
  const data = { id: verificationId, frontIdCard: { images: [{ url: { $asset: key } }] } };
  const { id } = await publish(app, tenant, { type, data });
  return { id, verificationId };
}

function linkIn(request: ReceivedRequest | undefined): string {
  return linkWithin(request?.body.toString() ?? '');
}

function linkWithin(json: string): string {
  const [link] = /http:[^"]+X-Amz-Signature=[^"]+/.exec(json) ?? [];
  if (link === undefined) throw new Error(`No link in ${json}`);
  return link;
}

async function open(link: string): Promise<{ status: number; text: string }> {
  const response = await fetch(link);
  return { status: response.status, text: await response.text() };
}

function expired(link: string): Promise<void> {
  return eventually(async () => {
    const { status } = await open(link);
    if (status !== 403) throw new Error(`The link still opens (${status}).`);
  });
}
