import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/app/index.js';
import { ADMIN_KEY } from '../http/test-api.js';
import { startSignInApi } from './sign-in-api.js';
import type { SignInApi } from './sign-in-api.js';

let api: SignInApi;
let database: Client;

beforeAll(async () => {
  api = await startSignInApi();
  database = new Client({ connectionString: api.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await api.close();
});

const newKey = async (path: string, body: object) => {
  const answer = await api.call('POST', path, { body: { name: 'a key', ...body } });
  return answer.body as { id: string; key: string };
};
const tenantKey = (role = 'tenant') => newKey('/v1/tenants/acme/api-keys', { role });
const signInTo = (fields: object, headers: Record<string, string> = {}) =>
  api.call('POST', '/v1/session', { key: null, body: fields, headers });

describe('a session', () => {
  it('begins with an API key, in a cookie that scripts cannot read, and stores no token', async () => {
    const session = await api.signIn({ api_key: ADMIN_KEY });
    expect(session.setCookie).toMatch(
      /^postrider=ps_[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(session.body).toMatchObject({ role: 'admin', tenant: null, person: null, next: null });
    expect(session.body['capabilities']).toHaveLength(7);
    expect(session.body).not.toHaveProperty('session_token');
    const shown = await api.as(session, 'GET', '/v1/session');
    expect([shown.status, shown.body]).toEqual([200, session.body]);
    const { rows } = await database.query<{ text: string }>(
      'SELECT s::text AS text FROM sessions s',
    );
    const token = session.cookie.split('=')[1] ?? '';
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(api.logged()).not.toContain(token);
  });

  it('reaches what its key reaches: its own tenant, with its role', async () => {
    const { key } = await tenantKey('viewer');
    const session = await api.signIn({ api_key: key });
    expect(session.body).toMatchObject({
      role: 'viewer',
      tenant: { name: 'acme', external_id: 'acme' },
      capabilities: ['view', 'payloads.read'],
    });
    expect((await api.as(session, 'GET', '/v1/tenants/me')).status).toBe(200);
    expect((await api.as(session, 'GET', '/v1/tenants/other')).body).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    const refused = await api.as(session, 'POST', '/v1/tenants/me/api-keys', {
      role: 'viewer',
      name: 'x',
    });
    expect(refused.body).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('of a frame of another site is a token for the memory of the page, without a cookie', async () => {
    const { status, body, headers } = await signInTo({ api_key: ADMIN_KEY, embedded: true });
    expect([status, headers.get('set-cookie')]).toEqual([200, null]);
    const token = String(body['session_token']);
    const shown = await api.call('GET', '/v1/session', { key: token });
    expect(shown.body).toMatchObject({ role: 'admin', csrf_token: body['csrf_token'] });
    // Browsers add no Authorization by themselves, so such a request needs no further token.
    const made = await api.call('POST', '/v1/api-keys', {
      key: token,
      body: { role: 'support', name: 'by token' },
    });
    expect(made.status).toBe(201);
  });

  it('is refused to publishers and for a wrong key, in words, and both are in the audit log', async () => {
    const publisher = await newKey('/v1/api-keys', { role: 'publisher' });
    const refused = await signInTo({ api_key: publisher.key });
    expect(refused.body).toMatchObject({ status: 403, code: 'cannot_sign_in' });
    const wrong = await signInTo({ api_key: `pr_${'x'.repeat(43)}` });
    expect(wrong.body).toMatchObject({ status: 401, code: 'unauthorized' });
    for (const fields of [
      {},
      { api_key: ADMIN_KEY, token: 'pl_x' },
      { api_key: ADMIN_KEY, x: 1 },
    ]) {
      expect((await signInTo(fields)).body).toMatchObject({ status: 422 });
    }
    await eventually(async () => {
      expect(await api.audited('sign_in.refused')).not.toEqual([]);
      const [entry] = await api.audited('session.refused');
      expect(entry).toMatchObject({
        actor: publisher.id,
        details: { code: 'cannot_sign_in' },
        address: expect.stringContaining('127.0.0.1') as string,
      });
    });
  });

  it('does not begin another session', async () => {
    const { body } = await signInTo({ api_key: ADMIN_KEY, embedded: true });
    const again = await signInTo({ api_key: String(body['session_token']) });
    expect(again.body).toMatchObject({ status: 401 });
  });

  it('names itself in the audit log of what is done with it', async () => {
    const { id, key } = await tenantKey();
    const session = await api.signIn({ api_key: key });
    const body = { role: 'viewer', name: 'made in the portal' };
    expect((await api.as(session, 'POST', '/v1/tenants/me/api-keys', body)).status).toBe(201);
    const [started] = await api.audited('session.started');
    const [created] = await api.audited('api_key.created');
    expect(started).toMatchObject({ actor: id });
    expect(created).toMatchObject({
      actor: id,
      details: { signed_in: { session_id: started?.target } },
    });
  });
});

describe('a request by cookie', () => {
  it('that changes something needs the token of the session and our own page', async () => {
    const session = await api.signIn({ api_key: ADMIN_KEY });
    const other = await api.signIn({ api_key: ADMIN_KEY });
    const body = { role: 'support', name: 'by cookie' };
    const post = (headers: Record<string, string>) =>
      api.call('POST', '/v1/api-keys', {
        key: null,
        body,
        headers: { cookie: session.cookie, ...headers },
      });
    const csrf = { 'x-csrf-token': session.csrf };
    for (const headers of [
      {},
      { 'x-csrf-token': other.csrf },
      { ...csrf, origin: 'https://evil.example.com' },
      { ...csrf, origin: 'null' },
      { ...csrf, 'sec-fetch-site': 'cross-site' },
      { ...csrf, 'sec-fetch-site': 'same-site' },
    ]) {
      expect((await post(headers)).body).toMatchObject({ status: 403, code: 'cross_site_request' });
    }
    expect((await post({ ...csrf, origin: api.url, 'sec-fetch-site': 'same-origin' })).status).toBe(
      201,
    );
    expect((await post(csrf)).status).toBe(201);
  });

  it('is not made where there is an API key beside it', async () => {
    const { key } = await tenantKey('viewer');
    const session = await api.signIn({ api_key: ADMIN_KEY });
    const answer = await api.call('GET', '/v1/api-keys', {
      key,
      headers: { cookie: session.cookie },
    });
    expect(answer.status).toBe(403);
  });

  it('a sign-in from a page of another site is refused', async () => {
    const answer = await signInTo({ api_key: ADMIN_KEY }, { origin: 'https://evil.example.com' });
    expect(answer.body).toMatchObject({ status: 403, code: 'cross_site_request' });
  });
});

describe('wrong keys at the sign-in', () => {
  it('are slowed, and right ones are not', async () => {
    const slow = await startSignInApi({ RATE_LIMIT_PER_MINUTE: '200' });
    try {
      const attempt = (apiKey: string) =>
        slow.call('POST', '/v1/session', { key: null, body: { api_key: apiKey } });
      const codes: unknown[] = [];
      for (let tries = 0; tries < 101; tries += 1) {
        codes.push((await attempt(`pr_${'w'.repeat(43)}`)).body['code']);
      }
      expect(codes.filter((code) => code === 'unauthorized')).toHaveLength(100);
      expect(codes.at(-1)).toBe('too_many_wrong_keys');
      expect((await attempt(ADMIN_KEY)).status).toBe(200);
    } finally {
      await slow.close();
    }
  });
});

describe('the cookie', () => {
  it('is bound to the host and to TLS where the service is reached by https', async () => {
    const secure = await startSignInApi({ PUBLIC_URL: 'https://kyc.example.com/hooks' });
    try {
      const session = await secure.signIn({ api_key: ADMIN_KEY });
      expect(session.setCookie).toMatch(
        /^__Host-postrider=ps_[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      );
      expect((await secure.as(session, 'GET', '/v1/session')).status).toBe(200);
      const plain = session.cookie.replace('__Host-', '');
      const answer = await secure.call('GET', '/v1/session', {
        key: null,
        headers: { cookie: plain },
      });
      expect(answer.status).toBe(401);
    } finally {
      await secure.close();
    }
  });
});
