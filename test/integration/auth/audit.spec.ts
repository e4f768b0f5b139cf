import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditChain, verifyAudit } from '../../../src/auth/index.js';
import type { ChainReport } from '../../../src/auth/index.js';
import { eventually } from '../../support/app/index.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';

interface Entry {
  action: string;
  target: string;
  details: Record<string, unknown>;
  [field: string]: unknown;
}

let api: InspectionApi;
let tenant: string;
let support: Call;
let owner: Call;

beforeAll(async () => {
  api = await startInspectionApi();
  tenant = await api.createTenant({ external_id: 'acme' });
  support = await api.createKey('support');
  owner = await api.createKey('tenant', tenant);
});
afterAll(() => api.close());

const of = (path: string): string => `/v1/tenants/${tenant}/${path}`;
const all = async (query = 'limit=200'): Promise<Entry[]> =>
  (await api.admin('GET', `/v1/audit?${query}`)).body['data'] as Entry[];
/** The newest entry; refusals are left out, because they are written about a second behind their answers. */
const last = async (): Promise<Entry> => {
  const entry = (await all()).find(({ action }) => !action.endsWith('.refused'));
  if (!entry) throw new Error('The audit log is empty.');
  return entry;
};

describe('an audit entry', () => {
  it('says who did what from where, and why', async () => {
    const endpoint = await api.createEndpoint(tenant);
    const { status } = await support('POST', of(`endpoints/${endpoint}/pause`), {
      reason: 'ticket 12',
    });
    expect(status).toBe(200);
    expect(await last()).toEqual({
      id: expect.stringMatching(/^aud_/) as string,
      at: expect.any(String) as string,
      tenant_id: tenant,
      tenant_name: 'Acme',
      actor: expect.stringMatching(/^key_/) as string,
      role: 'support',
      action: 'endpoint.paused',
      target: endpoint,
      address: expect.stringContaining('127.0.0.1') as string,
      request_id: expect.stringMatching(/^req_/) as string,
      reason: 'ticket 12',
      details: { before: { status: 'active' }, after: { status: 'paused' } },
    });
    const deleted = await owner('DELETE', of(`endpoints/${endpoint}`), { reason: 'not used' });
    expect(deleted.status).toBe(204);
    expect(await last()).toMatchObject({ action: 'endpoint.deleted', reason: 'not used' });
  });

  it.each([{ reason: '' }, { reason: 'a\nb' }, { reason: 7 }, { reason: 'x'.repeat(501) }])(
    'takes no %j',
    async (body) => {
      const answers = [
        await owner('POST', of('endpoints'), { url: 'https://hooks.example.com/in', ...body }),
        await api.admin('DELETE', '/v1/tenants/acme', body),
      ];
      for (const { status, body: problem } of answers) {
        expect(status).toBe(422);
        expect(problem['errors']).toMatchObject([{ pointer: '/reason' }]);
      }
    },
  );

  it('keeps what was changed, as it was and as it is', async () => {
    const endpoint = await api.createEndpoint(tenant, { format: 'flat' });
    const change = {
      format: 'envelope',
      headers: { 'X-Secret': 'hush' },
      url: 'https://new.example.com/?t=hush',
      reason: 'moved',
    };
    expect((await owner('PATCH', of(`endpoints/${endpoint}`), change)).status).toBe(200);
    const entry = await last();
    expect(entry).toMatchObject({
      action: 'endpoint.updated',
      reason: 'moved',
      details: {
        before: { format: 'flat', url: 'https://hooks.example.com/in' },
        after: { format: 'envelope', url: 'https://new.example.com/?t=****' },
      },
    });
    expect(JSON.stringify(entry)).not.toContain('hush');
  });

  it('is made of a search by support, which does not keep what was looked for', async () => {
    await support('GET', '/v1/search?q=erika%40example.com');
    const entry = await last();
    expect(entry).toMatchObject({ action: 'search.performed', role: 'support', tenant_id: null });
    expect(JSON.stringify(entry)).not.toContain('erika');
  });

  it('is made where personal data is read: by staff once an hour for each event', async () => {
    const event = await api.publish(tenant);
    const reads = async (): Promise<number> =>
      (await all()).filter(({ action, target }) => action === 'event.read' && target === event)
        .length;
    await support('GET', of(`events/${event}`));
    expect(await reads()).toBe(0);
    for (const query of ['', '', '?format=flat']) {
      await api.admin('GET', of(`events/${event}${query}`));
    }
    expect(await reads()).toBe(1);
  });

  it('sums up requests with wrong keys, of a flood too', async () => {
    const url = await api.app.getUrl();
    const headers = { authorization: `Bearer pr_${'x'.repeat(43)}` };
    for (let count = 0; count < 15; count += 1) await fetch(`${url}/v1/tenants`, { headers });
    const refused = await eventually(async () => {
      const entries = (await all()).filter(
        ({ action, actor }) => action === 'sign_in.refused' && actor === 'unknown',
      );
      expect(entries).not.toEqual([]);
      return entries;
    });
    expect(refused).toMatchObject([
      {
        actor: 'unknown',
        tenant_id: null,
        address: expect.stringContaining('127.0.0.1') as string,
      },
    ]);
    expect(JSON.stringify(refused)).not.toContain('xxx');
  });

  const refused = (wanted: { code: string; role: string }): Promise<Entry> =>
    eventually(async () => {
      const found = (await all()).find(
        ({ details, role }) => details['code'] === wanted.code && role === wanted.role,
      );
      if (!found) throw new Error('not on record yet');
      return found;
    });

  it('is made of what a known caller may not do, many times one', async () => {
    const publisher = await api.createKey('publisher');
    for (let count = 0; count < 20; count += 1) {
      expect((await publisher('GET', of('events'))).status).toBe(403);
    }
    expect(await refused({ code: 'forbidden', role: 'publisher' })).toMatchObject({
      action: 'request.refused',
      actor: expect.stringMatching(/^key_/) as string,
      tenant_id: tenant,
      target: 'GET /v1/tenants/{tenant}/events',
      address: expect.stringContaining('127.0.0.1') as string,
      request_id: expect.stringMatching(/^req_/) as string,
    });
    const entries = (await all()).filter(({ role }) => role === 'publisher');
    expect(entries).toHaveLength(1);
  });

  it('is made where a key asks for another tenant, and only the owner of the key sees it', async () => {
    const other = await api.createTenant({ name: 'Other' });
    expect((await owner('GET', `/v1/tenants/${other}/events`)).status).toBe(404);
    expect(await refused({ code: 'not_in_scope', role: 'tenant' })).toMatchObject({
      action: 'request.refused',
      tenant_id: tenant,
    });
    const theirs = (await api.admin('GET', `/v1/tenants/${other}/audit`)).body['data'] as Entry[];
    expect(theirs.map(({ action }) => action)).toEqual(['tenant.created']);
  });

  it('is made of what the handler of a request refuses', async () => {
    expect((await owner('POST', of('subjects/x/erase'), {})).status).toBe(403);
    expect(await refused({ code: 'forbidden', role: 'tenant' })).toMatchObject({
      target: 'POST /v1/tenants/{tenant}/subjects/{subject}/erase',
    });
  });

  it('names the key that was revoked and is used again', async () => {
    const path = of('api-keys');
    const { id, key } = (await owner('POST', path, { role: 'viewer', name: 'old' })).body;
    expect((await owner('DELETE', `${path}/${String(id)}`)).status).toBe(204);
    const headers = { authorization: `Bearer ${String(key)}` };
    const { status } = await fetch((await api.app.getUrl()) + of('events'), { headers });
    expect(status).toBe(401);
    expect(await refused({ code: 'key_revoked', role: 'viewer' })).toMatchObject({
      action: 'sign_in.refused',
      actor: id,
      target: id,
      tenant_id: tenant,
      details: { way: 'api_key', requests: 1 },
    });
  });

  it('is listed with those of all tenants for admin alone', async () => {
    expect((await support('GET', '/v1/audit')).status).toBe(403);
    expect((await owner('GET', '/v1/audit')).status).toBe(403);
    const tenants = new Set((await all()).map(({ tenant_id: id }) => id));
    expect([tenants.has(null), tenants.has(tenant)]).toEqual([true, true]);
    const own = (await owner('GET', of('audit'))).body['data'] as Entry[];
    expect(own.every(({ tenant_id: id }) => id === tenant)).toBe(true);
  });
});

describe('the audit log', () => {
  const verify = async (): Promise<ChainReport> => {
    while (await api.app.get(AuditChain, { strict: false }).run());
    return verifyAudit(async <Row>(sql: string, values: unknown[]) => {
      return (await api.sql.query(sql, values)).rows as Row[];
    });
  };
  /** Changes the tables as their owner may, who can take the wall away. */
  const tamper = async (sql: string): Promise<void> => {
    for (const table of ['audit_log', 'audit_chain']) {
      await api.sql.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    }
    await api.sql.query(sql);
    for (const table of ['audit_log', 'audit_chain']) {
      await api.sql.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    }
  };

  it.each([
    `UPDATE audit_log SET details = '{}'`,
    'DELETE FROM audit_log',
    'TRUNCATE audit_log',
    `UPDATE audit_chain SET hash = ''`,
    'DELETE FROM audit_chain',
    'DO $$ BEGIN DELETE FROM audit_log; END $$',
  ])('refuses %s', async (sql) => {
    await expect(api.sql.query(sql)).rejects.toThrow('can only be added to');
  });

  it('is a chain that is whole, and stays so when its beginning is purged', async () => {
    const whole = await verify();
    expect(whole.problems).toEqual([]);
    expect(whole.checked).toBeGreaterThan(1);
    const old = '01900000-0000-7000-8000-000000000001';
    await tamper(`UPDATE audit_log SET id = '${old}' WHERE id = (SELECT min(id::text)::uuid FROM audit_log);
      UPDATE audit_chain SET entry_id = '${old}' WHERE position = 1`);
    await api.sql.query(`SELECT purge_audit(now() - interval '2 days', 10)`);
    const entries = await all();
    const { checked, problems } = await verify();
    // What was refused before is written behind its answer, and so perhaps meanwhile.
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThanOrEqual(entries.length);
    expect(entries.map(({ id }) => id)).not.toContain('aud_01900000000070008000000000000001');
  });

  it('shows an entry that was changed, one that was removed, and one that was slipped in', async () => {
    const { rows } = await api.sql.query<{ id: string }>(
      'SELECT entry_id AS id FROM audit_chain ORDER BY position DESC LIMIT 3',
    );
    const [slipped, removed, changed] = rows.map(({ id }) => id);
    await tamper(`UPDATE audit_log SET role = 'system' WHERE id = '${changed}';
      DELETE FROM audit_log WHERE id = '${removed}';
      DELETE FROM audit_chain WHERE entry_id = '${slipped}'`);
    const { problems } = await verify();
    expect(problems).toEqual([
      expect.stringMatching(`${changed} .* was changed`),
      expect.stringMatching(`${removed} .* was removed`),
      expect.stringMatching(`${slipped} is not in the chain`),
    ]);
  });
});
