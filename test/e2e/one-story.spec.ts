import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import PostalMime from 'postal-mime';
import {
  aSession,
  createEndpoint,
  createTenant,
  eventually,
  publish,
  readEndpoint,
  useLab,
  confirmRecipients,
} from '../support/app/index.js';
import type {
  DeliveryRecord,
  Endpoint,
  EventRecord,
  Postrider,
  Published,
  Tenant,
} from '../support/app/index.js';
import { startMailServer } from '../support/mail-server.js';
import type { MailServer } from '../support/mail-server.js';
import type { Receiver } from '../support/receiver.js';
import { startSlack } from '../support/slack/slack-stand-in.js';
import type { SlackStandIn } from '../support/slack/slack-stand-in.js';
import { openStream } from '../support/stream-client.js';
import type { StreamClient } from '../support/stream-client.js';

const lab = useLab();
const [ADA, GONE, TEAM] = ['ada@story.test', 'gone@story.test', 'team@story.test'];
/** The first two as support sees them. */
const [MASKED_ADA, MASKED_GONE] = ['a***@story.test', 'g***@story.test'];
const REFUSAL = '550 5.1.1 No such user';
/** What a person wrote of a person. */
const PERSONAL = 'Portrait of Erika Mustermann was replaced';
const PASSWORD = 'PasswordOfTheMailServer';

let mailServer: MailServer;
let slack: SlackStandIn;
let receiver: Receiver;
let processes: Postrider[];
let tenant: Tenant;
let webhook: Endpoint;
let slackEndpoint: Endpoint;
let mailEndpoint: Endpoint;
let hook: string;
let stream: StreamClient;
let declined: Published;
/** As support sees it, once everything about it is settled or held. */
let record: EventRecord;

beforeAll(async () => {
  mailServer = await startMailServer({ login: { user: 'kyc', password: PASSWORD } });
  slack = await startSlack();
  receiver = await lab.receiver();
  const [databaseUrl, redis] = [await lab.database(), await lab.redis()];
  const env = {
    SMTP_URL: `smtp://kyc:${PASSWORD}@127.0.0.1:${mailServer.port}`,
    MAIL_FROM: 'Example KYC <kyc@postrider.test>',
    PUBLIC_URL: 'https://kyc.example.test',
    LOG_LEVEL: 'debug',
  };
  const shared = { databaseUrl, redisUrl: redis.url, env };
  const api = await lab.postrider({ ...shared, role: 'api' });
  const worker = await lab.postrider({ ...shared, role: 'worker' });
  processes = [api, worker];

  tenant = await createTenant(api);
  hook = slack.newHook();
  const setUp = (fields: object) =>
    api.ok<Endpoint>('POST', `/v1/tenants/${tenant.id}/endpoints`, fields, tenant.key);
  webhook = await createEndpoint(api, tenant, { url: receiver.url });
  slackEndpoint = await setUp({ channel: 'slack', url: hook });
  mailEndpoint = await setUp({ channel: 'email', recipients: [ADA, GONE] });
  const settings = { notification_emails: [TEAM] };
  await api.ok('PATCH', `/v1/tenants/${tenant.id}/settings`, settings, tenant.key);
  await confirmRecipients(api, tenant.id);
  mailServer.refuse(GONE, REFUSAL, 'always');

  stream = await openStream(api.url, tenant.id, tenant.key, { format: 'envelope' });
  await stream.control('ready');
  declined = await publish(
    api,
    tenant,
    aSession('session.declined', { status: 'rejected', rejection_reason: PERSONAL }),
  );
  record = await eventually(() => readAsSupport(api));
});
afterAll(async () => {
  stream.socket.terminate();
  await mailServer.close();
  await slack.close();
});

let supportKey: string | undefined;

async function readAsSupport(api: Postrider): Promise<EventRecord> {
  supportKey ??= (
    await api.ok<{ key: string }>('POST', '/v1/api-keys', { role: 'support', name: 'Support' })
  ).key;
  const path = `/v1/tenants/${tenant.id}/events/${declined.id}`;
  const event = await api.ok<EventRecord>('GET', path, undefined, supportKey);
  expect(event.deliveries.map(({ status }) => status)).not.toContain('pending');
  return event;
}

function deliveryTo({ id }: Pick<Endpoint, 'id'>, recipient: string | null = null): DeliveryRecord {
  const all = record.deliveries.filter((one) => one.endpoint_id === id);
  const [delivery, ...others] = all.filter((one) => one.recipient === recipient);
  if (!delivery || others.length > 0) throw new Error(`Deliveries: ${JSON.stringify(all)}`);
  return delivery;
}

const mailsTo = (address: string) => mailServer.mails.filter(({ to }) => to === address);

describe('a declined session', () => {
  it("reaches the tenant's webhook, its Slack channel, a mail recipient and an open stream", async () => {
    expect(declined.deliveries).toBe(4);
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([declined.id]);
    const body = receiver.requests[0]?.body.toString('utf8') ?? '';
    expect(JSON.parse(body)).toMatchObject({ id: declined.id, type: 'session.declined' });

    await eventually(() => expect(stream.events()).toHaveLength(1));
    expect(stream.events()).toMatchObject([{ body, after: { id: declined.id } }]);

    const { pathname } = new URL(hook);
    expect(slack.posts).toMatchObject([{ path: pathname, problems: [] }]);
    expect(JSON.stringify(slack.posts)).toContain(declined.id);

    expect(mailsTo(ADA)).toHaveLength(1);
    const mail = await PostalMime.parse(mailsTo(ADA)[0]?.raw ?? '');
    expect(mail.subject).toContain('Session declined');
    expect(mail.text).toContain(declined.id);
  });

  it('is one Event record for support, with each delivery and what was answered', () => {
    expect(record).toMatchObject({ id: declined.id, type: 'session.declined' });
    expect(record.deliveries).toHaveLength(4);
    expect(deliveryTo(webhook)).toMatchObject({
      channel: 'webhook',
      status: 'succeeded',
      attempts: [{ url: receiver.url, response: { status: 200 }, error: null }],
    });
    expect(deliveryTo(slackEndpoint)).toMatchObject({
      channel: 'slack',
      status: 'succeeded',
      attempts: [{ response: { status: 200, body: 'ok' }, error: null }],
    });
    expect(deliveryTo(mailEndpoint, MASKED_ADA)).toMatchObject({
      channel: 'email',
      status: 'succeeded',
      attempts: [{ url: `mailto:${MASKED_ADA}`, response: { status: 250 }, error: null }],
    });
    expect(deliveryTo(mailEndpoint, MASKED_GONE)).toMatchObject({
      channel: 'email',
      status: 'held',
      reason: 'address_on_hold',
      attempt_count: 1,
      attempts: [
        {
          url: `mailto:${MASKED_GONE}`,
          response: { status: 550, body: REFUSAL },
          error: { class: 'smtp_recipient' },
        },
      ],
    });
  });

  it('holds the address that bounced and nothing else', async () => {
    const [api] = processes;
    if (!api) throw new Error('No process.');
    for (const { id } of [webhook, slackEndpoint, mailEndpoint]) {
      expect(await readEndpoint(api, tenant, id)).toMatchObject({
        status: 'active',
        disabled_reason: null,
        failing_since: null,
      });
    }
    expect(await readEndpoint(api, tenant, mailEndpoint.id)).toMatchObject({
      held_recipients: [{ recipient: GONE, reason: 'smtp_550' }],
    });
    const next = await publish(api, tenant);
    await receiver.waitFor(2);
    await eventually(() => expect(mailsTo(ADA)).toHaveLength(2));
    await eventually(() => expect(slack.posts).toHaveLength(2));
    expect(next.deliveries).toBe(4);
    expect(mailServer.attempts(GONE)).toBe(1);
  });

  it('informs the tenant of the address', async () => {
    await eventually(() => expect(mailsTo(TEAM)).toHaveLength(1));
    const { text = '' } = await PostalMime.parse(mailsTo(TEAM)[0]?.raw ?? '');
    expect(text).toContain(mailEndpoint.id);
    expect(text).not.toContain(GONE);
    const [api] = processes;
    const path = `/v1/tenants/${tenant.id}/events?type=endpoint.address_on_hold`;
    const notices = await api?.ok<{ data: object[] }>('GET', path, undefined, tenant.key);
    expect(notices?.data).toHaveLength(1);
  });

  it('leaves nothing of a person in mails and messages, and no address or secret in logs, metrics and audit', async () => {
    const mails = await Promise.all(mailServer.mails.map(({ raw }) => PostalMime.parse(raw)));
    const mailed = mails.flatMap(({ subject, text, html }) => [subject, text, html]);
    expect([...mailed, JSON.stringify(slack.posts)].join('\n')).not.toMatch(/Mustermann|Portrait/);
    const metrics = await Promise.all(
      processes.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()),
    );
    const audit = await processes[0]?.ok('GET', `/v1/tenants/${tenant.id}/audit?limit=200`);
    const logs = processes.map((app) => app.output());
    const kept = [...logs, ...metrics, JSON.stringify(audit)].join('\n');
    expect(kept).toContain('endpoint.address_held');
    const secretOfHook = new URL(hook).pathname.split('/').at(-1) ?? '';
    expect(kept).toContain(declined.id);
    for (const secret of [PERSONAL, PASSWORD, ADA, GONE, TEAM, webhook.secret, secretOfHook]) {
      expect(kept).not.toContain(secret);
    }
  });
});
