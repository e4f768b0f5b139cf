import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Admission } from '../../../src/auth/index.js';
import { TenantDirectory } from '../../../src/auth/tenant-directory.js';
import { TENANT_TABLES } from '../../../src/database/tenant-wall.js';
import { Publisher } from '../../../src/publishing/index.js';
import { eventually } from '../../support/app/index.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';
import {
  ask,
  DATA,
  exampleOf,
  fill,
  hasId,
  isOfTenant,
  makeWorld,
  nameOf,
  ROUTES,
} from './routes.js';
import type { Answer, Route, World } from './routes.js';

/*
 * The first wall is taken out: no role, no capability and no scope is checked, in this file alone. Every route is asked
 * for what is another tenant's, with keys and portal sessions of a tenant; the policies of the database are all that is
 * left.
 */

/** Events of many callers are stored together, as the role of the process: these routes have a test of their own. */
const HOT = ['POST /v1/events', 'POST /v1/events/batch'];
/** What the other tenant has published under, and is called. */
const KEYED = { idempotency_key: 'key-of-the-other', external_id: 'the-other' };
/** It would end the session that asks. */
const ENDS_ITSELF = 'DELETE /v1/session';
/** Routes that repeat what was looked for. */
const REPEATING = /^\/v1\/(search|explain)\?/;
const OWN_ENDPOINTS: Route = {
  method: 'GET',
  path: '/v1/tenants/{tenant}/endpoints',
  operation: {},
};
/** In what the other tenant has stored. */
const MARK = 'Planted-41f0c2';

let product: RunningProduct;
let own: World;
let foreign: World;

/** Signs in by a link of the portal and returns the token of the session. */
async function signIn(role: string, capabilities?: readonly string[]): Promise<string> {
  const link = { role, expires_in_seconds: 600, ...(capabilities && { capabilities }) };
  const made = await product.ok<{ url: string }>(
    'POST',
    `/v1/tenants/${own.tenant}/portal-links`,
    link,
  );
  const fields = { token: made.url.split('#sign-in=')[1], embedded: true };
  const session = await product.ok<{ session_token: string }>('POST', '/v1/session', fields);
  return session.session_token;
}

async function makeKey(role: string): Promise<string> {
  const path = `/v1/tenants/${own.tenant}/api-keys`;
  return (await product.ok<{ key: string }>('POST', path, { role, name: 'x' })).key;
}

const CALLERS: Record<string, () => Promise<string>> = {
  'a key of the role tenant': () => makeKey('tenant'),
  'a key of the role viewer': () => makeKey('viewer'),
  'a session of the role tenant': () => signIn('tenant'),
  'a session of the role viewer': () => signIn('viewer'),
  'a session that may only look': () => signIn('tenant', ['view']),
  'a session that may change endpoints': () => signIn('tenant', ['view', 'endpoints.write']),
};

interface Guards {
  identify(request: object): void | Promise<void>;
  findTenant(request: object): void | Promise<void>;
}

/** Every caller with a key or a session is let in, to any tenant. */
function takeOutFirstWall(): void {
  vi.spyOn(Admission.prototype, 'admit').mockImplementation(async function (
    this: Admission,
    request,
  ) {
    const guards = this as unknown as Guards;
    await guards.identify(request);
    await guards.findTenant(request);
    request.isAdmitted = true;
  });
  const find = TenantDirectory.prototype as unknown as {
    find(reference: string): ReturnType<TenantDirectory['resolve']>;
  };
  vi.spyOn(TenantDirectory.prototype, 'resolve').mockImplementation(function (
    this: TenantDirectory,
    _principal,
    reference,
  ) {
    return find.find.call(this, reference);
  });
  vi.spyOn(TenantDirectory.prototype, 'resolveCached').mockReturnValue(undefined);
}

/** A digest of all rows of a tenant by table, as the database gives them to its requests. */
/** Without the first wall, refused requests and reads count as those of the tenant that they name, and are on record there. */
const WITHOUT_BUNDLES = `WHERE NOT coalesce(details ?| ARRAY['reads', 'requests'], false)`;

async function rowsOf({ tenant }: World): Promise<Record<string, string>> {
  const client = new Client({ connectionString: product.databaseUrl });
  await client.connect();
  const role = `${new URL(product.databaseUrl).username}_tenant`;
  const uuid = tenant.slice('ten_'.length);
  await client.query(`SET ROLE ${role}; SET postrider.tenant TO '${asUuid(uuid)}'`);
  const digests: Record<string, string> = {};
  for (const [table, { rows, may = '' }] of Object.entries(TENANT_TABLES)) {
    if (rows === undefined || !may.includes('SELECT')) continue;
    const text = `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS digest FROM ${table} t ${table === 'audit_log' ? WITHOUT_BUNDLES : ''}`;
    digests[table] = (await client.query<{ digest: string }>(text)).rows[0]?.digest ?? '';
  }
  await client.end();
  return digests;
}

function asUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** An event of a tenant that its publisher can repeat. */
const keyed = (tenant: string, data: object = {}): object => ({
  tenant_id: tenant,
  type: 'session.created',
  idempotency_key: KEYED.idempotency_key,
  data: { ...DATA, ...data },
});

/** What of the other tenant an answer shows: its ids, where the request did not name them, and what it has planted. */
function shownBy(path: string, { status, text }: Answer): string[] {
  const ids = [foreign.tenant, ...Object.values(foreign.ids)].filter((id) =>
    /_[0-9a-f]{32}$/.test(id),
  );
  const repeatsPath = status >= 400 || REPEATING.test(path);
  return [
    ...ids.filter((id) => text.includes(id) && !(repeatsPath && path.includes(id))),
    ...(text.includes(MARK) ? [MARK] : []),
  ];
}

beforeAll(async () => {
  product = await startProduct({ role: 'api' });
  own = await makeWorld(product, 'Own');
  foreign = await makeWorld(product, MARK);
  const base = `/v1/tenants/${foreign.tenant}`;
  await product.ok('POST', `${base}/endpoints`, {
    url: `http://127.0.0.1:65533/${MARK}`,
    description: MARK,
  });
  await product.ok('POST', '/v1/events', {
    tenant_id: foreign.tenant,
    type: 'session.created',
    data: { ...DATA, external_ref: MARK },
  });
  await product.ok('PATCH', base, { external_id: KEYED.external_id });
  await product.ok('POST', '/v1/events', keyed(foreign.tenant));
  const link = { role: 'tenant', expires_in_seconds: 600 };
  const made = await product.ok<{ id: string }>('POST', `${base}/portal-links`, link);
  foreign.ids['portal-links'] = made.id;
  // The events get their places in the log after their commit.
  await eventually(async () => {
    const { events = '', event_log: placed = '' } = await rowsOf(foreign);
    if (placed.split(' ')[0] !== events.split(' ')[0]) throw new Error('One has none yet.');
  });
}, 60_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await product.close();
});

it('the worlds of both tenants have rows to give', async () => {
  const digests = await rowsOf(foreign);
  const filled = Object.entries(digests).flatMap(([table, digest]) =>
    digest.startsWith('0 ') ? [] : [table],
  );
  expect(filled).toEqual(
    expect.arrayContaining([
      'api_keys',
      'audit_log',
      'deliveries',
      'delivery_queue',
      'endpoint_secrets',
      'endpoints',
      'event_bodies',
      'events',
      'rejected_publishes',
      'replays',
      'tenants',
    ]),
  );
});

describe.each(Object.keys(CALLERS))('without the first wall, %s', (caller) => {
  it(
    'gets nothing of another tenant from any route, and changes nothing',
    { timeout: 300_000 },
    async () => {
      const key = await CALLERS[caller]?.();
      const before = await rowsOf(foreign);
      takeOutFirstWall();
      const shown: string[] = [];
      const send = async (route: Route, path: string): Promise<void> => {
        const answer = await ask(product, route, path, key, { content: exampleOf(route) });
        for (const what of shownBy(path, answer))
          shown.push(`${nameOf(route)}: ${what} ${answer.text.slice(0, 200)}`);
      };
      for (const route of ROUTES.filter((one) => ![...HOT, ENDS_ITSELF].includes(nameOf(one)))) {
        await send(route, fill(route, foreign.tenant, foreign.ids));
        if (isOfTenant(route) && hasId(route))
          await send(route, fill(route, own.tenant, foreign.ids));
        if (route.path === '/v1/search' || route.path === '/v1/explain') {
          for (const id of Object.values(foreign.ids)) await send(route, `${route.path}?q=${id}`);
        }
      }
      vi.restoreAllMocks();
      // The caller was who it seemed to be until the end.
      const { status } = await ask(product, OWN_ENDPOINTS, fill(OWN_ENDPOINTS, 'me', {}), key);
      expect(status).toBe(200);
      expect(shown).toEqual([]);
      expect(await rowsOf(foreign)).toEqual(before);
    },
  );

  it('publishes nothing for another tenant, and gets no event of it by a key or by ids', async () => {
    const key = await CALLERS[caller]?.();
    const before = await rowsOf(foreign);
    takeOutFirstWall();
    // What is left compares the tenant with those of the key once more, where the event is stored.
    const comparing = Publisher.prototype as unknown as { requireScope(): Promise<void> };
    vi.spyOn(comparing, 'requireScope').mockResolvedValue();
    const send = async (name: string, content: unknown): Promise<Answer> => {
      const route = ROUTES.find((one) => nameOf(one) === name);
      if (!route) throw new Error(`There is no ${name}.`);
      return ask(product, route, route.path, key, { content: JSON.stringify(content) });
    };
    const others = [foreign.tenant, KEYED.external_id].flatMap((tenant) => [
      keyed(tenant),
      keyed(tenant, { session_id: 'another_session' }),
      { tenant_id: tenant, type: 'session.created', data: DATA },
      { tenant_id: tenant, type: 'session.created', data: { session_id: 7 } },
    ]);
    for (const body of others) {
      const { status, text } = await send('POST /v1/events', body);
      expect([404, 422]).toContain(status);
      expect(text).not.toContain(foreign.ids['events']);
    }
    // Ids of the other tenant are texts in the data of the own one.
    const mentions = { ...foreign.ids, tenant: foreign.tenant, note: { ...foreign.ids } };
    const mine = keyed(own.tenant, { ...mentions, session_id: foreign.ids['events'] });
    const batch = await send('POST /v1/events/batch', { events: [...others, mine] });
    const { results } = JSON.parse(batch.text) as { results: { status: number; id?: string }[] };
    expect(results.slice(0, -1).every(({ status }) => [404, 422].includes(status))).toBe(true);
    expect(results.slice(0, -1).flatMap(({ id }) => id ?? [])).toEqual([]);
    expect(results.at(-1)).toMatchObject({ status: 202, id: expect.any(String) });
    const single = await send('POST /v1/events', mine);
    expect(JSON.parse(single.text)).toMatchObject({ id: results.at(-1)?.id, duplicate: true });
    expect(shownBy('', batch)).toEqual([]);
    vi.restoreAllMocks();
    const path = `/v1/tenants/${own.tenant}/events/${String(results.at(-1)?.id)}`;
    expect((await product.call('GET', path)).status).toBe(200);
    expect(await rowsOf(foreign)).toEqual(before);
  });
});
