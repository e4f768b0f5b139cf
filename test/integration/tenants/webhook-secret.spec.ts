import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSettingsApi } from './settings-api.js';
import type { SettingsApi, SettingsTenant } from './settings-api.js';

const HOOK = 'https://hooks.example.com/in';
const OWN_SECRET = 'my-very-own-secret-0123';
const UNSET = {
  webhook_url: null,
  webhook_secret: null,
  notification_emails: [],
  slack_webhook_url: null,
  network_downtime_handling: false,
  retention_days: null,
};
const masked = (secret: string): string => `${'*'.repeat(28)}${secret.slice(-4)}`;

describe('the setting webhook_secret', () => {
  let api: SettingsApi;
  let tenant: SettingsTenant;

  beforeAll(async () => {
    api = await startSettingsApi();
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    tenant = await api.createTenant();
  });

  it('comes along with the URL', async () => {
    const { body } = await tenant.patch({ webhook_url: HOOK, webhook_secret: OWN_SECRET });
    expect(body['webhook_secret']).toBe(masked(OWN_SECRET));
    expect(await tenant.secret()).toBe(OWN_SECRET);
  });

  it('is rotated on an endpoint that has one: the former one stays live for a day', async () => {
    await tenant.patch({ webhook_url: HOOK });
    const former = await tenant.secret();
    await tenant.patch({ webhook_secret: OWN_SECRET });
    const [endpoint] = await tenant.endpoints();
    const path = `/v1/tenants/me/endpoints/${String(endpoint?.['id'])}/secret`;
    const { body } = await tenant.own('GET', path);
    expect(body).toMatchObject({ secret: OWN_SECRET, previous: [{ secret: former }] });
    const [previous] = body['previous'] as { expires_at: string }[];
    const remainingSeconds = (Date.parse(previous?.expires_at ?? '') - Date.now()) / 1000;
    expect(Math.abs(remainingSeconds - 86_400)).toBeLessThan(120);
  });

  it('stays as it is where all settings are sent back as they were shown', async () => {
    const { body } = await tenant.patch({ webhook_url: HOOK });
    const [before] = await tenant.endpoints();
    const secret = await tenant.secret();
    expect(await tenant.patch(body)).toMatchObject({ status: 200, body });
    expect(await tenant.patch({ webhook_secret: secret })).toMatchObject({ status: 200, body });
    expect(await tenant.endpoints()).toEqual([before]);
    expect(await tenant.secret()).toBe(secret);
    expect(await tenant.patch({ ...body, webhook_url: null })).toMatchObject({ body: UNSET });
    expect(await tenant.patch(UNSET)).toMatchObject({ status: 200, body: UNSET });
  });

  it.each([
    ['without a URL', {}, { webhook_secret: OWN_SECRET }, '/webhook_url', 'required'],
    [
      'for a URL that goes',
      { webhook_url: HOOK },
      { webhook_url: null, webhook_secret: OWN_SECRET },
      '/webhook_url',
      'required',
    ],
    [
      'too short',
      {},
      { webhook_url: HOOK, webhook_secret: 'short' },
      '/webhook_secret',
      'invalid_secret',
    ],
    [
      'not ASCII',
      { webhook_url: HOOK },
      { webhook_secret: 'geheimnis-mit-ümlaut' },
      '/webhook_secret',
      'invalid_secret',
    ],
    [
      'removed',
      { webhook_url: HOOK },
      { webhook_secret: null },
      '/webhook_secret',
      'invalid_secret',
    ],
    [
      'the mask of another one',
      { webhook_url: HOOK },
      { webhook_url: `${HOOK}/2`, webhook_secret: masked('none') },
      '/webhook_secret',
      'masked_value',
    ],
  ])('is refused %s, and nothing changes', async (_how, before, fields, pointer, code) => {
    const { body } = await tenant.patch(before);
    const endpoints = await tenant.endpoints();
    expect(await tenant.patch({ ...fields, network_downtime_handling: true })).toMatchObject({
      status: 422,
      body: { code: 'validation_failed', errors: [{ pointer, code }] },
    });
    expect((await tenant.get()).body).toEqual(body);
    expect(await tenant.endpoints()).toEqual(endpoints);
  });

  it('changes nothing at all where too many secrets are live', async () => {
    await tenant.patch({ webhook_url: HOOK });
    for (let n = 0; n < 4; n += 1) await tenant.patch({ webhook_secret: `${OWN_SECRET}-${n}` });
    const { body } = await tenant.get();
    const fields = { webhook_url: `${HOOK}/2`, webhook_secret: OWN_SECRET };
    expect(await tenant.patch({ ...fields, network_downtime_handling: true })).toMatchObject({
      status: 409,
      body: { code: 'too_many_secrets' },
    });
    expect((await tenant.get()).body).toEqual(body);
  });
});
