import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PortalLinks } from '../../../src/sign-in/index.js';
import { eventually } from '../../support/app/index.js';
import { startSignInApi } from './sign-in-api.js';
import type { SignInApi } from './sign-in-api.js';

let api: SignInApi;
let database: Client;
let tenantKey: { id: string; key: string };

beforeAll(async () => {
  api = await startSignInApi({ PUBLIC_URL: 'http://127.0.0.1:3000/hooks' });
  database = new Client({ connectionString: api.databaseUrl });
  await database.connect();
  const body = { role: 'tenant', name: 'a key' };
  const answer = await api.call('POST', '/v1/tenants/acme/api-keys', { body });
  tenantKey = answer.body as typeof tenantKey;
});
afterAll(async () => {
  await database.end();
  await api.close();
});

const open = (token: string) => api.call('POST', '/v1/session', { key: null, body: { token } });
const makeWith = (fields: object, key?: string) =>
  api.call('POST', '/v1/tenants/acme/portal-links', {
    body: { role: 'tenant', expires_in_seconds: 600, ...fields },
    ...(key !== undefined && { key }),
  });

describe('a portal link', () => {
  it('signs one person in, to a page, with a role, capabilities and a look', async () => {
    const { url, token } = await api.link(
      {
        role: 'tenant',
        person: { id: 'user-81', name: 'Ada' },
        next: '/portal/events/evt_1?x=y',
        capabilities: ['test', 'payloads.read'],
        theme: 'dark',
        hide_navigation: true,
      },
      tenantKey.key,
    );
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/hooks\/portal#sign-in=pl_[\w-]{43}$/);
    const session = await api.signIn({ token });
    expect(session.body).toMatchObject({
      role: 'tenant',
      tenant: { external_id: 'acme' },
      person: { id: 'user-81', name: 'Ada' },
      next: '/portal/events/evt_1?x=y',
      capabilities: ['view', 'test', 'payloads.read'],
      theme: 'dark',
      hide_navigation: true,
    });
    const { rows } = await database.query<{ text: string }>(
      'SELECT l::text AS text FROM sign_in_links l',
    );
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('signs in once: of many tries at the same time, one', async () => {
    const { id, token } = await api.link();
    await database.query('BEGIN');
    await database.query('SELECT FROM sign_in_links WHERE used_at IS NULL FOR UPDATE');
    const tries = [open(token), open(token), open(token)];
    // All of them are at the link now.
    await eventually(async () => {
      // A transaction goes on to show what it saw first.
      await database.query('SELECT pg_stat_clear_snapshot()');
      const { rows } = await database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(rows[0]?.count).toBe(3);
    });
    await database.query('COMMIT');
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 410)).toHaveLength(2);
    const again = await open(token);
    expect(again.body).toMatchObject({ status: 410, code: 'link_used' });
    const refused = await eventually(async () => {
      const entries = (await api.audited('session.refused')).filter(({ target }) => target === id);
      expect(entries).not.toEqual([]);
      return entries;
    });
    // The tries of one client are one entry in a minute; those that come later follow.
    expect(refused).toMatchObject([
      { actor: id, target: id, details: { way: 'link', code: 'link_used' } },
    ]);
  });

  it('is refused when it has expired, was revoked, or its key has ended', async () => {
    const expired = await api.link();
    await database.query(`UPDATE sign_in_links SET expires_at = now() WHERE used_at IS NULL`);
    expect((await open(expired.token)).body).toMatchObject({ status: 410, code: 'link_expired' });
    const revoked = await api.link();
    const path = `/v1/tenants/acme/portal-links/${revoked.id}`;
    expect((await api.call('DELETE', path)).status).toBe(204);
    expect((await api.call('DELETE', path)).status).toBe(204);
    expect((await open(revoked.token)).body).toMatchObject({ status: 410, code: 'link_revoked' });
    const body = { role: 'tenant', name: 'short' };
    const { body: key } = await api.call('POST', '/v1/tenants/acme/api-keys', { body });
    const orphan = await api.link({}, String(key['key']));
    await api.call('DELETE', `/v1/tenants/acme/api-keys/${String(key['id'])}`);
    expect((await open(orphan.token)).body).toMatchObject({ code: 'link_revoked' });
    for (const token of ['pl_x', `pl_${'x'.repeat(43)}`]) {
      expect((await open(token)).body).toMatchObject({ status: 401, code: 'unauthorized' });
    }
  });

  it('that is revoked ends its session within a second', async () => {
    const { id, token } = await api.link();
    const session = await api.signIn({ token });
    expect((await api.as(session, 'GET', '/v1/tenants/me')).status).toBe(200);
    await api.call('DELETE', `/v1/tenants/acme/portal-links/${id}`);
    await eventually(async () => {
      const { status, body } = await api.as(session, 'GET', '/v1/session');
      expect([status, body['detail']]).toEqual([
        401,
        expect.stringContaining('the link that it was begun with was revoked') as string,
      ]);
    }, 5_000);
  });

  it('reaches its own tenant only, and is not seen by another', async () => {
    const { id, token } = await api.link();
    const session = await api.signIn({ token });
    expect((await api.as(session, 'GET', '/v1/tenants/other')).body).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    const foreign = await api.call('DELETE', `/v1/tenants/other/portal-links/${id}`);
    expect(foreign.body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('of a person ends with all sessions of the person', async () => {
    const person = { id: 'user-82' };
    const one = await api.signIn({ token: (await api.link({ person })).token });
    const two = await api.signIn({ token: (await api.link({ person })).token });
    const other = await api.signIn({ token: (await api.link()).token });
    await api.as(one, 'DELETE', '/v1/session?everywhere=true');
    expect((await api.as(two, 'GET', '/v1/session')).status).toBe(401);
    expect((await api.as(other, 'GET', '/v1/session')).status).toBe(200);
  });

  it('is listed without its token, with what became of it', async () => {
    const { id, token } = await api.link({ role: 'viewer', person: { id: 'user-83' } });
    await api.signIn({ token });
    const { body } = await api.call('GET', '/v1/tenants/acme/portal-links?limit=1');
    expect(body['data']).toEqual([
      expect.objectContaining({
        id,
        role: 'viewer',
        capabilities: ['view', 'payloads.read'],
        person: { id: 'user-83', name: null },
        used_at: expect.any(String) as string,
        revoked_at: null,
      }),
    ]);
    expect(body['next_cursor']).not.toBeNull();
    expect(JSON.stringify(body)).not.toContain('pl_');
  });

  it.each([
    ['expires_in_seconds', { expires_in_seconds: 604_801 }],
    ['role', { role: 'admin' }],
    ['next', { next: 'https://evil.example.com/' }],
    ['next', { next: '//evil.example.com' }],
    ['next', { next: '/portal/../console' }],
    ['next', { next: '/portalx' }],
    ['next', { next: '/portal//evil.example.com' }],
    ['capabilities', { capabilities: ['everything'] }],
    ['capabilities/0', { role: 'viewer', capabilities: ['secrets.read'] }],
    ['theme', { theme: 'red' }],
    ['colour', { colour: 'red' }],
  ])('refuses %s: %j', async (field, fields) => {
    const { status, body } = await makeWith(fields);
    expect([status, (body['errors'] as { pointer: string }[] | undefined)?.[0]?.pointer]).toEqual([
      422,
      expect.stringContaining(`/${field}`),
    ]);
  });

  it('is not made by a session that may less than the link', async () => {
    const { token } = await api.link({ capabilities: ['view', 'endpoints.write'] });
    const session = await api.signIn({ token });
    const made = await api.as(session, 'POST', '/v1/tenants/me/portal-links', {
      role: 'tenant',
      expires_in_seconds: 600,
    });
    expect(made.body).toMatchObject({ status: 403, code: 'capability_missing' });
  });

  it('names link and person in the audit log of what is done with it', async () => {
    const { id, token } = await api.link({ person: { id: 'user-84', name: 'Bo' } });
    const session = await api.signIn({ token });
    await api.as(session, 'POST', '/v1/tenants/me/api-keys', { role: 'viewer', name: 'x' });
    const [created] = await api.audited('api_key.created');
    expect(created).toMatchObject({
      actor: id,
      details: { signed_in: { link_id: id, person_id: 'user-84', person_name: 'Bo' } },
    });
  });
});

it('the link of a start signs in once as admin, to the console', async () => {
  const path = await api.app.get(PortalLinks, { strict: false }).createForStart();
  const [page, token = ''] = path.split('#sign-in=');
  expect(page).toBe('/console');
  expect((await api.signIn({ token })).body).toMatchObject({ role: 'admin', tenant: null });
  expect((await open(token)).body).toMatchObject({ code: 'link_used' });
});
