import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { HotPool, KeyRing, Vault } from '../../../src/database/index.js';
import { SessionEvents, SessionEventsModule } from '../../../src/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import {
  createHostRole,
  ENCRYPTION_KEYS,
  PUBLISH_FUNCTION,
  startHost,
} from '../../support/host/index.js';
import type { HostRole } from '../../support/host/index.js';

const SESSION = { session_id: 's', external_ref: null, is_sandbox: false };

let engine: Engine;
let role: HostRole;
let client: Client;
let tenantId: string;

beforeAll(async () => {
  engine = await startEngine([]);
  role = await createHostRole(engine.databaseUrl);
});
beforeEach(async () => {
  tenantId = (await engine.createTenant()).id;
  client = new Client({ connectionString: role.url });
  await client.connect();
  return () => client.end();
});
afterAll(async () => {
  await role.drop();
  await engine.close();
});

interface Answer {
  status: string;
  [name: string]: unknown;
}

async function call(tenant: string | null, request: object): Promise<Answer> {
  const { rows } = await client.query<{ answer: Answer }>(
    'SELECT public.postrider_publish_v1($1, $2::jsonb) AS answer',
    [tenant, JSON.stringify(request)],
  );
  return rows[0]?.answer ?? { status: 'none' };
}

const countOf = async (table: string): Promise<number> => {
  const [row] = await engine.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return row?.count ?? -1;
};

describe('a role that may execute the publish function', () => {
  it.each(['tenants', 'data_keys', 'events', 'event_bodies', 'endpoints', 'api_keys'])(
    'reads nothing of %s',
    async (table) => {
      await expect(client.query(`SELECT FROM public.${table}`)).rejects.toMatchObject({
        code: '42501',
      });
    },
  );

  it('publishes no event of Postrider itself, none of another time, and none without a key', async () => {
    const ready = await call(null, {});
    const { id: index_key_id } = ready['index_key'] as { id: string };
    const own = newUuid();
    const offer = { id: own, wrapped_by: 'k1', wrapped: Buffer.alloc(60).toString('base64') };
    const keys = await call(tenantRef(tenantId), {});
    const agreed = await call(tenantRef(tenantId), {
      data_key: { ...offer, period: keys['period'] },
    });
    expect(agreed).toMatchObject({ status: 'keys', data_key: { id: own } });
    const event = { id: newUuid(), type: 'session.created', is_sandbox: false, ref_hashes: [] };
    const publish = (changes: object, data_key_id = own): Promise<Answer> => {
      const sealed = { ...event, data: 'AAAA', labels: 'AAAA', has_assets: false, ...changes };
      return call(tenantRef(tenantId), { index_key_id, data_key_id, events: [sealed] });
    };
    const refused = { code: '22023' };
    await expect(publish({ type: 'endpoint.disabled' })).rejects.toMatchObject(refused);
    await expect(publish({ id: randomUUID() })).rejects.toMatchObject(refused);
    expect(await publish({}, newUuid())).toEqual({ status: 'unknown_key' });
    expect(await countOf('events')).toBe(0);
    expect(await publish({})).toMatchObject({ status: 'stored' });
  });

  it('puts no key in the place of one that Postrider’s processes seal with, nor under an unknown name', async () => {
    const { id } = await engine.createTenant();
    const month = new Date().toISOString().slice(0, 7);
    const offer = { id: newUuid(), wrapped: Buffer.alloc(60).toString('base64') };
    const taken = await call(tenantRef(id), {
      data_key: { ...offer, wrapped_by: 'k1', period: month },
    });
    expect(taken).toMatchObject({ status: 'keys', data_key: null });
    const unknown = await call(tenantRef(id), {
      data_key: { ...offer, wrapped_by: 'mine', period: taken['period'] },
    });
    expect(unknown).toMatchObject({ status: 'keys', data_key: null });
  });

  it('brings nothing of its own search path into the function', async () => {
    await client.query(
      `CREATE TABLE ${role.name}.tenants (id uuid, external_id text, deleted_at timestamptz)`,
    );
    await client.query(`INSERT INTO ${role.name}.tenants VALUES (gen_random_uuid(), 'mine', NULL)`);
    await client.query(
      'CREATE TEMP TABLE tenants (id uuid, external_id text, deleted_at timestamptz)',
    );
    expect(await call('mine', {})).toEqual({ status: 'no_tenant' });
  });
});

it('lets no role publish that was granted nothing', async () => {
  await engine.sql(`REVOKE EXECUTE ON FUNCTION ${PUBLISH_FUNCTION} FROM ${role.name}`);
  await expect(call(null, {})).rejects.toMatchObject({ code: '42501' });
  const starting = startHost(role.url, [SessionEventsModule]);
  await expect(starting).rejects.toThrow(
    /may not use it: run GRANT USAGE ON SCHEMA public TO …; GRANT EXECUTE ON FUNCTION public.postrider_publish_v1\(text, jsonb\) TO …/,
  );
  await engine.sql(`GRANT EXECUTE ON FUNCTION ${PUBLISH_FUNCTION} TO ${role.name}`);
});

it('works for an application whose first encryption key is one that Postrider does not have yet', async () => {
  const newer = { id: 'k2', key: Buffer.alloc(32, 2) };
  const encryptionKeys = [newer, ...ENCRYPTION_KEYS];
  const host = await startHost(role.url, [SessionEventsModule], { encryptionKeys });
  await host.get(SessionEvents).created(tenantRef(tenantId), SESSION);
  await host.close();
  const pool = new HotPool({ url: engine.databaseUrl });
  const vault = new Vault(pool, KeyRing.of({ encryptionKeys: ENCRYPTION_KEYS }), {
    now: () => Date.now(),
  });
  await expect(vault.init()).resolves.toEqual([]);
  await pool.close();
});

it('says which encryption key is missing when an application starts without it', async () => {
  const encryptionKeys = [{ id: 'k2', key: Buffer.alloc(32, 2) }];
  const starting = startHost(role.url, [], { encryptionKeys });
  await expect(starting).rejects.toThrow(/ENCRYPTION_KEYS lacks 'k1'/);
});

it.each([
  [{ databaseUrl: 'mysql://x' }, /databaseUrl must be a URL such as postgres:/],
  [{ encryptionKeys: 'k1:short' }, /encryptionKeys must be id:base64-of-32-bytes/],
  [{ redisUrl: 'http://x' }, /redisUrl must be redis:/],
  [{ catalogue: ['other'] }, /catalogue must be a list of packs out of verifa/],
  [{ logLevel: 'loud' }, /logLevel must be one of trace/],
  [{ databaseURL: 'postgres://x' }, /databaseURL is no option; there are databaseUrl/],
])('names the option that is wrong: %o', async (wrong, message) => {
  const starting = startHost(role.url, [], wrong as object);
  await expect(starting).rejects.toThrow(message);
});
