import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { SendingEndpoints } from '../../../src/endpoints/index.js';
import type { SendingEndpoint } from '../../../src/endpoints/index.js';
import { auditedChanges } from '../../support/audited-changes.js';
import { startEndpointsApi } from './endpoints-api.js';
import type { Call, EndpointsApi } from './endpoints-api.js';

const OWN_SECRET = 'my-very-own-secret-0123';

describe('secrets of an endpoint', () => {
  let api: EndpointsApi;
  let tenant: string;
  let own: Call;
  let endpoint: string;
  let id: string;
  let firstSecret: string;

  beforeAll(async () => {
    api = await startEndpointsApi();
    tenant = await api.createTenant();
    own = await api.createKey('tenant', tenant);
  });
  afterAll(() => api.close());

  beforeEach(async () => {
    const path = `/v1/tenants/${tenant}/endpoints`;
    const { body } = await own('POST', path, {
      url: 'https://hooks.example.com/',
      headers: { 'X-Token': 'abc' },
    });
    endpoint = `${path}/${String(body['id'])}`;
    id = parseId('endpoint', String(body['id'])) ?? '';
    firstSecret = String((await own('GET', `${endpoint}/secret`)).body['secret']);
  });

  const rotate = (body?: object) => own('POST', `${endpoint}/secret/rotate`, body);
  const sending = async (): Promise<SendingEndpoint | undefined> =>
    (await api.app.get(SendingEndpoints).load([id])).get(id);

  it('generates one, shows it in full on demand only, and masks it to its last four characters', async () => {
    expect(firstSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await own('GET', `${endpoint}/secret`)).body).toEqual({
      secret: firstSecret,
      previous: [],
    });
    const shown = await own('GET', endpoint);
    expect(shown.body['secret_masked']).toBe(`${'*'.repeat(28)}${firstSecret.slice(-4)}`);
    expect(JSON.stringify(shown.body)).not.toContain(firstSecret);
  });

  it('accepts a secret at creation', async () => {
    const path = `/v1/tenants/${tenant}/endpoints`;
    const fields = { url: 'https://hooks.example.com/', secret: OWN_SECRET };
    const { body } = await own('POST', path, fields);
    const shown = await own('GET', `${path}/${String(body['id'])}/secret`);
    expect(shown.body['secret']).toBe(OWN_SECRET);
  });

  it('keeps the previous secret live for a day after a rotation', async () => {
    const { status, body } = await rotate();
    expect(status).toBe(200);
    const [previous] = body['previous'] as { secret: string; expires_at: string }[];
    expect(previous?.secret).toBe(firstSecret);
    const remainingSeconds = (Date.parse(previous?.expires_at ?? '') - Date.now()) / 1000;
    expect(Math.abs(remainingSeconds - 86_400)).toBeLessThan(120);
    expect(body['secret']).not.toBe(firstSecret);
    expect((await own('GET', endpoint)).body['secret_masked']).toMatch(
      new RegExp(`${String(body['secret']).slice(-4).replaceAll(/[+/]/g, '\\$&')}$`),
    );
  });

  it('gives senders the current secret first, then the previous ones, at a higher version', async () => {
    const before = await sending();
    expect(before).toMatchObject({ headers: { 'X-Token': 'abc' }, status: 'active' });
    await rotate();
    const { body } = await rotate({ secret: OWN_SECRET, grace_seconds: 60 });
    const after = await sending();
    const [second] = body['previous'] as { secret: string; expires_at: string }[];
    expect(after?.secrets.map(({ value }) => value)).toEqual([
      OWN_SECRET,
      second?.secret,
      firstSecret,
    ]);
    expect(after?.secrets[0]?.expiresAt).toBeNull();
    expect(after?.secrets[1]?.expiresAt?.toISOString()).toBe(second?.expires_at);
    expect(after?.version).toBe((before?.version ?? 0) + 2);
  });

  it('deletes the previous secret at once with a grace period of 0', async () => {
    const { body } = await rotate({ grace_seconds: 0 });
    expect(body['previous']).toEqual([]);
    expect((await sending())?.secrets.map(({ value }) => value)).toEqual([body['secret']]);
  });

  it('no longer shows or signs with a secret whose grace has ended', async () => {
    await rotate({ grace_seconds: 60 });
    await api.sql.query(
      `UPDATE endpoint_secrets SET expires_at = now() - interval '1 second'
       WHERE endpoint_id = $1 AND expires_at IS NOT NULL`,
      [id],
    );
    expect((await own('GET', `${endpoint}/secret`)).body['previous']).toEqual([]);
    expect((await sending())?.secrets).toHaveLength(1);
  });

  it('ends all grace periods with promote, and senders see it by the version', async () => {
    const { body: rotated } = await rotate();
    const before = await sending();
    const { status, body } = await own('POST', `${endpoint}/secret/promote`);
    expect({ status, body }).toEqual({
      status: 200,
      body: { secret: rotated['secret'], previous: [] },
    });
    const after = await sending();
    expect(after?.secrets).toEqual([{ value: rotated['secret'], expiresAt: null }]);
    expect(after?.version).toBeGreaterThan(before?.version ?? 0);
  });

  it('refuses a sixth live secret until the newest is promoted', async () => {
    for (let n = 0; n < 4; n += 1) expect((await rotate()).status).toBe(200);
    const before = (await own('GET', `${endpoint}/secret`)).body;
    expect(await rotate()).toMatchObject({ status: 409, body: { code: 'too_many_secrets' } });
    expect((await own('GET', `${endpoint}/secret`)).body).toEqual(before);
    await own('POST', `${endpoint}/secret/promote`);
    expect((await rotate()).status).toBe(200);
  });

  it('rotates once for each of two concurrent calls, and loses no secret', async () => {
    const answers = await Promise.all([rotate(), rotate()]);
    const { body } = await own('GET', `${endpoint}/secret`);
    const live = [
      body['secret'],
      ...(body['previous'] as { secret: string }[]).map(({ secret }) => secret),
    ];
    expect(new Set(live)).toEqual(
      new Set([firstSecret, ...answers.map((answer) => answer.body['secret'])]),
    );
    expect(live).toHaveLength(3);
  });

  it.each([
    [{ grace_seconds: -1 }, '/grace_seconds', 'min'],
    [{ grace_seconds: 30 * 86_400 + 1 }, '/grace_seconds', 'max'],
    [{ grace_seconds: 1.5 }, '/grace_seconds', 'is_int'],
    [{ secret: 'too short' }, '/secret', 'invalid_secret'],
    [{ secret: null }, '/secret', 'invalid_secret'],
    [{ grace: 1 }, '/grace', 'unknown_field'],
  ])('refuses %j and rotates nothing', async (body, pointer, code) => {
    const answer = await rotate(body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
    expect((await sending())?.secrets).toEqual([{ value: firstSecret, expiresAt: null }]);
  });

  it('audits every read and change, without the secret', async () => {
    const { body } = await rotate({ grace_seconds: 60 });
    await own('POST', `${endpoint}/secret/promote`);
    const audit = await api.admin('GET', `/v1/tenants/${tenant}/audit`);
    expect(auditedChanges(audit.body).slice(0, 3)).toMatchObject([
      { action: 'endpoint.secret_promoted', role: 'tenant' },
      { action: 'endpoint.secret_rotated', details: { grace_seconds: 60 } },
      { action: 'endpoint.secret_read' },
    ]);
    const all = JSON.stringify(audit.body);
    for (const secret of [firstSecret, body['secret']]) expect(all).not.toContain(secret);
  });
});
