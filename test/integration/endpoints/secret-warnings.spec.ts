import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSettingsApi } from '../tenants/settings-api.js';
import type { SettingsApi, SettingsTenant } from '../tenants/settings-api.js';

const URL = 'https://hooks.example.com/in';
const PATH = '/v1/tenants/me/endpoints';
/** Some dashboards show the version of the signature before the secret. */
const VERSIONED = `v1,whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const PLAIN = VERSIONED.replace('v1,', '');

const WARNED = [
  {
    code: 'secret_read_differently',
    message: expect.stringContaining('Leave out "v1,"') as string,
  },
];

let api: SettingsApi;
let tenant: SettingsTenant;

beforeAll(async () => {
  api = await startSettingsApi();
  tenant = await api.createTenant();
});

afterAll(() => api.close());

describe('a secret of one’s own that Standard Webhooks libraries read differently, like v1,whsec_…', () => {
  it('is accepted with a warning that repeats nothing of it when an endpoint is created', async () => {
    const { status, body } = await tenant.own('POST', PATH, { url: URL, secret: VERSIONED });
    expect([status, body['warnings']]).toEqual([201, WARNED]);
    expect(JSON.stringify(body)).not.toContain(VERSIONED.slice(12));
    const shown = await tenant.own('GET', `${PATH}/${String(body['id'])}`);
    expect(shown.body).not.toHaveProperty('warnings');
    expect(body).toMatchObject(shown.body);
  });

  it('is accepted with a warning when it replaces another', async () => {
    const created = await tenant.own('POST', PATH, { url: URL });
    expect(created.body).not.toHaveProperty('warnings');
    const rotate = `${PATH}/${String(created.body['id'])}/secret/rotate`;
    const warned = await tenant.own('POST', rotate, { secret: VERSIONED });
    expect([warned.status, warned.body['warnings']]).toEqual([200, WARNED]);
    const plain = await tenant.own('POST', rotate, { secret: PLAIN });
    expect(plain.status).toBe(200);
    expect(plain.body).not.toHaveProperty('warnings');
  });

  it('is accepted with a warning in the settings', async () => {
    const other = await api.createTenant();
    const { status, body } = await other.patch({ webhook_url: URL, webhook_secret: VERSIONED });
    expect([status, body['warnings']]).toEqual([200, WARNED]);
    expect((await other.get()).body).not.toHaveProperty('warnings');
  });

  it('is accepted without a warning if no profile reads base64', async () => {
    const fields = { url: URL, secret: VERSIONED, signing: ['x-webhook'] };
    const { status, body } = await tenant.own('POST', PATH, fields);
    expect(status).toBe(201);
    expect(body).not.toHaveProperty('warnings');
  });
});
