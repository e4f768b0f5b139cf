import { gzipSync } from 'node:zlib';

const MEBIBYTE = 1024 * 1024;
const SESSION = { session_id: 's1', status: 'created', external_ref: null, is_sandbox: false };

/** A request and the statuses that it may get. */
export interface Sent {
  what: string;
  method?: string;
  path: string;
  key?: string;
  body?: Buffer | string;
  headers?: Record<string, string>;
  statuses: number[];
  /** Sent before each try, and not measured: so that what is compiled at its first use is so again. */
  before?: Sent;
}

const members = (count: number): string =>
  Array.from({ length: count }, (_, n) => `"k${n}":0`).join(',');
const batch = (count: number, entry: string): string =>
  `{"events":[${Array.from({ length: count }, () => entry).join(',')}]}`;
const padded = (bytes: number): object => ({ ...SESSION, note: 'x'.repeat(bytes) });

const TYPES = '/v1/event-types';
const LARGE_TYPE = 'large.registered';
const CHECKS_TYPE = 'checks.registered';
/** A registration with as many properties and keywords as there may be. */
const registration = (example: object): string => {
  const property = { type: 'string', minLength: 1, maxLength: 99, format: 'date-time' };
  const properties = Object.fromEntries(Array.from({ length: 199 }, (_, n) => [`k${n}`, property]));
  const schema = { type: 'object', properties };
  return JSON.stringify({ type: LARGE_TYPE, description: 'A large type.', schema, example });
};
/** The same with as many patterns as there may be, each as large as it may be. */
const patterns = (): string => {
  const field = (n: number): object => ({ type: 'string', pattern: `^(?:[a-z${n}]{0,9}){0,9}$` });
  const properties = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`k${n}`, field(n)]));
  const schema = { type: 'object', properties };
  return JSON.stringify({ type: 'patterns.registered', description: 'P.', schema, example: {} });
};
/** A type that holds a great deal against each value of a list. */
const manyChecks = (): string => {
  const allOf = Array.from({ length: 45 }, (_, n) => ({ not: { const: `v${n}` } }));
  const schema = { type: 'object', properties: { list: { items: { allOf } } } };
  return JSON.stringify({ type: CHECKS_TYPE, description: 'C.', schema, example: {} });
};
const wrongData = Object.fromEntries(Array.from({ length: 199 }, (_, n) => [`k${n}`, n]));

/** The worst of each kind that a caller may send, and how it is answered. */
export function worstRequests(tenant: string): Sent[] {
  const ofType = (type: string, data: object): string =>
    JSON.stringify({ tenant_id: tenant, type, data });
  const publishing = (data: object): string => ofType('session.created', data);
  const large = { what: 'a large schema', path: TYPES, body: registration({}), statuses: [201] };
  const checks = { what: 'many checks', path: TYPES, body: manyChecks(), statuses: [201] };
  const tenants = '/v1/tenants';
  const endpoints = `${tenants}/${tenant}/endpoints`;
  const events = '/v1/events';
  const batches = `${events}/batch`;
  const unknown = `{${members(100_000)}}`;
  const refused = JSON.stringify({ tenant_id: tenant, type: 'session.created', data: {}, x: 1 });
  const wide = `{"tenant_id":"${tenant}","type":"session.created","idempotency_key":"wide","data":{"session_id":"s1","status":"created","external_ref":null,"is_sandbox":false,${members(9_900)}}}`;
  return [
    { what: '100,000 unknown keys', path: tenants, body: unknown, statuses: [413] },
    { what: 'as many as fit', path: tenants, body: `{${members(6_500)}}`, statuses: [422] },
    { what: '1,000 unknown keys', path: endpoints, body: `{${members(1_000)}}`, statuses: [422] },
    { what: '100,000 in an event', path: events, body: unknown, statuses: [422] },
    { what: 'an event of many keys', path: events, body: wide, statuses: [202] },
    { what: 'deep nesting', path: events, body: '['.repeat(2 * MEBIBYTE), statuses: [422, 400] },
    {
      what: 'a long list',
      path: endpoints,
      body: `{"event_types":[${'"a",'.repeat(9_000)}"a"]}`,
      statuses: [422],
    },
    {
      what: 'long lists in settings',
      method: 'PATCH',
      path: `${tenants}/${tenant}/settings`,
      body: `{"notification_emails":[${'"a@b.c",'.repeat(6_000)}"a"]}`,
      statuses: [422],
    },
    {
      what: 'many headers of an endpoint',
      path: endpoints,
      body: `{"url":"https://hooks.example.com","headers":{${members(900)}}}`,
      statuses: [422],
    },
    { what: 'a huge string', path: events, body: publishing(padded(MEBIBYTE)), statuses: [413] },
    {
      what: 'the longest string',
      path: events,
      body: publishing(padded(250_000)),
      statuses: [202],
    },
    {
      what: 'many escapes',
      path: events,
      body: `{"x":"${'\\ud83d\\ude00'.repeat(150_000)}"}`,
      statuses: [422],
    },
    {
      what: 'many long numbers',
      path: events,
      body: `{"data":[${'0.12345678901234567891,'.repeat(25_000)}1]}`,
      statuses: [422],
    },
    {
      what: 'numbers that are kept',
      path: events,
      body: `{"data":[${'0.1234567890123456,'.repeat(25_000)}1]}`,
      statuses: [422],
    },
    {
      what: 'a number of two million digits',
      path: events,
      body: `{"data":0.${'0'.repeat(2_000_000)}1}`,
      statuses: [422],
    },
    {
      what: 'many duplicate keys',
      path: events,
      body: `{${'"a":1,'.repeat(9_900)}"b":1}`,
      statuses: [422],
    },
    { what: 'a long key', path: events, body: `{"${'k'.repeat(MEBIBYTE)}":1}`, statuses: [422] },
    { what: '500 bad entries', path: batches, body: batch(500, refused), statuses: [202] },
    {
      what: '500 entries of many keys',
      path: batches,
      body: batch(500, `{${members(1_200)}}`),
      statuses: [202],
    },
    { what: '500 events', path: batches, body: batch(500, publishing(SESSION)), statuses: [202] },
    {
      what: '8 MiB of events',
      path: batches,
      body: batch(400, publishing(padded(20_000))),
      statuses: [202],
    },
    {
      what: '31 large events',
      path: batches,
      body: batch(31, publishing(padded(256_000))),
      statuses: [202],
    },
    {
      what: '8 MiB of []',
      path: batches,
      body: `{"events":[[${'[],'.repeat(2_700_000)}1]]}`,
      statuses: [202],
    },
    {
      what: '2,700,000 entries',
      path: batches,
      body: `{"events":[${'[],'.repeat(2_700_000)}1]}`,
      statuses: [422],
    },
    {
      what: '8 MiB of unknown fields',
      path: batches,
      body: `{${members(700_000)}}`,
      statuses: [422],
    },
    {
      what: 'a gzip bomb',
      path: batches,
      body: gzipSync(Buffer.alloc(200 * MEBIBYTE, 0x20)),
      headers: { 'content-encoding': 'gzip' },
      statuses: [413],
    },
    {
      what: 'many parameters',
      method: 'GET',
      path: `${tenants}?${Array.from({ length: 3_000 }, (_, n) => `${n.toString(36)}&`).join('')}`,
      statuses: [422],
    },
    {
      what: 'many types in a query',
      method: 'GET',
      path: `${tenants}/${tenant}/events/feed?types=${'a,'.repeat(7_000)}a`,
      statuses: [422],
    },
    {
      what: 'a long query',
      method: 'GET',
      path: `/v1/search?q=${'a.'.repeat(7_000)}`,
      statuses: [200, 422],
    },
    {
      what: 'a long parameter',
      method: 'GET',
      path: `${tenants}/${'a'.repeat(12_000)}`,
      statuses: [404, 414],
    },
    {
      what: 'a pattern that backtracks',
      path: endpoints,
      body: JSON.stringify({ url: `https://${'a-'.repeat(30_000)}.example.com` }),
      statuses: [422],
    },
    large,
    {
      what: 'a large schema with a wrong example',
      path: TYPES,
      body: registration(wrongData),
      statuses: [422],
    },
    {
      what: 'the first event, which breaks a large schema',
      path: events,
      body: ofType(LARGE_TYPE, wrongData),
      statuses: [422],
      before: large,
    },
    {
      what: 'the first event, large, which breaks a large schema',
      path: events,
      body: ofType(LARGE_TYPE, { ...wrongData, more: 'x'.repeat(100_000) }),
      statuses: [422],
      before: large,
    },
    {
      what: 'the first event of many checks',
      path: events,
      body: ofType(CHECKS_TYPE, { list: Array(500).fill(5) }),
      statuses: [202],
      before: checks,
    },
    {
      what: 'an event of too many checks',
      path: events,
      body: ofType(CHECKS_TYPE, { list: Array(29_000).fill(5) }),
      statuses: [422],
      before: checks,
    },
    { what: 'a schema of patterns', path: TYPES, body: patterns(), statuses: [201] },
    { what: 'the list of types', method: 'GET', path: TYPES, statuses: [200] },
    {
      what: 'a feed of large events',
      method: 'GET',
      path: `${tenants}/${tenant}/events/feed?limit=200&format=flat`,
      statuses: [200],
    },
    {
      what: 'a list of events',
      method: 'GET',
      path: `${tenants}/${tenant}/events?limit=200`,
      statuses: [200],
    },
    {
      what: 'a list of deliveries',
      method: 'GET',
      path: `${tenants}/${tenant}/deliveries?limit=200`,
      statuses: [200],
    },
    { what: 'refused publishes', method: 'GET', path: '/v1/rejected?limit=200', statuses: [200] },
  ];
}
