import type { Endpoint, Tenant } from '../../support/app/index.js';

export const MEBIBYTE = 1024 * 1024;
export const SESSION = { session_id: 'session_1', external_ref: null, is_sandbox: false };

/** Whom a refused request is about. */
export interface Place {
  tenant: Tenant;
  other: Tenant;
  endpoint: Endpoint;
}

type Call = [method: string, path: string, body?: unknown];

/** A request and the answer that it must get. */
interface Refusal {
  what: string;
  /** Whose key it carries, null for none; absent: the admin's. */
  key?: (place: Place) => string | null;
  call: (place: Place) => Call;
  status: number;
  code: string;
  /** The fields that are named. */
  pointers?: string[];
}

const publishing = ({ tenant }: Place, event: object): Call => [
  'POST',
  '/v1/events',
  { tenant_id: tenant.id, ...event },
];
const endpointsOf = ({ id }: Tenant): string => `/v1/tenants/${id}/endpoints`;

export const saving = ({ tenant }: Place, fields: object): Call => [
  'POST',
  endpointsOf(tenant),
  fields,
];

export const PUBLISHES: Refusal[] = [
  {
    what: 'an unknown type',
    call: (place) => publishing(place, { type: 'session.dreamt', data: SESSION }),
    status: 422,
    code: 'unknown_event_type',
    pointers: ['/type'],
  },
  {
    what: 'wrong fields in data',
    call: (place) =>
      publishing(place, {
        type: 'session.approved',
        data: { ...SESSION, is_sandbox: 'no', status: 'rejected' },
      }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/data/is_sandbox', '/data/status'],
  },
  {
    what: 'a missing field in data',
    call: (place) => publishing(place, { type: 'session.created', data: { external_ref: null } }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/data/is_sandbox', '/data/session_id'],
  },
  {
    what: 'an unknown field of the request',
    call: (place) => publishing(place, { type: 'session.created', data: SESSION, priority: 1 }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/priority'],
  },
  {
    what: 'no data',
    call: (place) => publishing(place, { type: 'session.created' }),
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
    call: ({ tenant }) => [
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
    call: (place) =>
      publishing(place, {
        type: 'session.created',
        data: { ...SESSION, note: 'x'.repeat(256 * 1024) },
      }),
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
    call: (place) =>
      publishing(place, { tenant_id: 'nobody', type: 'session.created', data: SESSION }),
    status: 404,
    code: 'not_found',
    pointers: ['/tenant_id'],
  },
];

export const KEYS: Refusal[] = [
  {
    what: 'no key',
    key: () => null,
    call: (place) => publishing(place, { type: 'session.created', data: SESSION }),
    status: 401,
    code: 'unauthorized',
  },
  {
    what: 'a wrong key',
    key: () => 'pk_0000000000000000000000000000000000000000000',
    call: (place) => publishing(place, { type: 'session.created', data: SESSION }),
    status: 401,
    code: 'unauthorized',
  },
  {
    what: 'a key without the role',
    key: ({ tenant }) => tenant.key,
    call: (place) => publishing(place, { type: 'session.created', data: SESSION }),
    status: 403,
    code: 'forbidden',
  },
  {
    what: 'publishing for a tenant that the key does not name',
    key: ({ tenant }) => tenant.publisherKey,
    call: (place) =>
      publishing(place, { tenant_id: place.other.id, type: 'session.created', data: SESSION }),
    status: 404,
    code: 'not_found',
    pointers: ['/tenant_id'],
  },
  {
    what: "another tenant's id in the path",
    key: ({ tenant }) => tenant.key,
    call: ({ other }) => ['POST', endpointsOf(other), { url: 'https://hooks.example.com/' }],
    status: 404,
    code: 'not_found',
  },
  {
    what: "another tenant's endpoint under its own id",
    key: ({ other }) => other.key,
    call: ({ other, endpoint }) => [
      'PATCH',
      `${endpointsOf(other)}/${endpoint.id}`,
      { description: 'mine' },
    ],
    status: 404,
    code: 'not_found',
  },
];

/** URLs that no endpoint may have in production, and the named reason. */
export const URLS: [what: string, url: string, reason: string][] = [
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

export const ENDPOINTS: Refusal[] = [
  ...URLS.map(([what, url]): Refusal => ({
    what: `${what} as URL`,
    call: (place) => saving(place, { url }),
    status: 422,
    code: 'url_not_allowed',
    pointers: ['/url'],
  })),
  {
    what: 'a change to a private address',
    key: ({ tenant }) => tenant.key,
    call: ({ tenant, endpoint }) => [
      'PATCH',
      `${endpointsOf(tenant)}/${endpoint.id}`,
      { url: 'https://192.168.0.1/' },
    ],
    status: 422,
    code: 'url_not_allowed',
    pointers: ['/url'],
  },
  {
    what: 'no URL',
    call: (place) => saving(place, {}),
    status: 422,
    code: 'validation_failed',
    pointers: ['/url'],
  },
  {
    what: 'an unknown field of an endpoint',
    call: (place) => saving(place, { url: 'https://hooks.example.com/', retries: 3 }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/retries'],
  },
  {
    what: 'a type that does not exist',
    call: (place) =>
      saving(place, { url: 'https://hooks.example.com/', event_types: ['session.dreamt'] }),
    status: 422,
    code: 'unknown_event_type',
    pointers: ['/event_types/0'],
  },
  {
    what: 'a limit out of range',
    call: (place) => saving(place, { url: 'https://hooks.example.com/', max_in_flight: 1001 }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/max_in_flight'],
  },
  {
    what: 'a field that means nothing to the channel',
    call: (place) =>
      saving(place, { channel: 'slack', url: 'https://hooks.example.com/', format: 'flat' }),
    status: 422,
    code: 'validation_failed',
    pointers: ['/format'],
  },
];
