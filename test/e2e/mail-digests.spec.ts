import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import PostalMime from 'postal-mime';
import {
  actOnEndpoint,
  aSession,
  createTenant,
  eventually,
  onlyDelivery,
  publish,
  readEvent,
  useLab,
  confirmRecipients,
} from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import { startMailServer } from '../support/mail-server.js';
import type { MailServer } from '../support/mail-server.js';

const lab = useLab();
const BATCH = 500;
let mailServer: MailServer;
let app: Postrider;

beforeAll(async () => {
  mailServer = await startMailServer();
  app = await lab.postrider({
    databaseUrl: await lab.database(),
    env: {
      SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
      MAIL_FROM: 'kyc@postrider.test',
      RETRY_SCHEDULE: '1,1,1',
    },
  });
});
afterAll(() => mailServer.close());

async function mailEndpoint(recipients: string[], digest: object): Promise<Tenant> {
  const tenant = await createTenant(app);
  const body = { channel: 'email', recipients, digest };
  await app.ok('POST', `/v1/tenants/${tenant.id}/endpoints`, body, tenant.key);
  await confirmRecipients(app, tenant.id);
  return tenant;
}

async function flood(tenant: Tenant, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, count - from) }, () => ({
      tenant_id: tenant.id,
      ...aSession('session.expired'),
    }));
    const { results } = await app.ok<{ results: { id: string }[] }>(
      'POST',
      '/v1/events/batch',
      { events },
      tenant.publisherKey,
    );
    ids.push(...results.map(({ id }) => id));
  }
  return ids;
}

const mailsTo = (address: string) => mailServer.mails.filter(({ to }) => to === address);

/** Returns the number of events that the mails to an address cover. */
async function eventsToldTo(address: string): Promise<number> {
  const mails = await Promise.all(mailsTo(address).map(({ raw }) => PostalMime.parse(raw)));
  const counts = mails.map(({ subject }) =>
    Number(/^(\d+) events: /.exec(subject ?? '')?.[1] ?? 1),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

it('10,000 events in a minute are a handful of mails, with an attempt of each on record', async () => {
  const windowMs = 20_000;
  const mailsPerWindow = 5;
  const to = 'flooded@one.test';
  const tenant = await mailEndpoint([to], {
    window_seconds: windowMs / 1000,
    max_per_window: mailsPerWindow,
  });
  const startedAt = Date.now();
  const ids = await flood(tenant, 10_000);
  await eventually(async () => expect(await eventsToldTo(to)).toBe(10_000), 90_000);
  const windows = Math.ceil((Date.now() - startedAt) / windowMs);
  expect(mailsTo(to).length).toBeLessThanOrEqual(windows * (mailsPerWindow + 1));
  expect(await eventsToldTo(to)).toBe(10_000);
  for (const id of [ids[0], ids[5000], ids[9999]]) {
    await eventually(async () => {
      expect(await onlyDelivery(app, tenant.id, id ?? '')).toMatchObject({
        status: 'succeeded',
        attempts: [{ response: { status: 250 }, url: `mailto:${to}` }],
      });
    });
  }
  const pending = `/v1/tenants/${tenant.id}/deliveries?status=pending`;
  await eventually(async () =>
    expect((await app.ok<{ data: [] }>('GET', pending)).data).toEqual([]),
  );
});

it('a digest that is refused temporarily is retried as one mail, for each recipient separately', async () => {
  const [quick, slow] = ['quick@two.test', 'slow@two.test'];
  const tenant = await mailEndpoint([quick, slow], { window_seconds: 2, max_per_window: 1 });
  await publish(app, tenant);
  await eventually(() => expect(mailsTo(slow)).toHaveLength(1));
  mailServer.refuse(slow, '451 4.7.1 Later', '451 4.7.1 Later');
  const ids = await flood(tenant, 40);
  const collected = await readEvent(app, tenant.id, ids[20] ?? '');
  expect(collected.deliveries).toMatchObject([
    { status: 'pending', reason: 'waiting_for_digest', next_attempt_at: expect.any(String) },
    { status: 'pending', reason: 'waiting_for_digest', next_attempt_at: expect.any(String) },
  ]);
  await eventually(async () => {
    expect(await eventsToldTo(quick)).toBe(41);
    expect(await eventsToldTo(slow)).toBe(41);
  });
  expect(mailsTo(quick)).toHaveLength(2);
  expect(mailsTo(slow)).toHaveLength(2);
  const attempts = await eventually(async () => {
    const { deliveries } = await readEvent(app, tenant.id, ids[20] ?? '');
    const tries = deliveries.find(({ recipient }) => recipient === slow)?.attempts ?? [];
    expect(tries.map(({ response }) => response?.status)).toEqual([451, 451, 250]);
    return tries;
  });
  const messages = attempts.map(({ request }) => request.headers['Message-ID']);
  expect(new Set(messages).size).toBe(1);
});

describe('a digest whose deliveries were all removed', () => {
  it('does not delay later mails of its window', async () => {
    const to = 'left@three.test';
    const tenant = await mailEndpoint([to], { window_seconds: 6, max_per_window: 1 });
    const base = `/v1/tenants/${tenant.id}`;
    await publish(app, tenant);
    await eventually(() => expect(mailsTo(to)).toHaveLength(1));
    const [alone = ''] = await flood(tenant, 1);
    const { id } = await onlyDelivery(app, tenant.id, alone);
    await app.ok('POST', `${base}/deliveries/${id}/skip`, {}, tenant.key);
    await flood(tenant, 3);
    await eventually(async () => expect(await eventsToldTo(to)).toBe(4));
    expect(mailsTo(to)).toHaveLength(2);
  });

  it('does not delay mails that a pause has removed from it', async () => {
    const to = 'paused@three.test';
    const tenant = await mailEndpoint([to], { window_seconds: 8, max_per_window: 1 });
    const base = `/v1/tenants/${tenant.id}`;
    const { data } = await app.ok<{ data: { id: string }[] }>('GET', `${base}/endpoints`);
    const endpointId = data[0]?.id ?? '';
    await publish(app, tenant);
    await eventually(() => expect(mailsTo(to)).toHaveLength(1));
    const [first = ''] = await flood(tenant, 1);
    await flood(tenant, 2);
    const { id } = await onlyDelivery(app, tenant.id, first);
    await app.ok('POST', `${base}/deliveries/${id}/skip`, {}, tenant.key);
    await actOnEndpoint(app, tenant, endpointId, 'pause');
    await eventually(async () => {
      const held = await app.ok<{ data: [] }>('GET', `${base}/deliveries?status=held`);
      expect(held.data).toHaveLength(2);
    });
    await actOnEndpoint(app, tenant, endpointId, 'resume');
    await eventually(async () => expect(await eventsToldTo(to)).toBe(3));
    expect(mailsTo(to)).toHaveLength(2);
  });
});
