import { describe, expect, it } from 'vitest';
import {
  createTenant,
  eventually,
  expectDelivery,
  onlyDelivery,
  publish,
  useLab,
  confirmRecipients,
} from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import { SERVER_FAILURE } from '../support/dns-server.js';
import { startMailServer } from '../support/mail-server.js';
import type { MailServer } from '../support/mail-server.js';
import { freePort } from '../support/services/free-port.js';

const lab = useLab();
const NOT_SPENT = /(?:it spends nothing of|does not count in) the schedule\.$/;
const login = { user: 'me', password: 'right' };

/** Starts a process whose schedule has one retry, a second after the first attempt. */
const start = async (env: Record<string, string>): Promise<Postrider> =>
  lab.postrider({
    databaseUrl: await lab.database(),
    env: { MAIL_FROM: 'kyc@postrider.test', RETRY_SCHEDULE: '1', ...env },
  });

async function publishTo(app: Postrider, endpoint: object): Promise<[Tenant, string]> {
  const tenant = await createTenant(app);
  await app.ok('POST', `/v1/tenants/${tenant.id}/endpoints`, endpoint, tenant.key);
  await confirmRecipients(app, tenant.id);
  const { id } = await publish(app, tenant);
  return [tenant, id];
}

/** Resolves with the first attempt; a scheduled retry would follow after a second. */
async function firstAttempt(
  app: Postrider,
  [tenant, eventId]: [Tenant, string],
): Promise<{ class: string; message: string; isPutOff: boolean }> {
  await expectDelivery(app, tenant, eventId, {
    status: 'pending',
    reason: 'retry_scheduled',
    attempt_count: 1,
    in_flight: false,
  });
  const { attempts, next_attempt_at: next } = await onlyDelivery(app, tenant.id, eventId);
  const [attempt] = attempts;
  if (!attempt?.error) throw new Error('No failed attempt is on record.');
  const waitsMs = Date.parse(next ?? '') - Date.parse(attempt.started_at);
  return { ...attempt.error, isPutOff: waitsMs >= 30_000 };
}

const notSpent = (errorClass: string): object => ({
  class: errorClass,
  message: expect.stringMatching(NOT_SPENT) as string,
  isPutOff: true,
});

const mail = (to: string): object => ({ channel: 'email', recipients: [to] });

describe('a mail server that is unavailable', () => {
  it('spends no attempt of a mail while its host name is not found', async () => {
    const app = await start({ SMTP_URL: 'smtp://mail.nowhere.invalid' });
    const sent = await publishTo(app, mail('ada@one.test'));
    expect(await firstAttempt(app, sent)).toMatchObject(notSpent('dns'));
  });

  it('spends no attempt of a mail while it refuses the login', async () => {
    const server = await startMailServer({ login });
    try {
      const app = await start({ SMTP_URL: `smtp://me:wrong@127.0.0.1:${server.port}` });
      const sent = await publishTo(app, mail('ada@two.test'));
      expect(await firstAttempt(app, sent)).toMatchObject(notSpent('smtp_auth'));
    } finally {
      await server.close();
    }
  });

  it('spends no attempt of a mail while it is down, and gets the mail when it is back', async () => {
    const port = await freePort();
    const app = await start({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    const to = 'ada@three.test';
    const [tenant, eventId] = await publishTo(app, mail(to));
    expect(await firstAttempt(app, [tenant, eventId])).toMatchObject(notSpent('connect'));
    let server: MailServer | undefined;
    try {
      server = await startMailServer({ port });
      const { mails } = server;
      await eventually(() => expect(mails.map((one) => one.to)).toEqual([to]), 90_000);
      await expectDelivery(app, tenant, eventId, { status: 'succeeded' });
    } finally {
      await server?.close();
    }
  });
});

it('a Slack message spends no attempt while the name servers of the host do not answer', async () => {
  const dns = await lab.dnsServer();
  dns.behave('*', { responseCode: SERVER_FAILURE });
  const app = await start({
    SMTP_URL: 'smtp://127.0.0.1:1',
    DNS_SERVERS: dns.address,
    DELIVERY_TIMEOUT_MS: '15000',
  });
  const url = 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX';
  const sent = await publishTo(app, { channel: 'slack', url });
  expect(await firstAttempt(app, sent)).toMatchObject(notSpent('dns'));
});
