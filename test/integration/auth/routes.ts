import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { eventually } from '../../support/app/index.js';
import type { RunningProduct } from '../formats/running-product.js';

interface Content {
  example?: unknown;
  examples?: Record<string, { value?: unknown }>;
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; example?: unknown }[];
  requestBody?: { content: Record<string, Content> };
}

/** A route of docs/openapi.json. */
export interface Route {
  method: string;
  path: string;
  operation: Operation;
}

export const readDoc = (file: string): string =>
  readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');
const DOCUMENT = JSON.parse(readDoc('openapi.json')) as {
  paths: Record<string, Record<string, Operation>>;
};
export const ROUTES: Route[] = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation,
  })),
);

/** The body of the route's example. */
export function exampleOf({ operation }: Route): string {
  const [content] = Object.values(operation.requestBody?.content ?? {});
  const [first] = Object.values(content?.examples ?? {});
  return JSON.stringify(content?.example ?? first?.value ?? {});
}

export interface Answer {
  status: number;
  text: string;
}

/** A tenant with one of everything, so that each path can be filled in. */
export interface World {
  tenant: string;
  ids: Record<string, string>;
}

export const MISSING = '0'.repeat(32);
const PREFIXES: Record<string, string> = {
  endpoints: 'ep',
  events: 'evt',
  deliveries: 'dlv',
  replays: 'rpl',
  'api-keys': 'key',
};
export const DATA = { session_id: 'session_1', external_ref: null, is_sandbox: false };

export async function makeWorld(product: RunningProduct, name: string): Promise<World> {
  const ok = product.ok.bind(product);
  const { id: tenant } = await ok<{ id: string }>('POST', '/v1/tenants', { name });
  const base = `/v1/tenants/${tenant}`;
  await ok('PATCH', base, { allow_erasure: true });
  const url = 'http://127.0.0.1:65533/hook';
  const make = async (path: string, body: object): Promise<string> =>
    (await ok<{ id: string }>('POST', path, body)).id;
  const endpoint = await make(`${base}/endpoints`, { url });
  const event = { tenant_id: tenant, type: 'session.created' };
  const published = await make('/v1/events', { ...event, data: DATA });
  const { data } = await ok<{ data: { id: string }[] }>('GET', `${base}/deliveries`);
  const replay = { since: new Date(Date.now() - 60_000).toISOString(), status: 'missing' };
  await product.call('POST', '/v1/events', { ...event, data: { session_id: 7 } });
  const rejected = await eventually(async () => {
    const list = await ok<{ data: { id: string; tenant_id: string }[] }>('GET', '/v1/rejected');
    const found = list.data.find((one) => one.tenant_id === tenant);
    if (!found) throw new Error('nothing was rejected yet');
    return found.id;
  });
  return {
    tenant,
    ids: {
      endpoints: endpoint,
      events: published,
      deliveries: data[0]?.id ?? '',
      replays: await make(`${base}/endpoints/${endpoint}/replay`, replay),
      erasures: await make(`${base}/subjects/another/erase`, {}),
      'api-keys': await make(`${base}/api-keys`, { role: 'viewer', name: 'another' }),
      rejected,
      subjects: 'session_1',
      'event-types': 'session.created',
    },
  };
}

/** Fills in a path; ids that the world does not know are those of nothing. */
export function fill({ path, operation }: Route, tenant: string, ids: World['ids']): string {
  const filled = path
    .replace('{tenant}', tenant)
    .replaceAll(/([\w-]+)\/\{\w+\}/g, (_all, collection: string) => {
      const missing = `${PREFIXES[collection] ?? 'x'}_${MISSING}`;
      return `${collection}/${ids[collection] ?? missing}`;
    });
  const query = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query' && parameter.required === true)
    .map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`);
  return query.length > 0 ? `${filled}?${query.join('&')}` : filled;
}

/** No route knows this field, so that what is allowed changes nothing. */
const NOTHING = JSON.stringify({ no_such_field: true });

export function ask(
  product: RunningProduct,
  { method }: Route,
  path: string,
  key: string | undefined,
  { localAddress = '127.0.0.1', content = NOTHING } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = method === 'GET' || method === 'DELETE' ? undefined : content;
    const headers = {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const sent = request(product.url + path, { method, headers, localAddress, agent: false });
    sent.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.end(body);
  });
}

export const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
export const isOfTenant = ({ path }: Route): boolean => path.includes('{tenant}');
export const hasId = ({ path }: Route): boolean => /\{(?!tenant\})/.test(path);
