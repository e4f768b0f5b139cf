import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReceivingTenant, useLab } from '../../support/app/index.js';
import type { Postrider, Published, Tenant } from '../../support/app/index.js';
import { startQoreidReceiver } from './qoreid-receiver.js';
import type { QoreidReceiver } from './qoreid-receiver.js';
import { attemptsOf, settled, publishAndSettle } from './story.js';

const lab = useLab();
const SECRET = 'the-secret-of-a-qoreid-tenant';

let app: Postrider;
let receiver: QoreidReceiver;
let tenant: Tenant;

beforeAll(async () => {
  receiver = await startQoreidReceiver(SECRET);
  // Five retries, as that provider makes.
  const env = { RETRY_SCHEDULE: '0.1,0.1,0.1,0.1,0.1' };
  app = await lab.postrider({ databaseUrl: await lab.database(), env });
  const options = { format: 'event-type', secret: SECRET };
  ({ tenant } = await createReceivingTenant(app, { url: receiver.url, ...options }));
});
afterAll(() => receiver.close());

const happens = (type: string, data: object) => publishAndSettle(app, tenant, type, data);
const ended = (status: string) => ({ status: { status, state: 'complete' } });

describe('a QoreID tenant', () => {
  it('follows a workflow and each of its steps', async () => {
    await happens('workflow.verification_started', { id: 1 });
    await happens('workflow.step_verification_started', { id: 1, step: 'liveness' });
    receiver.trouble('down', 'answer lost');
    const step = { id: 1, step: 'liveness', ...ended('verified') };
    const completed = await happens('workflow.step_verification_completed', step);
    expect(attemptsOf(completed)).toEqual([503, 'reset', 200]);
    await happens('workflow.step_verification_started', { id: 1, step: 'address' });
    const failed = { id: 1, step: 'address', ...ended('failed') };
    await happens('workflow.step_verification_completed', failed);
    await happens('workflow.verification_completed', { id: 1, ...ended('failed') });
    expect(receiver.db[1]).toEqual({
      event: 'workflow',
      state: 'completed',
      outcome: 'failed',
      steps: { liveness: 'verified', address: 'failed' },
    });
  });

  it.each([
    ['address', 2],
    ['employment', 3],
    ['property', 4],
    ['guarantor', 5],
  ])('hears of %s verifications when they start and when they end', async (event, id) => {
    await happens(`${event}.verification_started`, { id });
    expect(receiver.db[id]).toEqual({ event, state: 'started', steps: {} });
    await happens(`${event}.verification_completed`, { id, ...ended('verified') });
    const request = { event, state: 'completed', outcome: 'verified', steps: {} };
    expect(receiver.db[id]).toEqual(request);
  });

  it('can check by its sample code whatever was published, however it was written', async () => {
    const data =
      '{ "id" : 6.0, "10": 1e2, "2": "\\u00e9\\/\\u2028é", "amount": 0.10, "photo": "/9j//8=",' +
      ' "status": { "status": "verified" }, "empty": {}, "none": [ ], "text": "\\ud83d\\ude00" }';
    const text = `{"tenant_id":"${tenant.id}","type":"address.verification_completed","data":${data}}`;
    const { id } = await app.ok<Published>('POST', '/v1/events', text, tenant.publisherKey);
    expect(attemptsOf(await settled(app, tenant, id))).toEqual([200]);
    expect(receiver.db[6]).toMatchObject({ event: 'address', outcome: 'verified' });
    expect(JSON.parse(receiver.posts.at(-1)?.body ?? '')).toEqual({
      event: 'address',
      event_type: 'verification_completed',
      data: JSON.parse(data) as unknown,
    });
  });

  it('hears of an identity only after it has enabled Network Downtime Handling', async () => {
    const type = 'identity.verification_completed';
    const off = await happens(type, { id: 7, ...ended('verified') });
    expect(off.deliveries).toEqual([]);
    expect(off.unsent).toMatchObject([{ reason: 'downtime_handling_off' }]);

    const settings = { network_downtime_handling: true };
    await app.ok('PATCH', '/v1/tenants/me/settings', settings, tenant.key);
    await happens(type, { id: 8, ...ended('verified') });
    expect(receiver.db).not.toHaveProperty('7');
    expect(receiver.db[8]).toMatchObject({ event: 'identity', outcome: 'verified' });
  });

  it.each([
    'identity.verification_started',
    'identity.step_verification_completed',
    'address.step_verification_started',
    'property.step_verification_completed',
  ])('is never sent %s, which applies to no such event', async (type) => {
    const body = { tenant_id: tenant.id, type, data: { id: 9 } };
    const answer = await app.api('POST', '/v1/events', body, tenant.publisherKey);
    expect(answer).toMatchObject({ status: 422, body: { code: 'unknown_event_type' } });
  });

  it('is tried five times more, and then no more', async () => {
    receiver.trouble('down', 'down', 'down', 'down', 'down');
    const late = await happens('employment.verification_started', { id: 10 });
    expect(attemptsOf(late)).toEqual([503, 503, 503, 503, 503, 200]);
    receiver.trouble('down', 'down', 'down', 'down', 'down', 'down');
    const lost = await happens('employment.verification_started', { id: 11 });
    expect(attemptsOf(lost)).toEqual([503, 503, 503, 503, 503, 503]);
    expect(lost.deliveries).toMatchObject([{ status: 'failed', reason: 'attempts_exhausted' }]);
  });

  it('ends with every request that it received events of, and with no other', () => {
    expect(Object.keys(receiver.db)).toEqual(['1', '2', '3', '4', '5', '6', '8', '10']);
    expect(receiver.unknown).toEqual([]);
  });

  it('refuses a body that was tampered with', async () => {
    const genuine = receiver.posts[0];
    const headers = { 'x-verifyme-signature': String(genuine?.headers['x-verifyme-signature']) };
    const body = genuine?.body ?? '';
    const post = async (text: string) =>
      (await fetch(receiver.url, { method: 'POST', headers, body: text })).status;
    expect(await post(body)).toBe(200);
    expect(await post(body.replace('"id":1', '"id":12'))).toBe(401);
    expect(receiver.db).not.toHaveProperty('12');
  });
});
