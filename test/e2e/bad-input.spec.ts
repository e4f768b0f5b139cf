import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  countRows,
  createEndpoint,
  createTenant,
  eventually,
  useLab,
} from '../support/app/index.js';
import type { Endpoint, Postrider, Tenant } from '../support/app/index.js';

const lab = useLab();
const MEBIBYTE = 1024 * 1024;
const SESSION = { session_id: 'session_1', external_ref: null, is_sandbox: false };

let databaseUrl: string;
let app: Postrider;
let tenant: Tenant;
let other: Tenant;
let endpoint: Endpoint;

interface Refusal {
  what: string;
  /** Who asks; absent: the admin. Null: nobody. */
  key?: () => string | null;
  call: () => [method: string, path: string, body?: unknown];
  status: number;
  code: string;
  /** The fields that are named. */
  pointers?: string[];
}

const publishing = (event: object): [string, string, unknown] => [
  'POST',
  '/v1/events',
  { tenant_id: tenant.id, ...event },
];
const endpoints = (of: () => Tenant = () => tenant) => `/v1/tenants/${of().id}/endpoints`;
const saving = (fields: object): [string, string, unknown] => ['POST', endpoints(), fields];

const PUBLISHES: Refusal[] = [
  {
    what: 'an unknown type',
    call: () => publishing({ type: 'session.dreamt', data: SESSION }),
    status: 422,
    code: 'unknown_event_type',
    pointers: ['/type'],
  },
  {
    what: 'wrong fields in data',
    call: () =>
      publishing({
        type: 'session.approved',
        data: { ...SESSION, is_sandbox: 'no', status: 'rejected' },
      }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/data/is_sandbox', '/data/status'],
  },
  {
    what: 'a missing field in data',
    call: () => publishing({ type: 'session.created', data: { external_ref: null } }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/data/is_sandbox', '/data/session_id'],
  },
  {
    what: 'an unknown field of the request',
    call: () => publishing({ type: 'session.created', data: SESSION, priority: 1 }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/priority'],
  },
  {
    what: 'no data',
    call: () => publishing({ type: 'session.created' }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/data'],
  },
  {
    what: 'malformed JSON',
    call: () => ['POST', '/v1/events', '{"tenant_id": '],
    status: 400,
    code: 'malformed_json',
  },
  {
    what: 'an integer beyond 2^53',
    call: () => [
      'POST',
      '/v1/events',
      `{"tenant_id":"${tenant.id}","type":"session.created","data":{"session_id":"session_1",` +
        '"external_ref":null,"is_sandbox":false,"count":9007199254740993}}',
    ],
    status: 422,
    code: 'unsafe_integer',
    pointers: ['/data/count'],
  },
  {
    what: 'data of more than 256 KiB',
    call: () =>
      publishing({ type: 'session.created', data: { ...SESSION, note: 'x'.repeat(256 * 1024) } }),
    status: 413,
    code: 'payload_too_large',
    pointers: ['/data'],
  },
  {
    what: 'a body of more than 8 MiB',
    call: () => [
      'POST',
      '/v1/events/batch',
      JSON.stringify({ events: ['x'.repeat(8 * MEBIBYTE)] }),
    ],
    status: 413,
    code: 'payload_too_large',
  },
  {
    what: 'a batch of 501',
    call: () => ['POST', '/v1/events/batch', { events: Array.from({ length: 501 }, () => ({})) }],
    status: 422,
    code: 'validation_failed',
    pointers: ['/events'],
  },
  {
    what: 'a tenant that does not exist',
    call: () => publishing({ tenant_id: 'nobody', type: 'session.created', data: SESSION }),
    status: 404,
    code: 'not_found',
    pointers: ['/tenant_id'],
  },
];

const KEYS: Refusal[] = [
  {
    what: 'no key',
    key: () => null,
    call: () => publishing({ type: 'session.created', data: SESSION }),
    status: 401,
    code: 'unauthorized',
  },
  {
    what: 'a wrong key',
    key: () => 'pk_0000000000000000000000000000000000000000000',
    call: () => publishing({ type: 'session.created', data: SESSION }),
    status: 401,
    code: 'unauthorized',
  },
  {
    what: 'a key without the role',
    key: () => tenant.key,
    call: () => publishing({ type: 'session.created', data: SESSION }),
    status: 403,
    code: 'forbidden',
  },
  {
    what: 'publishing for a tenant that the key does not name',
    key: () => tenant.publisherKey,
    call: () => publishing({ tenant_id: other.id, type: 'session.created', data: SESSION }),
    status: 404,
    code: 'not_found',
    pointers: ['/tenant_id'],
  },
  {
    what: "another tenant's id in the path",
    key: () => tenant.key,
    call: () => ['POST', endpoints(() => other), { url: 'https://hooks.example.com/' }],
    status: 404,
    code: 'not_found',
  },
  {
    what: "another tenant's endpoint under its own id",
    key: () => other.key,
    call: () => ['PATCH', `${endpoints(() => other)}/${endpoint.id}`, { description: 'mine' }],
    status: 404,
    code: 'not_found',
  },
];

const urls: [what: string, url: string, reason: string][] = [
  ['http:', 'http://hooks.example.com/', 'scheme'],
  ['another scheme', 'ftp://hooks.example.com/', 'scheme'],
  ['a private address', 'https://10.1.2.3/', 'blocked_address'],
  ['loopback', 'https://127.0.0.1/', 'blocked_address'],
  ['IPv6 loopback', 'https://[::1]/', 'blocked_address'],
  ['the metadata address', 'https://169.254.169.254/latest', 'blocked_address'],
  ['an address in disguise', 'https://0x7f.1/', 'ambiguous_ipv4'],
  ['an internal name', 'https://queue.localhost/', 'internal_name'],
  ['a name without a dot', 'https://queue/', 'single_label_host'],
  ['credentials', 'https://user:word@hooks.example.com/', 'userinfo'],
  ['a port of something else', 'https://hooks.example.com:6379/', 'port'],
];

const ENDPOINTS: Refusal[] = [
  ...urls.map(([what, url]): Refusal => ({
    what: `${what} as URL`,
    call: () => saving({ url }),
    status: 422,
    code: 'url_not_allowed',
    pointers: ['/url'],
  })),
  {
    what: 'a change to a private address',
    key: () => tenant.key,
    call: () => ['PATCH', `${endpoints()}/${endpoint.id}`, { url: 'https://192.168.0.1/' }],
    status: 422,
    code: 'url_not_allowed',
    pointers: ['/url'],
  },
  {
    what: 'no URL',
    call: () => saving({}),
    status: 422,
    code: 'validation_failed',
    pointers: ['/url'],
  },
  {
    what: 'an unknown field of an endpoint',
    call: () => saving({ url: 'https://hooks.example.com/', retries: 3 }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/retries'],
  },
  {
    what: 'a type that does not exist',
    call: () => saving({ url: 'https://hooks.example.com/', event_types: ['session.dreamt'] }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/event_types/0'],
  },
  {
    what: 'a limit out of range',
    call: () => saving({ url: 'https://hooks.example.com/', max_in_flight: 1001 }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/max_in_flight'],
  },
  {
    what: 'a field whose work is not built yet',
    call: () => saving({ url: 'https://hooks.example.com/', ordered: true }),
    status: 422,
    code: 'not_supported_yet',
    pointers: ['/ordered'],
  },
];

beforeAll(async () => {
  databaseUrl = await lab.database();
  app = await lab.postrider({ databaseUrl, env: { NODE_ENV: 'production' } });
  [tenant, other] = await Promise.all([createTenant(app), createTenant(app, 'Other')]);
  endpoint = await createEndpoint(app, tenant, { url: 'https://hooks.example.com/' });
});

describe('in production', () => {
  it.each([...PUBLISHES, ...KEYS, ...ENDPOINTS])(
    'refuses $what with $status $code and changes nothing',
    async ({ key, call, status, code, pointers }) => {
      const before = await countRows(databaseUrl);
      const answer = await app.api<Problem>(...call(), key?.() ?? (key ? null : app.adminKey));
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.body.errors?.map(({ pointer }) => pointer).sort()).toEqual(pointers);
      expect(await countRows(databaseUrl)).toEqual(before);
    },
  );

  it.each(urls)('names why %s is not allowed as URL', async (_what, url, reason) => {
    const { body } = await app.api<Problem>(...saving({ url }));
    expect(body.errors?.map((error) => error.code)).toEqual([reason]);
  });

  it('a bad entry of a batch fails alone', async () => {
    const good = { tenant_id: tenant.id, type: 'session.created', data: SESSION };
    const { results } = await app.ok<{ results: Problem[] }>('POST', '/v1/events/batch', {
      events: [good, { ...good, type: 'session.dreamt' }, 'no object', good],
    });
    expect(results).toMatchObject([
      { status: 202 },
      { status: 422, code: 'unknown_event_type', errors: [{ pointer: '/type' }] },
      { status: 422, code: 'validation_failed' },
      { status: 202 },
    ]);
  });
});

describe('a body far beyond the limit', () => {
  it('is answered while it is still being sent, on a connection that stays', async () => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    let answers = '';
    let closed = '';
    socket.on('data', (text: string) => (answers += text));
    socket.on('error', ({ message }) => (closed = message));
    socket.on('end', () => (closed = 'ended by the server'));
    const head = (method: string, path: string, length: number) =>
      `${method} ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${app.adminKey}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
    const half = Buffer.alloc(10 * MEBIBYTE, ' ');

    socket.write(head('POST', '/v1/events', 2 * half.length));
    socket.write(half);
    await eventually(() => expect(answers).toMatch(/^HTTP\/1\.1 413 [^]*payload_too_large/));
    socket.write(half);
    socket.write(head('GET', '/health/live', 0));
    await eventually(() => {
      expect(closed).toBe('');
      expect(answers).toContain('HTTP/1.1 200 OK');
    });
    socket.destroy();
  });
});

interface Problem {
  status: number;
  code: string;
  errors?: { pointer: string; code: string }[];
}
