import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenant, eventually, useLab } from '../../support/app/index.js';
import type { LiveSecrets, Postrider, Tenant } from '../../support/app/index.js';
import { startKycReceiver } from './kyc-receiver.js';
import type { KycReceiver } from './kyc-receiver.js';
import { attemptsOf, createViewerKey, publishAndSettle } from './story.js';

const lab = useLab();

/** Ten seconds there; the rule is the same. */
const DELIVERY_TIMEOUT_MS = '2000';

interface Settings {
  webhook_url: string | null;
  webhook_secret: string | null;
}

let app: Postrider;
let receiver: KycReceiver;
let tenant: Tenant;
let endpoint: string;

beforeAll(async () => {
  receiver = await startKycReceiver();
  const env = { RETRY_SCHEDULE: '0.1,0.1', DELIVERY_TIMEOUT_MS };
  app = await lab.postrider({ databaseUrl: await lab.database(), env });
  tenant = await createTenant(app);
});
afterAll(() => receiver.close());

const happens = (type: string, data: object) => publishAndSettle(app, tenant, type, data);
const session = (id: string, more: object = {}) => ({ session_id: id, ...more });
const own = <T>(method: string, path: string, body?: object): Promise<T> =>
  app.ok<T>(method, `/v1/tenants/me${path}`, body, tenant.key);

describe('a tenant of KYC webhooks', () => {
  it('sets a URL, gets a generated secret, masked, and looks it up', async () => {
    const set = await own<Settings>('PATCH', '/settings', { webhook_url: receiver.url });
    expect(set.webhook_url).toBe(receiver.url);
    expect(set.webhook_secret).toMatch(/^\*{28}.{4}$/);
    const { data } = await own<{ data: { id: string }[] }>('GET', '/endpoints');
    expect(data).toHaveLength(1);
    endpoint = `/endpoints/${data[0]?.id}`;
    // Without their names, results of monitoring come as ids only.
    const watchlist = ['kyc.watchlist.match_detected', 'kyc.watchlist.status_changed'];
    await own('PATCH', endpoint, { event_types: ['kyc.session.*', ...watchlist] });
    receiver.secret = (await own<LiveSecrets>('GET', `${endpoint}/secret`)).secret;
    expect(receiver.secret.slice(-4)).toBe(set.webhook_secret?.slice(-4));
    expect(await own('GET', '/settings')).toMatchObject({ webhook_secret: set.webhook_secret });
  });

  it('tries it with a sample that touches no real session', async () => {
    await own('POST', `${endpoint}/test`, { type: 'kyc.session.processed' });
    await eventually(() => expect(receiver.db.samples).toEqual(['kyc.session.processed']));
    expect(receiver.db.sessions).toEqual({});
  });

  it('follows sessions, through an outage and an answer that was lost', async () => {
    receiver.trouble('down');
    expect(attemptsOf(await happens('kyc.session.created', session('s1')))).toEqual([503, 204]);
    await happens('kyc.session.completed', session('s1', { documents: ['passport'] }));
    receiver.trouble('answer lost');
    const processed = await happens('kyc.session.processed', session('s1', { name: 'José' }));
    expect(attemptsOf(processed)).toEqual(['reset', 204]);
    await happens('kyc.session.approved', session('s1', { decision: { by: 'workflow' } }));
    await happens('kyc.session.created', session('s2'));
    await happens('kyc.session.manual_review', session('s2'));
    await happens('kyc.session.rejected', session('s2'));
    await eventually(() =>
      expect(receiver.db.sessions).toEqual({ s1: 'approved', s2: 'rejected' }),
    );
  });

  it('is alerted once of a match, though it was too slow to say so', async () => {
    receiver.trouble('no answer');
    const match = await happens('kyc.watchlist.match_detected', { subject_id: 'jane', list: 'UN' });
    expect(attemptsOf(match)).toEqual(['timeout', 204]);
    const [first, second] = receiver.posts.slice(-2);
    expect(second?.headers['x-webhook-id']).toBe(first?.headers['x-webhook-id']);
    expect(second?.headers['x-webhook-timestamp']).toBe(first?.headers['x-webhook-timestamp']);
    expect(second?.body).toBe(first?.body);
    const data = { subject_id: 'jane', status: 'confirmed' };
    await happens('kyc.watchlist.status_changed', data);
    const alerts = [
      ['jane', 'new match'],
      ['jane', 'confirmed'],
    ];
    await eventually(() => expect(receiver.db.alerts).toEqual(alerts));
  });

  it('polls for what it missed while it was down for good', async () => {
    receiver.trouble('down', 'down', 'down');
    const missed = await happens('kyc.session.created', session('s3'));
    expect(missed.deliveries).toMatchObject([{ status: 'failed', reason: 'attempts_exhausted' }]);
    expect(receiver.db.sessions).not.toHaveProperty('s3');
    const key = await createViewerKey(app, tenant);
    const read = (path: string) => app.ok('GET', `/v1/tenants/me${path}`, undefined, key);
    expect(await receiver.poll(read)).toBe(1);
    await eventually(() => expect(receiver.db.sessions).toHaveProperty('s3', 'created'));
    expect(await receiver.poll(read)).toBe(0);
  });

  it('takes no POST that is not signed with its secret', async () => {
    const genuine = receiver.posts.at(-1);
    const names = ['content-type', 'user-agent', 'x-webhook-id', 'x-webhook-timestamp'];
    const headers = Object.fromEntries(names.map((name) => [name, String(genuine?.headers[name])]));
    const post = async (signature: string | undefined, body = genuine?.body ?? '') => {
      const signed = { ...headers, ...(signature && { 'x-webhook-signature': signature }) };
      return (await fetch(receiver.url, { method: 'POST', headers: signed, body })).status;
    };
    const signature = String(genuine?.headers['x-webhook-signature']);
    expect(await post(signature)).toBe(204);
    expect(await post(signature, genuine?.body.replace('s3', 's1'))).toBe(401);
    expect(await post(`sha256=${'0'.repeat(64)}`)).toBe(401);
    expect(await post(undefined)).toBe(400);
    expect(receiver.db.sessions).toEqual({ s1: 'approved', s2: 'rejected', s3: 'created' });
  });
});
