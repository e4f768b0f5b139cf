import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HotPool, statement } from '../../../src/database/index.js';
import { ProbeController } from '../http/probe.controller.js';
import { startTestApi } from '../http/test-api.js';
import type { TestApi } from '../http/test-api.js';

describe('keys, scope and roles', () => {
  let api: TestApi;
  const keys: Record<string, string> = {};

  const make = async (path: string, body: object, key?: string) => {
    const answer = await api.call('POST', path, { body, ...(key !== undefined && { key }) });
    expect(answer.status).toBe(201);
    return answer.body as { id: string; key: string } & Record<string, unknown>;
  };
  const get = (path: string, who: string) =>
    api.call('GET', path, { ...(keys[who] !== undefined && { key: keys[who] }) });

  beforeAll(async () => {
    api = await startTestApi([ProbeController]);
    await make('/v1/tenants', { name: 'Mine', external_id: 'mine' });
    await make('/v1/tenants', { name: 'Theirs', external_id: 'theirs' });
    for (const role of ['tenant', 'viewer']) {
      keys[role] = (await make('/v1/tenants/mine/api-keys', { role, name: role })).key;
    }
    for (const role of ['support', 'admin', 'publisher']) {
      keys[role] = (await make('/v1/api-keys', { role, name: role })).key;
    }
    const scoped = { role: 'publisher', name: 'for mine', tenant_ids: ['mine'] };
    keys['scopedPublisher'] = (await make('/v1/api-keys', scoped)).key;
  });
  afterAll(() => api.close());

  describe('the key', () => {
    it.each([
      ['none', undefined],
      ['an unknown one', `Bearer pr_${'x'.repeat(43)}`],
      ['one of another shape', 'Bearer hello'],
      ['another scheme', 'Basic cHI6'],
      ['an endless one', `Bearer ${'x'.repeat(5_000)}`],
    ])('is 401 for %s', async (_name, authorization) => {
      const answer = await api.call('GET', '/v1/tenants', {
        key: null,
        headers: { ...(authorization !== undefined && { authorization }) },
      });
      expect(answer.body).toMatchObject({ status: 401, code: 'unauthorized' });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    });

    it('is not asked for on public routes', async () => {
      expect((await api.call('GET', '/open', { key: null })).body).toEqual({ open: true });
    });

    it('comes before everything else: a stranger learns no tenant', async () => {
      for (const tenant of ['mine', 'nobody']) {
        expect((await api.call('GET', `/v1/tenants/${tenant}`, { key: null })).status).toBe(401);
      }
    });
  });

  describe('scope comes before role', () => {
    it.each(['tenant', 'viewer', 'scopedPublisher'])(
      'hides another tenant from the key %s as if it did not exist',
      async (who) => {
        const own = keys[who] ?? '';
        const absent = await api.call('GET', '/v1/tenants/unknown/probe/viewer', { key: own });
        expect(absent.status).toBe(404);
        for (const path of ['probe/viewer', 'probe/publisher', 'audit', 'api-keys']) {
          const answer = await api.call('GET', `/v1/tenants/theirs/${path}`, { key: own });
          expect(answer.status).toBe(404);
          expect(answer.body).toEqual(absent.body);
        }
        const changed = await api.call('DELETE', '/v1/tenants/theirs', { key: own });
        expect(changed.status).toBe(404);
      },
    );

    it('answers 403 for a missing role inside the scope', async () => {
      for (const [who, path] of [
        ['viewer', 'mine/api-keys'],
        ['viewer', 'mine/probe/publisher'],
        ['scopedPublisher', 'mine/probe/viewer'],
        ['publisher', 'theirs/audit'],
      ] as const) {
        const answer = await get(`/v1/tenants/${path}`, who);
        expect(answer.body).toMatchObject({ status: 403, code: 'forbidden' });
      }
    });

    it('lets support read what names it and nothing else', async () => {
      expect((await get('/v1/tenants/theirs/audit', 'support')).status).toBe(200);
      expect((await get('/v1/tenants', 'support')).status).toBe(200);
      expect((await get('/v1/tenants/theirs/probe/viewer', 'support')).status).toBe(403);
    });

    it('keeps a route that names no tenant for admin', async () => {
      expect((await get('/v1/probe/unnamed', 'support')).status).toBe(403);
      expect((await get('/v1/probe/unnamed', 'admin')).status).toBe(200);
    });

    it('lets a publisher reach the tenants its key names, or all', async () => {
      expect((await get('/v1/tenants/mine/probe/publisher', 'scopedPublisher')).status).toBe(200);
      expect((await get('/v1/tenants/theirs/probe/publisher', 'publisher')).status).toBe(200);
    });
  });

  describe('{tenant}', () => {
    it('is an id, an external id, or me', async () => {
      const byMe = await get('/v1/tenants/me', 'viewer');
      expect(byMe.body).toMatchObject({ external_id: 'mine' });
      for (const name of ['mine', String(byMe.body['id'])]) {
        expect((await get(`/v1/tenants/${name}`, 'viewer')).body).toEqual(byMe.body);
      }
    });

    it.each(['admin', 'support', 'publisher', 'scopedPublisher'])(
      'is never me for the key %s',
      async (who) => {
        expect((await get('/v1/tenants/me', who)).status).toBe(404);
      },
    );

    it.each(['%00', 'ten_x', 'a'.repeat(300), '%F0%9F%98%80'])('is 404 for %.10s', async (name) => {
      expect((await get(`/v1/tenants/${name}`, 'admin')).status).toBe(404);
    });
  });

  describe('API keys', () => {
    it('are shown once and stored as a hash', async () => {
      const created = await make('/v1/tenants/mine/api-keys', {
        role: 'viewer',
        name: 'shown once',
      });
      expect(created.key).toMatch(/^pr_[\w-]{43}$/);
      expect(created).toMatchObject({ role: 'viewer', name: 'shown once' });
      const listed = await get('/v1/tenants/mine/api-keys', 'tenant');
      expect(JSON.stringify(listed.body)).toContain(created.id);
      expect(JSON.stringify(listed.body)).not.toContain(created.key);
      const pool = new HotPool({ url: api.databaseUrl });
      const rows = await pool.run(
        statement<object>('test-keys', 'SELECT api_keys::text FROM api_keys'),
      );
      await pool.close();
      expect(JSON.stringify(rows)).toContain('shown once');
      expect(JSON.stringify(rows)).not.toContain(created.key);
    });

    it('of a tenant are made by the tenant, for itself only', async () => {
      const own = keys['tenant'] ?? '';
      const made = await make('/v1/tenants/me/api-keys', { role: 'tenant', name: 'second' }, own);
      const me = await api.call('GET', '/v1/tenants/me', { key: made.key });
      expect(me.body).toMatchObject({ external_id: 'mine' });
      const listed = await api.call('GET', '/v1/tenants/theirs/api-keys');
      expect(listed.body).toEqual({ data: [], next_cursor: null });
    });

    it.each([
      ['/v1/tenants/mine/api-keys', { role: 'admin', name: 'x' }, '/role'],
      [
        '/v1/tenants/mine/api-keys',
        { role: 'viewer', name: 'x', tenant_ids: ['theirs'] },
        '/tenant_ids',
      ],
      ['/v1/tenants/mine/api-keys', { role: 'viewer', name: '' }, '/name'],
      ['/v1/tenants/mine/api-keys', { role: 'viewer', name: 'a\u0000b' }, '/name'],
      ['/v1/api-keys', { role: 'tenant', name: 'x' }, '/role'],
      ['/v1/api-keys', { role: 'admin', name: 'x', tenant_ids: ['mine'] }, '/tenant_ids'],
      [
        '/v1/api-keys',
        { role: 'publisher', name: 'x', tenant_ids: ['mine', 'nobody'] },
        '/tenant_ids/1',
      ],
      ['/v1/api-keys', { role: 'publisher', name: 'x', tenant_ids: [] }, '/tenant_ids'],
    ])('are refused at %s for %j', async (path, body, pointer) => {
      const answer = await api.call('POST', path, { body });
      expect(answer.status).toBe(422);
      expect(answer.body['errors']).toContainEqual(expect.objectContaining({ pointer }));
    });

    it('of the installation are made by admin only', async () => {
      for (const who of ['tenant', 'viewer', 'support', 'publisher']) {
        const answer = await api.call('POST', '/v1/api-keys', {
          key: keys[who] ?? '',
          body: { role: 'admin', name: 'x' },
        });
        expect(answer.body).toMatchObject({ status: 403, code: 'forbidden' });
      }
    });

    it('stop working the moment they are revoked', async () => {
      const made = await make('/v1/tenants/mine/api-keys', { role: 'viewer', name: 'short-lived' });
      expect((await api.call('GET', '/v1/tenants/me', { key: made.key })).status).toBe(200);
      const path = `/v1/tenants/mine/api-keys/${made.id}`;
      expect((await api.call('DELETE', path)).status).toBe(204);
      expect((await api.call('GET', '/v1/tenants/me', { key: made.key })).status).toBe(401);
      expect((await api.call('DELETE', path)).status).toBe(404);
    });

    it('of another tenant cannot be revoked', async () => {
      const made = await make('/v1/tenants/theirs/api-keys', { role: 'viewer', name: 'theirs' });
      const path = `/v1/tenants/mine/api-keys/${made.id}`;
      const answer = await api.call('DELETE', path, { key: keys['tenant'] ?? '' });
      expect(answer.status).toBe(404);
      expect((await api.call('GET', '/v1/tenants/me', { key: made.key })).status).toBe(200);
    });

    it('of the installation are revoked by admin', async () => {
      const made = await make('/v1/api-keys', { role: 'support', name: 'leaver' });
      expect((await api.call('DELETE', `/v1/api-keys/${made.id}`)).status).toBe(204);
      expect((await api.call('GET', '/v1/tenants', { key: made.key })).status).toBe(401);
    });

    it('are listed newest first, page by page', async () => {
      const names: unknown[] = [];
      let cursor = '';
      do {
        const page = await api.call('GET', `/v1/api-keys?limit=2${cursor}`);
        names.push(...(page.body['data'] as { name: string }[]).map((key) => key.name));
        const next = page.body['next_cursor'] as string | null;
        cursor = next === null ? '' : `&cursor=${next}`;
      } while (cursor);
      expect(names.indexOf('for mine')).toBeLessThan(names.indexOf('publisher'));
      expect(names.indexOf('support')).toBeLessThan(names.indexOf('viewer'));
      expect(new Set(names).size).toBe(names.length);
    });
  });

  it('names key and tenant in the line of a request', async () => {
    const key = keys['viewer'] ?? '';
    const headers = { 'x-request-id': 'who-and-where' };
    await api.call('GET', '/v1/tenants/me', { key, headers });
    const line = await api.lineOf('who-and-where');
    expect(JSON.parse(line)).toMatchObject({
      key_id: expect.stringMatching(/^key_/) as string,
      role: 'viewer',
      tenant_id: expect.stringMatching(/^ten_/) as string,
      route: '/v1/tenants/:tenant',
    });
    expect(api.logged()).not.toContain(key);
  });

  it('puts who changed what into the audit log of the tenant', async () => {
    const made = await make('/v1/tenants/mine/api-keys', { role: 'viewer', name: 'audited' });
    const { body } = await get('/v1/tenants/me/audit', 'tenant');
    // What was refused before is written about a second behind its answer, so also between these two.
    const entries = (body['data'] as { target: string }[]).filter(
      ({ target }) => target === made.id,
    );
    expect(entries).toEqual([
      {
        id: expect.stringMatching(/^aud_/) as string,
        at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        actor: 'bootstrap',
        role: 'admin',
        action: 'api_key.created',
        target: made.id,
        tenant_id: expect.stringMatching(/^ten_/) as string,
        address: expect.any(String) as string,
        request_id: expect.stringMatching(/^req_/) as string,
        reason: null,
        details: {
          role: 'viewer',
          name: 'audited',
          after: expect.objectContaining({ status: 'active', expires_at: null }) as object,
        },
      },
    ]);
    expect((await get('/v1/tenants/me/audit', 'viewer')).status).toBe(403);
  });
});
