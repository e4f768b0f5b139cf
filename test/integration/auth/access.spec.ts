import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminQuery } from '../../support/services/admin-query.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';
import {
  ask,
  DATA,
  fill,
  hasId,
  isOfTenant,
  makeWorld,
  MISSING,
  nameOf,
  readDoc,
  ROUTES,
} from './routes.js';
import type { Answer, Route, World } from './routes.js';

/*
 * Every route of docs/openapi.json × every role × own and foreign ids, against docs/access.md. A route without a row
 * fails; nothing here lists routes.
 */
const ROLES = ['admin', 'publisher', 'support', 'tenant', 'viewer'] as const;
type Role = (typeof ROLES)[number];

/** The cells of the page by route. */
const TABLE = new Map(
  [...readDoc('access.md').matchAll(/^\| `([A-Z]+ \/[^`]*)` +\|(.*)\|$/gm)].map(
    ([, route = '', cells = '']) => [route, cells.split('|').map((cell) => cell.trim())] as const,
  ),
);
const NO_KEY = ROLES.length + 1;
const cellOf = ({ method, path }: Route, column: number): string =>
  TABLE.get(`${method} ${path}`)?.[column] ?? 'no row';

let product: RunningProduct;
let own: World;
let foreign: World;
const keys: Record<string, string> = {};

beforeAll(async () => {
  product = await startProduct();
  own = await makeWorld(product, 'Own');
  foreign = await makeWorld(product, 'Foreign');
  const make = (path: string, body: object): Promise<{ id: string; key: string }> =>
    product.ok('POST', path, { name: 'x', ...body });
  const ofTenant = `/v1/tenants/${own.tenant}/api-keys`;
  for (const role of ['tenant', 'viewer']) keys[role] = (await make(ofTenant, { role })).key;
  for (const role of ['admin', 'publisher', 'support']) {
    keys[role] = (await make('/v1/api-keys', { role })).key;
  }
  keys.scoped = (await make('/v1/api-keys', { role: 'publisher', tenant_ids: [own.tenant] })).key;
  const revoked = await make('/v1/api-keys', { role: 'admin' });
  await product.ok('DELETE', `/v1/api-keys/${revoked.id}`);
  const expired = await make('/v1/api-keys', { role: 'admin', owner: 'expired' });
  await adminQuery(
    product.databaseUrl,
    `UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE owner = 'expired'`,
  );
  Object.assign(keys, {
    revoked: revoked.key,
    expired: expired.key,
    wrong: `pr_${'x'.repeat(43)}`,
  });
}, 60_000);
afterAll(() => product.close());

it('the page has a row for every route, and no other', () => {
  expect([...TABLE.keys()].toSorted()).toEqual(ROUTES.map(nameOf).toSorted());
});

describe.each(ROLES)('a key of the role %s', (role: Role) => {
  it('gets from every route what the page says', { timeout: 60_000 }, async () => {
    const differing: string[] = [];
    for (const route of ROUTES) {
      const cell = cellOf(route, ROLES.indexOf(role));
      const isRead = route.method === 'GET';
      const isAllowed = cell !== '403' && cell !== '401';
      // What may change something is sent to what does not exist; a refusal comes before that is looked at.
      const tenant =
        isRead || role === 'tenant' || role === 'viewer' ? own.tenant : `ten_${MISSING}`;
      const path = fill(route, isAllowed ? tenant : own.tenant, isRead ? own.ids : {});
      const { status, text } = await ask(product, route, path, keys[role]);
      // 426: the stream wants a WebSocket. 404: the world has nothing of this kind.
      const found = status === 426 ? 200 : status;
      const isAsSaid = !isAllowed
        ? String(found) === cell
        : isRead
          ? found === (path.includes(MISSING) ? 404 : 200)
          : ![401, 403, 429, 500].includes(found);
      if (!isAsSaid) differing.push(`${nameOf(route)}: ${cell}, but ${status} ${text}`);
    }
    expect(differing).toEqual([]);
  });
});

describe.each(['tenant', 'viewer', 'scoped'])('for the key %s, what is foreign', (who) => {
  it(
    'is the same 404 as what does not exist, whatever the role may do',
    { timeout: 60_000 },
    async () => {
      for (const route of ROUTES.filter(isOfTenant)) {
        const [there, nowhere] = [
          await ask(product, route, fill(route, foreign.tenant, foreign.ids), keys[who]),
          await ask(product, route, fill(route, `ten_${MISSING}`, foreign.ids), keys[who]),
        ];
        expect(there, nameOf(route)).toEqual({ status: 404, text: nowhere.text });
        expect(nowhere.status, nameOf(route)).toBe(404);
      }
    },
  );
});

it.each(['tenant', 'viewer'] as const)(
  'for the key %s, a foreign id in the own tenant is the same 404 as one that does not exist',
  async (role) => {
    for (const route of ROUTES.filter((one) => isOfTenant(one) && hasId(one))) {
      // A subject is any text, and a tenant learns nothing of those of others.
      if (route.path.includes('{subject}')) continue;
      if (cellOf(route, ROLES.indexOf(role)) === '403') continue;
      const [there, nowhere] = [
        await ask(product, route, fill(route, own.tenant, foreign.ids), keys[role]),
        await ask(product, route, fill(route, own.tenant, {}), keys[role]),
      ];
      expect(there, nameOf(route)).toEqual(nowhere);
      // 422: the body is looked at first.
      expect(route.method === 'GET' ? [404] : [404, 422], nameOf(route)).toContain(there.status);
    }
  },
);

it.each([
  ['no key', undefined, 2],
  ['a wrong key', 'wrong', 3],
  ['a revoked key', 'revoked', 4],
  ['an expired key', 'expired', 5],
])('every route that is not public is a 401 for %s', async (_name, who, network) => {
  const key = who === undefined ? undefined : keys[who];
  const differing: string[] = [];
  for (const [index, route] of ROUTES.entries()) {
    // Wrong keys of one address are soon refused unread.
    const address = `127.0.${network}.${1 + Math.floor(index / 50)}`;
    const { status } = await ask(product, route, fill(route, own.tenant, {}), key, {
      localAddress: address,
    });
    const isPublic = cellOf(route, NO_KEY) !== '401';
    const isAsSaid = isPublic ? ![401, 403, 500].includes(status) : status === 401;
    if (!isAsSaid) differing.push(`${nameOf(route)}: ${status}`);
  }
  expect(differing).toEqual([]);
});

it('keeps a publisher of named tenants to them, also in the body', async () => {
  const publishTo = async (tenant: string): Promise<Answer> => {
    const body = JSON.stringify({ tenant_id: tenant, type: 'session.created', data: DATA });
    const response = await fetch(`${product.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.scoped ?? ''}`, 'content-type': 'application/json' },
      body,
    });
    return { status: response.status, text: await response.text() };
  };
  expect((await publishTo(own.tenant)).status).toBe(202);
  const there = await publishTo(foreign.tenant);
  expect(there).toEqual(await publishTo(`ten_${MISSING}`));
  expect(there.status).toBe(404);
});
