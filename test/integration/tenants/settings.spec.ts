import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  verifyBySvix,
  verifyByStandardWebhooks,
  verifyXWebhook,
} from '../../support/app/verify.js';
import { auditedChanges } from '../../support/audited-changes.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { startSettingsApi } from './settings-api.js';
import type { SettingsApi, SettingsTenant } from './settings-api.js';

const HOOK = 'https://hooks.example.com/in';
const OWN_SECRET = 'my-very-own-secret-0123';
const LABELS = { external_ref: null, is_sandbox: false };
const UNSET = {
  webhook_url: null,
  webhook_secret: null,
  notification_emails: [],
  slack_webhook_url: null,
  network_downtime_handling: false,
  retention_days: null,
};
const masked = (secret: string): string => `${'*'.repeat(28)}${secret.slice(-4)}`;

describe('settings of a tenant', () => {
  let api: SettingsApi;
  let tenant: SettingsTenant;

  beforeAll(async () => {
    api = await startSettingsApi();
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    tenant = await api.createTenant();
  });

  it('are empty at first', async () => {
    expect(await tenant.get()).toMatchObject({ status: 200, body: UNSET });
  });

  describe('webhook_url', () => {
    it('makes an endpoint with a generated secret, masked to its last four characters', async () => {
      const { status, body } = await tenant.patch({ webhook_url: HOOK });
      const secret = await tenant.secret();
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect({ status, body }).toEqual({
        status: 200,
        body: { ...UNSET, webhook_url: HOOK, webhook_secret: masked(secret) },
      });
      expect((await tenant.get()).body).toEqual(body);
      expect(await tenant.endpoints()).toMatchObject([
        {
          url: HOOK,
          is_default: true,
          format: 'envelope',
          signing: ['standard', 'x-webhook'],
          secret_masked: masked(secret),
        },
      ]);
    });

    it('shows its normal form', async () => {
      const { body } = await tenant.patch({ webhook_url: 'HTTPS://Hooks.Example.com:443/a/../b' });
      expect(body['webhook_url']).toBe('https://hooks.example.com/b');
    });

    it('moves the same endpoint, with its secret', async () => {
      const first = await tenant.patch({ webhook_url: HOOK });
      const [before] = await tenant.endpoints();
      const { body } = await tenant.patch({ webhook_url: `${HOOK}/2` });
      expect(body).toEqual({ ...first.body, webhook_url: `${HOOK}/2` });
      expect(await tenant.endpoints()).toMatchObject([{ id: before?.['id'], url: `${HOOK}/2` }]);
    });

    it('stands beside other endpoints and leaves them alone', async () => {
      const other = { url: `${HOOK}/other` };
      await tenant.own('POST', '/v1/tenants/me/endpoints', other);
      expect((await tenant.get()).body).toEqual(UNSET);
      await tenant.patch({ webhook_url: HOOK });
      await tenant.patch({ webhook_url: null });
      expect(await tenant.endpoints()).toMatchObject([{ ...other, is_default: false }]);
    });

    it('becomes one endpoint, however many set it at once', async () => {
      const urls = ['a', 'b', 'c'].map((name) => `${HOOK}/${name}`);
      const answers = await Promise.all(urls.map((url) => tenant.patch({ webhook_url: url })));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await tenant.endpoints()).toHaveLength(1);
    });

    it('of null deletes the endpoint and cancels what waits for it', async () => {
      await tenant.patch({ webhook_url: HOOK });
      const [endpoint] = await tenant.endpoints();
      await tenant.own('POST', `/v1/tenants/me/endpoints/${String(endpoint?.['id'])}/pause`);
      const event = await tenant.publish('session.created', session('s1'));
      expect(event['deliveries']).toMatchObject([{ status: 'held' }]);

      expect(await tenant.patch({ webhook_url: null })).toMatchObject({ status: 200, body: UNSET });
      expect(await tenant.endpoints()).toEqual([]);
      const { body } = await tenant.own('GET', `/v1/tenants/me/events/${String(event['id'])}`);
      expect(body['deliveries']).toMatchObject([
        { status: 'cancelled', reason: 'endpoint_deleted' },
      ]);
      expect(await tenant.patch({ webhook_url: null })).toMatchObject({ status: 200, body: UNSET });
    });

    it('is empty once the endpoint is deleted by its own route, and can be set anew', async () => {
      await tenant.patch({ webhook_url: HOOK });
      const former = await tenant.secret();
      const [endpoint] = await tenant.endpoints();
      await tenant.own('DELETE', `/v1/tenants/me/endpoints/${String(endpoint?.['id'])}`);
      expect((await tenant.get()).body).toEqual(UNSET);
      await tenant.patch({ webhook_url: HOOK });
      expect(await tenant.secret()).not.toBe(former);
    });

    it('follows a change of the endpoint by its own route', async () => {
      await tenant.patch({ webhook_url: HOOK });
      const [endpoint] = await tenant.endpoints();
      const path = `/v1/tenants/me/endpoints/${String(endpoint?.['id'])}`;
      await tenant.own('PATCH', path, { url: `${HOOK}/moved` });
      expect((await tenant.get()).body['webhook_url']).toBe(`${HOOK}/moved`);
    });

    it.each([
      ['https://10.0.0.1/', 'blocked_address'],
      ['https://user@example.com/', 'userinfo'],
      ['ftp://example.com/', 'scheme'],
    ])('is refused like that of an endpoint: %s', async (url, code) => {
      expect(await tenant.patch({ webhook_url: url })).toMatchObject({
        status: 422,
        body: { code: 'url_not_allowed', errors: [{ pointer: '/webhook_url', code }] },
      });
      expect(await tenant.endpoints()).toEqual([]);
    });
  });

  describe('a delivery', () => {
    let receiver: Receiver;

    beforeEach(async () => {
      receiver = await startReceiver();
    });
    afterEach(() => receiver.close());

    it('is signed with the generated secret', async () => {
      await tenant.patch({ webhook_url: receiver.url });
      const event = await tenant.publish('session.created', session('s1'));
      const [request] = await receiver.waitFor(1);
      const secret = await tenant.secret();
      expect(request && verifyByStandardWebhooks(request, secret)).toBe(true);
      expect(request && verifyXWebhook()(request, secret)).toBe(true);
      expect(request && verifyXWebhook()(request, OWN_SECRET)).toBe(false);
      expect(JSON.parse(String(request?.body))).toMatchObject({ id: event['id'] });
    });

    it('is signed with the own secret, and with both after a change', async () => {
      await tenant.patch({ webhook_url: receiver.url, webhook_secret: OWN_SECRET });
      await tenant.publish('session.created', session('s1'));
      const [first] = await receiver.waitFor(1);
      expect(first && verifyXWebhook()(first, OWN_SECRET)).toBe(true);

      const next = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
      await tenant.patch({ webhook_secret: next });
      await tenant.publish('session.created', session('s2'));
      const [, second] = await receiver.waitFor(2);
      expect(second && verifyXWebhook()(second, OWN_SECRET)).toBe(true);
      expect(second && verifyXWebhook('x-webhook-signature-next')(second, next)).toBe(true);
      expect(second && verifyBySvix(second, next)).toBe(true);
    });
  });

  describe('network_downtime_handling', () => {
    let receiver: Receiver;

    beforeAll(async () => {
      receiver = await startReceiver();
    });
    afterAll(() => receiver.close());

    const late = (id: number) => tenant.publish('identity.verification_completed', { id });
    const off = 'downtime_handling_off';

    it('decides whether results that had to wait are sent, from the next publish on', async () => {
      await tenant.patch({ webhook_url: receiver.url });
      await tenant.own('POST', '/v1/tenants/me/endpoints', {
        url: receiver.url,
        event_types: ['check.*'],
      });
      const ids = (await tenant.endpoints()).map(({ id }) => id);
      const without = await late(1);
      expect(without['deliveries']).toEqual([]);
      expect(without['unsent']).toHaveLength(2);
      expect(without['unsent']).toEqual(
        expect.arrayContaining(
          ids.map((endpoint_id) => expect.objectContaining({ endpoint_id, reason: off })),
        ),
      );

      const on = await tenant.patch({ network_downtime_handling: true });
      expect(on.body).toMatchObject({ webhook_url: receiver.url, network_downtime_handling: true });
      const sent = await late(2);
      expect(sent['deliveries']).toMatchObject([{ endpoint_id: ids[1] }]);
      expect(sent['unsent']).toMatchObject([
        { endpoint_id: ids[0], reason: 'type_not_subscribed' },
      ]);

      await tenant.patch({ network_downtime_handling: false });
      expect((await late(3))['deliveries']).toEqual([]);
    });

    it('is of one tenant alone, and concerns no other type', async () => {
      const other = await api.createTenant();
      await other.patch({ webhook_url: receiver.url, network_downtime_handling: true });
      await tenant.patch({ webhook_url: receiver.url });
      expect((await late(1))['unsent']).toMatchObject([{ reason: off }]);
      const sent = [
        await other.publish('identity.verification_completed', { id: 1 }),
        await tenant.publish('address.verification_completed', { id: 2 }),
        await tenant.publish('identity.created', { identity_id: 'identity_1', ...LABELS }),
      ];
      expect(sent.map(({ unsent }) => unsent)).toEqual([[], [], []]);
      expect(sent.map(({ deliveries }) => deliveries)).toMatchObject([[{}], [{}], [{}]]);
    });
  });

  it('let a tenant keep content for a shorter time than the installation', async () => {
    expect(await tenant.patch({ retention_days: 7 })).toMatchObject({
      status: 200,
      body: { retention_days: 7 },
    });
    expect(await tenant.patch({ retention_days: 31 })).toMatchObject({
      status: 422,
      body: {
        errors: [{ pointer: '/retention_days', code: 'max', message: 'must be from 1 to 30' }],
      },
    });
  });

  it.each([
    [{ webhook_url: 7 }, '/webhook_url', 'is_string'],
    [{ webhook_secret: {} }, '/webhook_secret', 'is_string'],
    [{ network_downtime_handling: 'yes' }, '/network_downtime_handling', 'is_boolean'],
    [{ network_downtime_handling: null }, '/network_downtime_handling', 'is_boolean'],
    [{ retention_days: 0 }, '/retention_days', 'min'],
    [{ retention_days: 1.5 }, '/retention_days', 'is_int'],
    [{ surprise: 1 }, '/surprise', 'unknown_field'],
  ])('refuse %j, naming the field', async (fields, pointer, code) => {
    expect(await tenant.patch(fields)).toMatchObject({
      status: 422,
      body: { code: 'validation_failed', errors: [{ pointer, code }] },
    });
  });

  it('put each change on record, without the secret', async () => {
    await tenant.patch({ webhook_url: HOOK, webhook_secret: OWN_SECRET });
    await tenant.patch({ network_downtime_handling: true, webhook_url: HOOK });
    await tenant.patch({ network_downtime_handling: true });
    await tenant.patch({ webhook_url: null });
    const { body: log } = await api.admin('GET', `/v1/tenants/${tenant.id}/audit`);
    expect(auditedChanges(log)).toMatchObject([
      { action: 'settings.updated', details: { fields: ['webhook_url'] } },
      { action: 'endpoint.deleted' },
      {
        action: 'settings.updated',
        role: 'tenant',
        target: tenant.id,
        details: { fields: ['network_downtime_handling'] },
      },
      { action: 'settings.updated', details: { fields: ['webhook_url', 'webhook_secret'] } },
      { action: 'endpoint.created', details: { url: HOOK } },
      { action: 'api_key.created' },
      { action: 'tenant.created' },
    ]);
    expect(JSON.stringify(log)).not.toContain(OWN_SECRET);
  });

  it('are for the tenant itself; support only reads, others see no tenant', async () => {
    const path = `/v1/tenants/${tenant.id}/settings`;
    const change = { network_downtime_handling: true };
    const statuses = async (call: SettingsTenant['own']): Promise<number[]> => [
      (await call('GET', path)).status,
      (await call('PATCH', path, change)).status,
    ];
    const stranger = (await api.createTenant()).own;
    expect(await statuses(stranger)).toEqual([404, 404]);
    expect(await statuses(await api.createKey('viewer', tenant.id))).toEqual([403, 403]);
    expect(await statuses(await api.createKey('publisher'))).toEqual([403, 403]);
    expect(await statuses(await api.createKey('support'))).toEqual([200, 403]);
    expect((await tenant.get()).body).toEqual(UNSET);
    expect(await statuses(api.admin)).toEqual([200, 200]);
  });
});

function session(id: string): object {
  return { session_id: id, ...LABELS };
}
