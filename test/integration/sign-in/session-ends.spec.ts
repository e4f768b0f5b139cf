import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/app/index.js';
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
const tenantKey = () => newKey('/v1/tenants/acme/api-keys', { role: 'tenant' });

describe('a session ends', () => {
  /** Waits until there is no session any more, and returns the words of the answer. */
  const wordsOfEnd = (session: { cookie: string }): Promise<string> =>
    eventually(async () => {
      const { status, body } = await api.call('GET', '/v1/session', {
        key: null,
        headers: { cookie: session.cookie },
      });
      expect([status, body['code']]).toEqual([401, 'unauthorized']);
      return String(body['detail']);
    }, 5_000);

  it('by signing out, and everywhere where that is wanted', async () => {
    const { key } = await tenantKey();
    const { key: otherKey } = await tenantKey();
    const [one, two, three] = [
      await api.signIn({ api_key: key }),
      await api.signIn({ api_key: key }),
      await api.signIn({ api_key: key }),
    ];
    const foreign = await api.signIn({ api_key: otherKey });
    const noToken = await api.call('DELETE', '/v1/session', {
      key: null,
      headers: { cookie: one.cookie },
    });
    expect(noToken.body).toMatchObject({ code: 'cross_site_request' });
    const out = await api.as(one, 'DELETE', '/v1/session');
    expect([out.status, out.headers.get('set-cookie')]).toEqual([
      204,
      'postrider=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    ]);
    expect(await wordsOfEnd(one)).toContain('You have signed out');
    expect((await api.as(two, 'GET', '/v1/session')).status).toBe(200);
    expect((await api.as(two, 'DELETE', '/v1/session?everywhere=true')).status).toBe(204);
    expect(await wordsOfEnd(two)).toContain('You have signed out');
    expect(await wordsOfEnd(three)).toContain('You have signed out');
    expect((await api.as(foreign, 'GET', '/v1/session')).status).toBe(200);
    const [entry] = await api.audited('session.ended');
    expect(entry).toMatchObject({ details: { sessions: 2 } });
  });

  it('with its key, within a second', async () => {
    const { id, key } = await tenantKey();
    const session = await api.signIn({ api_key: key });
    await api.call('DELETE', `/v1/tenants/acme/api-keys/${id}`);
    expect(await wordsOfEnd(session)).toContain('the API key behind it was revoked');
  });

  it('for as long as its tenant is being deleted, and none begins; a link is not used up', async () => {
    await api.call('POST', '/v1/tenants', { body: { name: 'Going', external_id: 'going' } });
    const { key } = await newKey('/v1/tenants/going/api-keys', { role: 'tenant' });
    const session = await api.signIn({ api_key: key });
    const body = { role: 'viewer', expires_in_seconds: 600 };
    const link = await api.call('POST', '/v1/tenants/going/portal-links', { body });
    const token = String(link.body['url']).split('#sign-in=')[1] ?? '';
    expect((await api.call('DELETE', '/v1/tenants/going')).status).toBe(202);
    const refused = { status: 410, body: { code: 'tenant_deleting' } };
    for (const fields of [{ api_key: key }, { token }]) {
      const answer = await api.call('POST', '/v1/session', { key: null, body: fields });
      expect(answer).toMatchObject(refused);
    }
    expect(await api.as(session, 'GET', '/v1/session')).toMatchObject(refused);
    expect(await api.as(session, 'GET', '/v1/tenants/me')).toMatchObject(refused);
    await api.call('POST', '/v1/tenants/going/restore');
    expect((await api.as(session, 'GET', '/v1/session')).status).toBe(200);
    await api.signIn({ token });
  });

  it('with its tenant', async () => {
    await api.call('POST', '/v1/tenants', { body: { name: 'Gone', external_id: 'gone' } });
    const { key } = await newKey('/v1/tenants/gone/api-keys', { role: 'tenant' });
    const session = await api.signIn({ api_key: key });
    await database.query(`UPDATE tenants SET deleted_at = now() WHERE external_id = 'gone'`);
    expect(await wordsOfEnd(session)).toContain('its tenant was deleted');
  });

  it.each([
    ['last_seen_at', '60 minutes', 'was not used for 60 minutes'],
    ['expires_at', '12 hours', 'its longest duration'],
  ])('when %s is %s old', async (column, age, words) => {
    const { key } = await tenantKey();
    const session = await api.signIn({ api_key: key });
    const past = `UPDATE sessions SET ${column} = ${column} - interval '${age}' + interval '$1 seconds'`;
    await database.query(`${past.replace('$1', '30')} WHERE ended_at IS NULL`);
    expect((await api.as(session, 'GET', '/v1/session')).status).toBe(200);
    await database.query(past.replace('$1', '-31'));
    expect(await wordsOfEnd(session)).toContain(words);
  });

  it('later while it is used', async () => {
    const { key } = await tenantKey();
    const session = await api.signIn({ api_key: key });
    await database.query(
      `UPDATE sessions SET last_seen_at = now() - interval '50 minutes' WHERE ended_at IS NULL`,
    );
    await eventually(async () => {
      const { body } = await api.as(session, 'GET', '/v1/session');
      const leftMs = Date.parse(String(body['idle_expires_at'])) - Date.now();
      expect(leftMs).toBeGreaterThan(50 * 60_000);
    }, 5_000);
  });

  it('where a person has more than fifty: the oldest', async () => {
    const { key } = await tenantKey();
    const first = await api.signIn({ api_key: key });
    for (let more = 0; more < 50; more += 1) await api.signIn({ api_key: key });
    expect(await wordsOfEnd(first)).toContain('You have signed out');
  });
});
