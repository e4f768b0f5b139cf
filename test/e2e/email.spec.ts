import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import PostalMime from 'postal-mime';
import {
  actOnEndpoint,
  aSession,
  createTenant,
  eventually,
  publish,
  readEvent,
  useLab,
  confirmRecipients,
} from '../support/app/index.js';
import type { EventRecord, Postrider, Published, Tenant } from '../support/app/index.js';
import { startMailServer } from '../support/mail-server.js';
import type { MailServer } from '../support/mail-server.js';

const lab = useLab();
const FROM = 'kyc@postrider.test';
let mailServer: MailServer;
let app: Postrider;

beforeAll(async () => {
  mailServer = await startMailServer();
  app = await lab.postrider({
    databaseUrl: await lab.database(),
    env: {
      SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
      MAIL_FROM: `Example KYC <${FROM}>`,
      PUBLIC_URL: 'https://kyc.example.test/app/',
      RETRY_SCHEDULE: '1,1,1',
    },
  });
});
afterAll(() => mailServer.close());

interface MailEndpoint {
  id: string;
  held_recipients: { recipient: string; reason: string }[] | null;
}

async function mailEndpoint(
  tenant: Tenant,
  recipients: string[],
  fields: object = {},
): Promise<MailEndpoint> {
  const body = { channel: 'email', recipients, ...fields };
  const path = `/v1/tenants/${tenant.id}/endpoints`;
  const endpoint = await app.ok<MailEndpoint>('POST', path, body, tenant.key);
  await confirmRecipients(app, tenant.id);
  return endpoint;
}

/** Resolves with the event's deliveries by recipient once all are settled or held. */
async function settled(tenant: Tenant, { id }: Published): Promise<EventRecord> {
  return eventually(async () => {
    const record = await readEvent(app, tenant.id, id);
    expect(record.deliveries.map(({ status }) => status)).not.toContain('pending');
    return record;
  });
}

const mailsTo = (address: string) => mailServer.mails.filter(({ to }) => to === address);

describe('an email endpoint', () => {
  it('holds the address that bounces and no other, until it is resumed', async () => {
    const tenant = await createTenant(app);
    const [good, bad, team] = ['ada@one.test', 'gone@one.test', 'team@one.test'];
    const settings = `/v1/tenants/${tenant.id}/settings`;
    await app.ok('PATCH', settings, { notification_emails: [team] }, tenant.key);
    const { id: endpointId } = await mailEndpoint(tenant, [good, bad]);
    mailServer.refuse(bad, '550 5.1.1 No such user', 'always');

    const event = await publish(app, tenant, aSession('session.started'));
    const record = await settled(tenant, event);
    const byRecipient = new Map(record.deliveries.map((one) => [one.recipient, one]));
    expect(byRecipient.get(good)).toMatchObject({ status: 'succeeded', channel: 'email' });
    expect(byRecipient.get(good)?.attempts).toMatchObject([
      { url: `mailto:${good}`, response: { status: 250 }, error: null },
    ]);
    expect(byRecipient.get(bad)).toMatchObject({ status: 'held', reason: 'address_on_hold' });
    expect(byRecipient.get(bad)?.attempts).toMatchObject([
      {
        response: { status: 550, body: '550 5.1.1 No such user' },
        error: { class: 'smtp_recipient' },
      },
    ]);

    const next = await settled(tenant, await publish(app, tenant));
    expect(next.deliveries.map(({ recipient, reason }) => [recipient, reason])).toEqual(
      expect.arrayContaining([
        [good, null],
        [bad, 'address_on_hold'],
      ]),
    );
    expect(mailServer.attempts(bad)).toBe(1);
    const path = `/v1/tenants/${tenant.id}/endpoints/${endpointId}`;
    const shown = await app.ok<MailEndpoint>('GET', path, undefined, tenant.key);
    expect(shown).toMatchObject({
      status: 'active',
      failing_since: null,
      held_recipients: [{ recipient: bad, reason: 'smtp_550' }],
    });

    const notice = await eventually(async () => {
      expect(mailsTo(team)).toHaveLength(1);
      return PostalMime.parse(mailsTo(team)[0]?.raw ?? '');
    });
    expect(notice.subject).toBe('Mail address on hold · g***@one.test');
    expect(notice.text).toContain(endpointId);

    mailServer.refuse(bad, null);
    await actOnEndpoint(app, tenant, endpointId, 'resume');
    await eventually(() => expect(mailsTo(bad)).toHaveLength(2));
  });

  it('retries a temporary refusal as the same mail', async () => {
    const tenant = await createTenant(app);
    const to = 'new@two.test';
    await mailEndpoint(tenant, [to], { event_types: ['session.*'] });
    mailServer.refuse(to, '451 4.7.1 Greylisted', '450 4.2.0 Not yet');
    const event = await publish(app, tenant, aSession('session.started'));
    const { deliveries } = await settled(tenant, event);
    expect(deliveries[0]?.attempts?.map(({ response }) => response?.status)).toEqual([
      451, 450, 250,
    ]);
    const ids = deliveries[0]?.attempts?.map(({ request }) => request.headers['Message-ID']);
    expect(new Set(ids).size).toBe(1);
    const mail = await PostalMime.parse(mailsTo(to)[0]?.raw ?? '');
    const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
    expect(mail.messageId).toBe(`<${deliveries[0]?.id}@postrider.test>`);
    expect(header('x-webhook-id')).toBe(event.id);
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(mail.from).toEqual({ name: 'Example KYC', address: FROM });
    for (const part of [mail.html, mail.text]) {
      expect(part).toContain(`https://kyc.example.test/app/portal/events/${event.id}`);
      expect(part).toContain('Session started');
    }
  });

  it('of the settings is notified at once when a URL or a secret is changed', async () => {
    const tenant = await createTenant(app);
    const team = 'team@four.test';
    const base = `/v1/tenants/${tenant.id}`;
    await app.ok('PATCH', `${base}/settings`, { notification_emails: [team] }, tenant.key);
    await confirmRecipients(app, tenant.id);
    const { url } = await lab.receiver();
    const { id } = await app.ok<{ id: string }>('POST', `${base}/endpoints`, { url }, tenant.key);
    await app.ok('PATCH', `${base}/endpoints/${id}`, { url: `${url}/new` }, tenant.key);
    await actOnEndpoint(app, tenant, id, 'secret/rotate');
    await eventually(() => expect(mailsTo(team)).toHaveLength(2));
    const mails = await Promise.all(mailsTo(team).map(({ raw }) => PostalMime.parse(raw)));
    const texts = mails.map(({ text }) => text).join();
    expect(texts).toContain('Its URL');
    expect(texts).toContain('Its signing secret was rotated');
    expect(texts).not.toContain('/hook');
  });

  it('does not hold an address for a failure on the sending side', async () => {
    const tenant = await createTenant(app);
    await mailEndpoint(tenant, ['ada@three.test']);
    mailServer.refuseAll('sender', '550 5.7.1 Not allowed to send as this');
    const event = await publish(app, tenant);
    const failing = await eventually(async () => {
      const record = await readEvent(app, tenant.id, event.id);
      expect(record.deliveries[0]?.attempt_count).toBe(1);
      return record;
    });
    expect(failing.deliveries[0]).toMatchObject({ status: 'pending', reason: 'retry_scheduled' });
    mailServer.refuseAll('sender', null);
    expect((await settled(tenant, event)).deliveries[0]?.status).toBe('succeeded');
  });
});

it('without a mail server email endpoints are refused', async () => {
  const bare = await lab.postrider({ databaseUrl: await lab.database() });
  const tenant = await createTenant(bare);
  const body = { channel: 'email', recipients: ['ada@one.test'] };
  const path = `/v1/tenants/${tenant.id}/endpoints`;
  const refused = await bare.api('POST', path, body, tenant.key);
  expect(refused).toMatchObject({ status: 422, body: { code: 'mail_not_configured' } });
});
