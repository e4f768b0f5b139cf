import { gzipSync } from 'node:zlib';

/** Who sends a request. `stranger` and `nobody` have no key that is known. */
export type Who =
  | 'admin'
  | 'publisher'
  | 'scoped'
  | 'elsewhere'
  | 'revoked'
  | 'tenant'
  | 'viewer'
  | 'support'
  | 'stranger'
  | 'nobody';

/** A request to the routes that publish. What is absent is that of a plain publish. */
export interface PublishCase {
  who?: Who;
  method?: string;
  path?: string;
  version?: string;
  /** Added to the plain ones, or instead of them; undefined takes one away. */
  headers?: Record<string, string | undefined>;
  body?: string | Buffer;
  /** The body is sent in chunks, without its length. */
  chunked?: boolean;
}

/** The path of the route for batches. */
export const BATCH = '/v1/events/batch';
let sessions = 0;

function session(more: object = {}, data: object = {}): Record<string, unknown> {
  sessions += 1;
  const session_id = `session_${sessions}`;
  return {
    tenant_id: 'acme',
    type: 'session.created',
    data: { session_id, external_ref: 'user_1', is_sandbox: false, ...data },
    ...more,
  };
}
const event = (more?: object, data?: object): string => JSON.stringify(session(more, data));
const batch = (...events: unknown[]): string => JSON.stringify({ events });
const withData = (text: string): string =>
  `{"tenant_id":"acme","type":"session.created","data":${text}}`;
const keyed = event({ idempotency_key: 'in the body' });
const headed = event();
const nested = '['.repeat(70) + ']'.repeat(70);
const long = 'x'.repeat(300_000);

/** The requests by name, in the order in which they are sent. */
export const CASES: Record<string, PublishCase> = {
  plain: {},
  'no-request-id': { headers: { 'x-request-id': undefined } },
  'odd-request-id': { headers: { 'x-request-id': 'two words' } },
  chunked: { chunked: true },
  packed: { body: gzipSync(event()), headers: { 'content-encoding': 'gzip' } },
  'packed-badly': { body: '{}', headers: { 'content-encoding': 'gzip' } },
  'packed-otherwise': { headers: { 'content-encoding': 'br' } },
  'not-packed': { headers: { 'content-encoding': 'identity' } },
  'by-tenant-id': { body: event({ tenant_id: 'TENANT_ID' }) },
  'http-1.0': { version: '1.0' },
  'last-one': { headers: { connection: 'close' } },
  expecting: { headers: { expect: '100-continue' } },
  query: { path: '/v1/events?a=1' },
  'empty-query': { path: '/v1/events?' },
  'trailing-slash': { path: '/v1/events/' },
  'double-slash': { path: '//v1/events' },
  capitals: { path: '/V1/EVENTS' },
  escaped: { path: '/v1/%65vents' },
  'badly-escaped': { path: '/v1/%zzvents' },
  'whole-url': { path: 'http://example.test/v1/events' },
  below: { path: '/v1/events/batches' },
  'long-header': { headers: { 'x-long': 'x'.repeat(20_000) } },
  'many-headers': { headers: { 'x-many': 'x'.repeat(8_000) } },

  'type-none': { headers: { 'content-type': undefined } },
  'type-none-no-body': { headers: { 'content-type': undefined }, body: '' },
  'type-text': { headers: { 'content-type': 'text/plain' } },
  'type-form': { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  'type-charset': { headers: { 'content-type': 'application/json; charset=utf-8' } },
  'type-charset-other': { headers: { 'content-type': 'application/json;charset=latin1' } },
  'type-capitals': { headers: { 'content-type': 'Application/JSON' } },
  'type-longer': { headers: { 'content-type': 'application/jsonx' } },
  'type-problem': { headers: { 'content-type': 'application/problem+json' } },
  'type-malformed': { headers: { 'content-type': 'json' } },

  'body-none': { body: '' },
  'body-space': { body: '  ' },
  'body-cut': { body: '{"tenant_id":"acme"' },
  'body-null': { body: 'null' },
  'body-list': { body: '[]' },
  'body-text': { body: '"text"' },
  'body-empty-object': { body: '{}' },
  'body-trailing': { body: `${event()} x` },
  'body-mark': { body: `\uFEFF${event()}` },
  'body-not-utf8': { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) },
  'unknown-field': { body: event({ extra: 1 }) },
  'proto-field': { body: `{"__proto__":{},${event().slice(1)}` },
  'wrong-fields': { body: '{"tenant_id":1,"type":"","data":[],"subject":"","derive":"no"}' },
  'duplicate-key': { body: `{"tenant_id":"acme",${event().slice(1)}` },
  'duplicate-key-in-data': { body: withData('{"a":1,"a":2}') },
  'lone-surrogate': { body: withData('{"a":"\\ud800"}') },
  'unsafe-integer': { body: withData('{"a":9007199254740993}') },
  'too-deep': { body: withData(nested) },
  'unknown-type': { body: event({ type: 'session.aproved' }) },
  'own-type': { body: event({ type: 'endpoint.disabled' }) },
  'data-invalid': { body: event({}, { session_id: 7 }) },
  'data-too-large': { body: event({}, { note: long }) },
  'body-too-large': { body: event({}, { note: long.repeat(8) }) },
  'body-too-large-chunked': { body: event({}, { note: long.repeat(8) }), chunked: true },
  'no-tenant': { body: event({ tenant_id: 'nobody' }) },
  underived: { body: event({ derive: false, subject: 'subject 1' }) },

  keyed: { body: keyed },
  'keyed-again': { body: keyed },
  'keyed-other-body': { body: event({ idempotency_key: 'in the body' }) },
  headed: { body: headed, headers: { 'idempotency-key': 'in the head' } },
  'headed-again': { body: headed, headers: { 'idempotency-key': 'in the head' } },
  'headed-other-body': { headers: { 'idempotency-key': 'in the head' } },
  'key-twice': { body: keyed, headers: { 'idempotency-key': 'in the head' } },
  'key-malformed': { headers: { 'idempotency-key': 'k'.repeat(256) } },
  'key-empty': { headers: { 'idempotency-key': '' } },

  'who-nobody': { who: 'nobody' },
  'who-nobody-broken-body': { who: 'nobody', body: '{' },
  'who-stranger': { who: 'stranger' },
  'who-basic': { headers: { authorization: 'Basic YTpi' } },
  'who-odd': { headers: { authorization: 'Bearer hello' } },
  'who-revoked': { who: 'revoked' },
  'who-viewer': { who: 'viewer' },
  'who-tenant': { who: 'tenant' },
  'who-support': { who: 'support' },
  'who-support-large': { who: 'support', headers: { 'content-length': '3000000' }, body: '' },
  'who-scoped': { who: 'scoped' },
  'who-elsewhere': { who: 'elsewhere' },
  'who-admin': { who: 'admin' },

  get: { method: 'GET', body: '' },
  head: { method: 'HEAD', body: '' },
  options: { method: 'OPTIONS', body: '' },
  'options-cors': {
    method: 'OPTIONS',
    body: '',
    headers: { origin: 'https://a.test', 'access-control-request-method': 'POST' },
  },
  'post-cors': { headers: { origin: 'https://a.test' } },
  put: { method: 'PUT' },
  patch: { method: 'PATCH' },
  delete: { method: 'DELETE', body: '' },
  'get-batch': { method: 'GET', path: BATCH, body: '' },
  'put-nobody': { method: 'PUT', who: 'nobody' },

  batch: { path: BATCH, body: batch(session(), session({ idempotency_key: 'of a batch' })) },
  'batch-mixed': {
    path: BATCH,
    body: batch(session(), session({ type: 'no.type' }), 'text', session({ tenant_id: 'nobody' })),
  },
  'batch-duplicate-key': { path: BATCH, body: `{"events":[${event()},{"type":"a","type":"b"}]}` },
  'batch-cut': { path: BATCH, body: '{"events":[{}' },
  'batch-empty': { path: BATCH, body: batch() },
  'batch-no-events': { path: BATCH, body: '{}' },
  'batch-twice': { path: BATCH, body: '{"events":[{}],"events":[]}' },
  'batch-other-field': { path: BATCH, body: '{"event":[]}' },
  'batch-list': { path: BATCH, body: '[]' },
  'batch-none': { path: BATCH, body: '' },
  'batch-too-many': { path: BATCH, body: batch(...Array.from({ length: 501 }, () => 1)) },
  'batch-too-large': { path: BATCH, headers: { 'content-length': '9000000' }, body: '' },
  'batch-headed': { path: BATCH, body: batch(session()), headers: { 'idempotency-key': 'k' } },
  'batch-packed': {
    path: BATCH,
    body: gzipSync(batch(session())),
    headers: { 'content-encoding': 'gzip' },
  },
  'batch-nobody': { path: BATCH, who: 'nobody', body: '{' },
  'batch-viewer': { path: BATCH, who: 'viewer', body: '{' },
  'batch-elsewhere': { path: BATCH, who: 'elsewhere', body: batch(session()) },
  'batch-query': { path: `${BATCH}?a=1`, body: batch(session()) },
};

/** The plain body of a publish, another one at each call. */
export const plainBody = (): string => event();
