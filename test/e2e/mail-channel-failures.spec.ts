import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import PostalMime from 'postal-mime';
import {
  aSession,
  createEndpoint,
  createTenant,
  eventually,
  publish,
  readEndpoint,
  readEvent,
  useLab,
  confirmRecipients,
} from '../support/app/index.js';
import type { Endpoint, Postrider, Tenant } from '../support/app/index.js';
import { startMailServer } from '../support/mail-server.js';
import type { MailServer } from '../support/mail-server.js';

const lab = useLab();
let mailServer: MailServer;
let api: Postrider;
let startWorker: () => Promise<Postrider>;
let workers: Postrider[];

beforeAll(async () => {
  mailServer = await startMailServer();
  const [databaseUrl, redis] = [await lab.database(), await lab.redis()];
  const env = {
    SMTP_URL: `smtp://127.0.0.1:${mailServer.port}?connections=2`,
    MAIL_FROM: 'kyc@postrider.test',
    RETRY_SCHEDULE: '1,1,1,1,1,1,1,1',
    DELIVERY_TIMEOUT_MS: '2000',
  };
  const shared = { databaseUrl, redisUrl: redis.url, env };
  api = await lab.postrider({ ...shared, role: 'api' });
  startWorker = () => lab.postrider({ ...shared, role: 'worker' });
  workers = [await startWorker(), await startWorker()];
});
afterAll(() => mailServer.close());

const mailsTo = (address: string) => mailServer.mails.filter(({ to }) => to === address);

async function mailEndpoint(tenant: Tenant, fields: object): Promise<Endpoint> {
  const path = `/v1/tenants/${tenant.id}/endpoints`;
  const body = { channel: 'email', ...fields };
  const endpoint = await api.ok<Endpoint>('POST', path, body, tenant.key);
  await confirmRecipients(api, tenant.id);
  return endpoint;
}

async function publishMany(tenant: Tenant, count: number): Promise<string[]> {
  const events = Array.from({ length: count }, () => ({ tenant_id: tenant.id, ...aSession() }));
  const { results } = await api.ok<{ results: { id: string }[] }>(
    'POST',
    '/v1/events/batch',
    { events },
    tenant.publisherKey,
  );
  return results.map(({ id }) => id);
}

describe('a mail server that hangs', () => {
  it('delays no webhook and changes the state of no endpoint', async () => {
    const receiver = await lab.receiver();
    const tenant = await createTenant(api);
    const webhook = await createEndpoint(api, tenant, { url: receiver.url });
    const [to, other] = ['hangs@one.test', 'hangs-too@one.test'];
    const mails = await mailEndpoint(tenant, {
      recipients: [to, other],
      digest: { window_seconds: 60, max_per_window: 1000 },
    });
    mailServer.misbehave('silent', 'recipient');
    await publishMany(tenant, 100);
    await eventually(() => expect(mailServer.attempts(to)).toBeGreaterThan(0));
    await publishMany(tenant, 20);
    await receiver.waitFor(120);
    expect(mailsTo(to).length + mailsTo(other).length).toBe(0);
    for (const { id } of [webhook, mails]) {
      expect(await readEndpoint(api, tenant, id)).toMatchObject({
        status: 'active',
        failing_since: null,
      });
    }
    mailServer.misbehave(null);
    mailServer.cutConnections();
    await eventually(() => expect(mailsTo(to).length + mailsTo(other).length).toBe(240), 60_000);
  });
});

describe('workers that are killed while a digest is sent', () => {
  it('leave nothing behind: the next one sends it, once', async () => {
    const tenant = await createTenant(api);
    const to = 'killed@two.test';
    await mailEndpoint(tenant, {
      recipients: [to],
      digest: { window_seconds: 3, max_per_window: 1 },
    });
    await publish(api, tenant);
    await eventually(() => expect(mailsTo(to)).toHaveLength(1));
    mailServer.misbehave('silent', 'message');
    const ids = await publishMany(tenant, 60);
    const isSending = async (): Promise<void> => {
      const { deliveries } = await readEvent(api, tenant.id, ids[30] ?? '');
      expect(deliveries[0]?.in_flight).toBe(true);
    };
    await eventually(isSending);
    for (const worker of workers) await worker.kill9();
    mailServer.misbehave(null);
    await startWorker();
    await eventually(() => expect(mailsTo(to)).toHaveLength(2), 60_000);
    const { subject } = await PostalMime.parse(mailsTo(to)[1]?.raw ?? '');
    expect(subject).toMatch(/^60 events: /);
    await eventually(async () => {
      for (const event of ids) {
        const { deliveries } = await readEvent(api, tenant.id, event);
        expect(deliveries.map(({ status }) => status)).toEqual(['succeeded']);
      }
    });
    expect(mailsTo(to)).toHaveLength(2);
  });
});
