import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSettingsApi } from './settings-api.js';
import type { SettingsApi, SettingsTenant } from './settings-api.js';

const HOOK = 'https://hooks.slack.com/services/T0000000/B0000000/SecretOfTheHook1';
const MASKED = 'https://hooks.slack.com/****ook1';
const MAIL = { SMTP_URL: 'smtp://127.0.0.1:2525', MAIL_FROM: 'Acme <no-reply@example.com>' };

describe('the notification settings of a tenant', () => {
  let api: SettingsApi;
  let tenant: SettingsTenant;

  beforeAll(async () => {
    api = await startSettingsApi(MAIL);
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    tenant = await api.createTenant();
  });

  it('create a Slack endpoint for all events, with its URL masked everywhere', async () => {
    const { status, body } = await tenant.patch({ slack_webhook_url: HOOK });
    expect({ status, body }).toMatchObject({ status: 200, body: { slack_webhook_url: MASKED } });
    const endpoints = await tenant.endpoints();
    expect(endpoints).toMatchObject([
      { channel: 'slack', url: MASKED, is_default: true, event_types: ['*', 'endpoint.*'] },
    ]);
    const { body: audit } = await api.admin('GET', `/v1/tenants/${tenant.id}/audit`);
    expect(audit['data']).toContainEqual(
      expect.objectContaining({
        action: 'settings.updated',
        details: {
          fields: ['slack_webhook_url'],
          before: { slack_webhook_url: null },
          after: { slack_webhook_url: '[changed]' },
        },
      }),
    );
    expect(JSON.stringify([audit, (await tenant.get()).body, endpoints])).not.toContain('SecretOf');
  });

  it('change the URL of the same Slack endpoint, and nothing if its mask is sent back', async () => {
    await tenant.patch({ slack_webhook_url: HOOK });
    const [before] = await tenant.endpoints();
    await tenant.patch({ slack_webhook_url: MASKED });
    expect(await tenant.endpoints()).toEqual([before]);
    const { body } = await tenant.patch({ slack_webhook_url: `${HOOK}23` });
    expect(body['slack_webhook_url']).toBe('https://hooks.slack.com/****k123');
    expect(await tenant.endpoints()).toMatchObject([{ id: before?.['id'] }]);
  });

  it('create an email endpoint for events about endpoints, each address once', async () => {
    const emails = ['Ops@Example.com', 'ops@example.com', 'cto@example.com'];
    const { body } = await tenant.patch({ notification_emails: emails });
    const recipients = ['Ops@example.com', 'cto@example.com'];
    expect(body).toMatchObject({ notification_emails: recipients });
    expect(await tenant.endpoints()).toMatchObject([
      { channel: 'email', url: null, recipients, is_default: true, event_types: ['endpoint.*'] },
    ]);
    const [before] = await tenant.endpoints();
    await tenant.patch({ notification_emails: ['cto@example.com'] });
    expect(await tenant.endpoints()).toMatchObject([
      { id: before?.['id'], recipients: ['cto@example.com'] },
    ]);
  });

  it('are independent of the webhook, and each can be removed alone', async () => {
    await tenant.patch({
      webhook_url: 'https://hooks.example.com/in',
      slack_webhook_url: HOOK,
      notification_emails: ['a@example.com'],
    });
    const channels = async () =>
      (await tenant.endpoints()).map(({ channel }) => String(channel)).toSorted();
    expect(await channels()).toEqual(['email', 'slack', 'webhook']);
    await tenant.patch({ slack_webhook_url: null });
    expect(await channels()).toEqual(['email', 'webhook']);
    await tenant.patch({ notification_emails: [] });
    expect(await channels()).toEqual(['webhook']);
    expect((await tenant.get()).body).toMatchObject({
      slack_webhook_url: null,
      notification_emails: [],
      webhook_url: 'https://hooks.example.com/in',
    });
  });

  it.each([
    [{ slack_webhook_url: 'https://10.0.0.1/' }, '/slack_webhook_url', 'blocked_address'],
    [{ slack_webhook_url: MASKED }, '/slack_webhook_url', 'masked_value'],
    [{ notification_emails: ['a@example.com', 'b'] }, '/notification_emails/1', 'invalid_address'],
    [{ notification_emails: 'a@example.com' }, '/notification_emails', 'invalid_recipients'],
  ])('refuses %j', async (fields, pointer, code) => {
    const { status, body } = await tenant.patch(fields);
    expect({ status, body }).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
    expect(await tenant.endpoints()).toEqual([]);
  });
});

it('refuse notification mails if no mail server is configured', async () => {
  const api = await startSettingsApi();
  const tenant = await api.createTenant();
  const { status, body } = await tenant.patch({ notification_emails: ['a@example.com'] });
  expect({ status, body }).toMatchObject({
    status: 422,
    body: {
      code: 'mail_not_configured',
      errors: [{ pointer: '/notification_emails', code: 'mail_not_configured' }],
    },
  });
  await api.close();
});
