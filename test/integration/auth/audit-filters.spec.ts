import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';

interface Entry {
  id: string;
  tenant_id: string | null;
  at: string;
  actor: string;
  action: string;
  target: string;
}

type Filter = Record<string, string>;

let api: InspectionApi;
let tenant: string;
let other: string;
let endpoint: string;
let owner: Call;
/** All that was there before the tests. */
let entries: Entry[];

const list = async (filter: Filter): Promise<Entry[]> => {
  const query = new URLSearchParams({ limit: '200', ...filter }).toString();
  const { body } = await api.admin('GET', `/v1/audit?${query}`);
  return body['data'] as Entry[];
};

beforeAll(async () => {
  api = await startInspectionApi();
  tenant = await api.createTenant({ external_id: 'acme' });
  other = await api.createTenant({ name: 'The other', external_id: 'other' });
  owner = await api.createKey('tenant', tenant);
  const support = await api.createKey('support');
  endpoint = await api.createEndpoint(tenant);
  await api.createEndpoint(other);
  await support('POST', `/v1/tenants/${tenant}/endpoints/${endpoint}/pause`);
  entries = await list({});
});
afterAll(() => api.close());

/** The entries of before that a filter finds, and those for which a condition holds. */
async function compare(filter: Filter, isMeant: (entry: Entry) => boolean): Promise<Entry[][]> {
  const known = new Set(entries.map(({ id }) => id));
  const found = (await list(filter)).filter(({ id }) => known.has(id));
  const meant = entries.filter(isMeant);
  if (meant.length === 0 || meant.length === entries.length) throw new Error('Nothing is tested.');
  return [found, meant];
}

it.each<[string, (entry: Entry) => boolean]>([
  ['action=endpoint.created', ({ action }) => action === 'endpoint.created'],
  ['action=endpoint.*', ({ action }) => action.startsWith('endpoint.')],
  ['actor=bootstrap', ({ actor }) => actor === 'bootstrap'],
  ['target=ENDPOINT', ({ target }) => target === endpoint],
  ['tenant_id=other', ({ tenant_id }) => tenant_id === other],
  ['tenant_id=TENANT', ({ tenant_id }) => tenant_id === tenant],
  [
    'actor=bootstrap&action=tenant.*',
    ({ actor, action }) => actor === 'bootstrap' && action.startsWith('tenant.'),
  ],
])('entries are found by %s', async (text, isMeant) => {
  const query = new URLSearchParams(text.replace('ENDPOINT', endpoint).replace('TENANT', tenant));
  const [found, meant] = await compare(Object.fromEntries(query), isMeant);
  expect(found).toEqual(meant);
});

it('entries are found by their time', async () => {
  const [newest] = entries.filter(({ target }) => target === endpoint);
  const at = newest?.at ?? '';
  const [found, meant] = await compare({ until: at }, (entry) => entry.at < at);
  expect(found).toEqual(meant);
  expect(await list({ since: at, target: endpoint })).toEqual([newest]);
});

it('entries of a person are found by the id that the provider of identities knows', async () => {
  await api.sql.query(
    `INSERT INTO audit_log (id, tenant_id, actor, role, action, target, details)
     VALUES (uuid_now(), $1, 'link_1', 'viewer', 'event.read', 'evt_1', '{"signed_in": {"person_id": "ada@acme"}}')`,
    [parseId('tenant', tenant)],
  );
  const { body } = await owner('GET', '/v1/tenants/me/audit?actor=ada%40acme');
  expect(body['data']).toMatchObject([{ actor: 'link_1', target: 'evt_1' }]);
});

it('a filter holds on the next page', async () => {
  const path = `/v1/audit?target=${endpoint}&limit=1`;
  const first = await api.admin('GET', path);
  const second = await api.admin('GET', `${path}&cursor=${String(first.body['next_cursor'])}`);
  expect([first.body['data'], second.body['data']]).toMatchObject([
    [{ action: 'endpoint.paused' }],
    [{ action: 'endpoint.created' }],
  ]);
});

it.each(['action=endpoint', 'action=*', 'since=yesterday', 'limit=0'])(
  '%s is refused',
  async (query) => {
    const [name] = query.split('=');
    const { status, body } = await api.admin('GET', `/v1/audit?${query}`);
    expect(status).toBe(422);
    expect(body['errors']).toMatchObject([{ pointer: `/${name}` }]);
  },
);

it('entries of all tenants have the name of theirs', async () => {
  const { body } = await api.admin('GET', '/v1/audit?action=tenant.created&tenant_id=other');
  expect(body['data']).toMatchObject([{ tenant_id: other, tenant_name: 'The other' }]);
  const all = await api.admin('GET', '/v1/audit?limit=200');
  const ofNone = (all.body['data'] as Entry[]).filter(({ tenant_id }) => tenant_id === null);
  expect(ofNone[0]).toMatchObject({ tenant_name: null });
});

it('an unknown tenant is a 404', async () => {
  expect((await api.admin('GET', '/v1/audit?tenant_id=unknown')).status).toBe(404);
});
