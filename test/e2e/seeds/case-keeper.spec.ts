import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAssetStore } from '../../support/asset-store.js';
import type { AssetStore } from '../../support/asset-store.js';
import { createAuthority } from '../../support/certificates.js';
import type { Certificate } from '../../support/certificates.js';
import { createEndpoint, createTenant, eventually, useLab } from '../../support/app/index.js';
import type { Postrider, Tenant } from '../../support/app/index.js';
import { startDistrustfulReceiver, startTrustingReceiver } from './case-keeper-receivers.js';
import type { DistrustfulReceiver, ReadApi, TrustingReceiver } from './case-keeper-receivers.js';
import { createViewerKey, publishAndSettle } from './story.js';

const lab = useLab();

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const CARD = 'the front of an id card';

let app: Postrider;
let store: AssetStore;
let caPem: string;
let certificate: Certificate;
let tenant: Tenant;
let endpoint: string;
let read: ReadApi;
let trusting: TrustingReceiver;
let distrustful: DistrustfulReceiver;
let createdId: string;

beforeAll(async () => {
  const authority = await createAuthority();
  const caFile = join(await lab.directory(), 'authority.pem');
  ({ caPem } = authority);
  await writeFile(caFile, caPem);
  [certificate, store] = await Promise.all([authority.issue(['127.0.0.1']), startAssetStore()]);
  app = await lab.postrider({
    databaseUrl: await lab.database(),
    env: {
      ...store.env,
      // There they live five minutes.
      ASSET_STORE_URL_TTL_SECONDS: '5',
      NODE_ENV: 'production',
      ALLOWED_PRIVATE_CIDRS: '127.0.0.1/32',
      EXTRA_CA_FILE: caFile,
      RETRY_SCHEDULE: '0.1,0.1,0.1',
    },
  });
  tenant = await createTenant(app);
  const key = await createViewerKey(app, tenant);
  read = async (path) => {
    const { status, body } = await app.api('GET', `/v1/tenants/me${path}`, undefined, key);
    return status === 200 ? body : undefined;
  };
  trusting = await startTrustingReceiver(certificate);
  distrustful = await startDistrustfulReceiver(certificate, read);
});
afterAll(() => Promise.all([trusting.close(), distrustful.close(), store.close()]));

const happens = (key: string, data: object) => publishAndSettle(app, tenant, key, data);
const save = (webhook_url: string, key: string) =>
  app.api('PATCH', '/v1/tenants/me/settings', { webhook_url }, key);

/** Sends a POST that does not come from Postrider; returns the status of the answer. */
function forge(eventId: string, body: object): Promise<number | undefined> {
  const headers = { 'content-type': 'application/json', 'x-webhook-id': eventId };
  return new Promise((resolve, reject) => {
    request(distrustful.url, { method: 'POST', headers, ca: caPem }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end(JSON.stringify(body));
  });
}

describe('a Case Keeper tenant', () => {
  it('saves an HTTPS URL, and no other, where the user may', async () => {
    expect(await save(trusting.url.replace('https', 'http'), tenant.key)).toMatchObject({
      status: 422,
      body: { code: 'url_not_allowed', errors: [{ pointer: '/webhook_url' }] },
    });
    const viewer = await createViewerKey(app, tenant);
    expect(await save(trusting.url, viewer)).toMatchObject({ status: 403 });
    expect(await save(trusting.url, tenant.key)).toMatchObject({ status: 200 });
    const path = '/v1/tenants/me/endpoints';
    const { data } = await app.ok<{ data: { id: string }[] }>('GET', path, undefined, tenant.key);
    endpoint = `${path}/${data[0]?.id}`;
    await app.ok('PATCH', endpoint, { format: 'key-data' }, tenant.key);
  });

  it('finds in the Event record what its server answered, each time', async () => {
    trusting.trouble('down');
    createdId = (await happens('verification.created', { id: ID, status: 'created' })).id;
    expect(await read(`/events/${createdId}`)).toMatchObject({
      type: 'verification.created',
      data: { id: ID, status: 'created' },
      deliveries: [
        {
          status: 'succeeded',
          attempts: [
            { number: 1, response: { status: 503, body: 'Service Unavailable' } },
            { number: 2, response: { status: 200, body: 'stored verification.created' } },
          ],
        },
      ],
    });
    expect(JSON.parse(trusting.posts[0]?.body ?? '')).toEqual({
      key: 'verification.created',
      data: { id: ID, status: 'created' },
    });
  });

  it('that trusts no POST fetches the event with its own key and gets the same data', async () => {
    await createEndpoint(app, tenant, { url: distrustful.url, format: 'key-data' });
    const forged = { key: 'verification.completed', data: { id: ID, status: 'verified' } };
    expect(await forge('evt_00000000000000000000000000000000', forged)).toBe(400);
    expect(distrustful.db).toEqual({});
    expect(await forge(createdId, forged)).toBe(200);
    const genuine = { id: ID, status: 'created' };
    expect(distrustful.db[ID]).toEqual({ keys: ['verification.created'], data: genuine });

    const consent = { id: ID, status: 'consented', consent: { version: 3 } };
    distrustful.trouble('down');
    await happens('verification.updated', consent);
    const keys = ['verification.created', 'verification.updated'];
    expect(distrustful.db[ID]).toEqual({ keys, data: consent });
    expect(trusting.db[ID]).toEqual(distrustful.db[ID]);
  });

  it('opens the files of a step, and fetches the verification when their links have died', async () => {
    const $asset = `${tenant.id}/front.jpg`;
    await store.put($asset, CARD);
    const result = { frontIdCardResult: { image: { $asset }, name: 'JANE DOE' } };
    trusting.trouble('answer lost');
    await happens('verification.frontIdCardResult.created', { id: ID, ...result });
    expect(distrustful.files[ID]).toEqual([CARD]);

    const stored = JSON.stringify(trusting.db[ID]?.data);
    const [link = ''] = /https?:[^"]+/.exec(stored) ?? [];
    await eventually(async () => expect((await fetch(link)).status).toBe(403));
    expect(await trusting.download(ID, read)).toEqual([CARD]);
  });

  it('moves to another URL by saving it, and back by asking support', async () => {
    const moved = await startTrustingReceiver(certificate);
    try {
      const before = trusting.posts.length;
      expect(await save(moved.url, tenant.key)).toMatchObject({ status: 200 });
      await happens('verification.frontIdCardResult.confirmed', { id: ID });
      expect(moved.db[ID]?.keys).toEqual(['verification.frontIdCardResult.confirmed']);
      expect(trusting.posts).toHaveLength(before);
    } finally {
      await moved.close();
    }
    const support = await app.ok<{ key: string }>('POST', '/v1/api-keys', {
      role: 'support',
      name: 'support desk',
    });
    const path = endpoint.replace('me', tenant.id);
    const change = { url: trusting.url, reason: 'asked for by phone' };
    await app.ok('PATCH', path, change, support.key);
    const settings = await app.ok('GET', '/v1/tenants/me/settings', undefined, tenant.key);
    expect(settings).toMatchObject({ webhook_url: trusting.url });
    // Another host: nothing goes there before the tenant agrees.
    const resumed = await app.ok('POST', `${endpoint}/resume`, {}, tenant.key);
    expect(resumed).toMatchObject({ status: 'active' });
  });

  it('follows a verification to its end, step by step', async () => {
    const steps = [
      'dopaResult.created',
      'dopaResult.confirmed',
      'idFaceRecognitionResult.created',
      'criminalCheckResult.created',
      'criminalCheckResult.resultDocumentUrl.read',
      'sanction.created',
      'bankruptcyResult.created',
    ].map((step) => `verification.${step}`);
    const ends = ['verification.verified', 'verification.completed', 'verification.deleted'];
    for (const key of [...steps, ...ends]) await happens(key, { id: ID, status: key });
    const before = ['created', 'updated', 'frontIdCardResult.created'];
    const first = before.map((step) => `verification.${step}`);
    const data = { id: ID, status: 'verification.deleted' };
    expect(trusting.db).toEqual({ [ID]: { keys: [...first, ...steps, ...ends], data } });
    // The other one was there while this one's URL was another.
    const all = [...first, 'verification.frontIdCardResult.confirmed', ...steps, ...ends];
    expect(distrustful.db[ID]).toEqual({ keys: all, data });
    // No other address or endpoint takes notices, so the tenant's other endpoint gets that of the moved URL. It has no id.
    expect(Object.entries(distrustful.db).filter(([id]) => id !== ID)).toMatchObject([
      ['undefined', { keys: ['endpoint.updated', 'endpoint.updated'] }],
    ]);
  });
});
