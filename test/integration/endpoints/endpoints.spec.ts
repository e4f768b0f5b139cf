import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEndpointsApi } from './endpoints-api.js';
import type { Answer, Call, EndpointsApi } from './endpoints-api.js';

const URL = 'https://hooks.example.com/in';

describe('endpoints', () => {
  let api: EndpointsApi;
  let tenant: string;
  let own: Call;
  let path: string;

  beforeAll(async () => {
    api = await startEndpointsApi();
    tenant = await api.createTenant();
    path = `/v1/tenants/${tenant}/endpoints`;
    own = await api.createKey('tenant', tenant);
  });
  afterAll(() => api.close());

  const create = (fields: object = {}): Promise<Answer> =>
    own('POST', path, { url: URL, ...fields });
  const createId = async (fields: object = {}): Promise<string> =>
    String((await create(fields)).body['id']);
  const fanoutVersion = async (): Promise<number> => {
    const { rows } = await api.sql.query<{ fanout_version: number }>(
      `SELECT fanout_version FROM tenants WHERE id = replace($1, 'ten_', '')::uuid`,
      [tenant],
    );
    return rows[0]?.fanout_version ?? 0;
  };

  it('creates one from a URL alone, with defaults and a masked secret', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^ep_[0-9a-f]{32}$/) as string,
      tenant_id: tenant,
      channel: 'webhook',
      url: URL,
      recipients: null,
      held_recipients: null,
      description: null,
      event_types: null,
      format: 'envelope',
      payload: 'full',
      environment: 'all',
      signing: ['standard', 'x-webhook'],
      headers: {},
      max_in_flight: 50,
      batch: null,
      digest: null,
      rate_limit_per_second: null,
      ordered: false,
      is_default: false,
      status: 'active',
      disabled_reason: null,
      reason_text: null,
      docs_url: null,
      secret_masked: expect.stringMatching(/^\*{28}.{4}$/) as string,
      last_success_at: null,
      failing_since: null,
      tls_expires_at: null,
      clock_skew_seconds: null,
      created_at: expect.stringMatching(/Z$/) as string,
      updated_at: expect.stringMatching(/Z$/) as string,
    });
    expect((await own('GET', `${path}/${String(body['id'])}`)).body).toEqual(body);
  });

  it('keeps every field it is given and shows the URL in its normal form', async () => {
    const fields = {
      description: 'orders',
      event_types: ['session.*', 'check.completed'],
      format: 'flat',
      environment: 'sandbox',
      signing: ['verifa', { header: 'X-Own', content: '{body}', value: 'v={signature}' }],
      max_in_flight: 7,
      payload: 'thin',
      ordered: false,
      channel: 'webhook',
    };
    const { body } = await create({ ...fields, url: 'HTTPS://Hooks.Example.com:443/a/../b#c' });
    expect(body).toMatchObject({ ...fields, url: 'https://hooks.example.com/b' });
  });

  it('masks custom headers, and keeps a value whose mask is sent back', async () => {
    const headers = { Authorization: 'Bearer s3cret-of-acme', 'X-Team': 'kyc' };
    const { body } = await create({ headers });
    expect(body['headers']).toEqual({ Authorization: '********', 'X-Team': '********' });
    const id = String(body['id']);
    const change = { headers: { Authorization: '********', 'X-New': 'one' } };
    expect((await own('PATCH', `${path}/${id}`, change)).body['headers']).toEqual({
      Authorization: '********',
      'X-New': '********',
    });
    const cleared = await own('PATCH', `${path}/${id}`, { headers: null });
    expect(cleared.body['headers']).toEqual({});
    const again = await own('PATCH', `${path}/${id}`, { headers: { 'X-New': '********' } });
    expect(again.body).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/headers/X-New', code: 'masked_value' }],
    });
  });

  it('counts kept header values towards the limit', async () => {
    const id = await createId({ headers: { 'X-Long': 'v'.repeat(3000) } });
    const headers = { 'X-Long': '********', 'X-More': 'w'.repeat(3000) };
    expect((await own('PATCH', `${path}/${id}`, { headers })).body).toMatchObject({
      errors: [{ pointer: '/headers', code: 'headers_too_large' }],
    });
  });

  it('stores neither a secret nor a header value in the clear, nor in the audit log', async () => {
    const secret = 'my-very-own-secret-0123';
    await create({ secret, headers: { 'X-Token': 'header-value-0123' } });
    const { rows } = await api.sql.query<{ all: string }>(
      `SELECT (SELECT string_agg(e::text, '') FROM endpoints e)
         || (SELECT string_agg(encode(sealed_headers, 'escape'), '') FROM endpoints)
         || (SELECT string_agg(encode(sealed_secret, 'escape'), '') FROM endpoint_secrets)
         || (SELECT string_agg(a::text, '') FROM audit_log a) AS all`,
    );
    expect(rows[0]?.all).toContain('endpoint.created');
    expect(rows[0]?.all).not.toContain(secret);
    expect(rows[0]?.all).not.toContain('header-value-0123');
  });

  it('changes what a PATCH names and leaves the rest alone', async () => {
    const created = await create({ description: 'a', event_types: ['check.*'], max_in_flight: 3 });
    const one = `${path}/${String(created.body['id'])}`;
    const patched = await own('PATCH', one, { description: null, environment: 'live' });
    expect(patched.status).toBe(200);
    expect(patched.body).toEqual({
      ...created.body,
      description: null,
      environment: 'live',
      updated_at: patched.body['updated_at'],
    });
    expect((await own('PATCH', one, { event_types: null })).body['event_types']).toBeNull();
  });

  it('raises the fan-out version with every change, and the endpoint version with it', async () => {
    const start = await fanoutVersion();
    const one = `${path}/${await createId()}`;
    await own('PATCH', one, { url: `${URL}/2` });
    await own('POST', `${one}/pause`);
    await own('POST', `${one}/resume`);
    expect(await fanoutVersion()).toBe(start + 4);
    const { rows } = await api.sql.query('SELECT version FROM endpoints ORDER BY id DESC LIMIT 1');
    expect(rows).toEqual([{ version: 4 }]);
    await own('DELETE', one);
    expect(await fanoutVersion()).toBeGreaterThan(start + 4);
  });

  it('lists newest first, in pages', async () => {
    const other = await api.createTenant();
    const list = `/v1/tenants/${other}/endpoints`;
    const ids: unknown[] = [];
    for (let n = 0; n < 3; n += 1) {
      ids.unshift((await api.admin('POST', list, { url: `${URL}/${n}` })).body['id']);
    }
    const first = await api.admin('GET', `${list}?limit=2`);
    const rest = await api.admin('GET', `${list}?cursor=${String(first.body['next_cursor'])}`);
    const idsOf = ({ body }: Answer): unknown[] =>
      (body['data'] as { id: string }[]).map(({ id }) => id);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(ids);
    expect(rest.body['next_cursor']).toBeNull();
  });

  it('is gone after a DELETE', async () => {
    const one = `${path}/${await createId()}`;
    expect((await own('DELETE', one)).status).toBe(204);
    for (const [method, route] of [
      ['GET', one],
      ['DELETE', one],
      ['PATCH', one],
      ['POST', `${one}/pause`],
      ['GET', `${one}/secret`],
    ] as const) {
      expect((await own(method, route)).status).toBe(404);
    }
    const { body } = await own('GET', path);
    expect((body['data'] as { id: string }[]).map(({ id }) => `${path}/${id}`)).not.toContain(one);
  });

  it('keeps a rate limit and order as they were given, and drops the limit for null', async () => {
    const created = await own('POST', path, { url: URL, rate_limit_per_second: 5, ordered: true });
    expect(created.body).toMatchObject({ rate_limit_per_second: 5, ordered: true });
    const one = `${path}/${String(created.body['id'])}`;
    const patched = await own('PATCH', one, { rate_limit_per_second: null, ordered: false });
    expect(patched.body).toMatchObject({ rate_limit_per_second: null, ordered: false });
  });

  it('refuses the channel email where no mail server is set up', async () => {
    const { status, body } = await create({ channel: 'email' });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'mail_not_configured',
      errors: [{ pointer: '/channel', code: 'mail_not_configured' }],
    });
  });

  it.each([
    ['https://10.0.0.1/', 'blocked_address'],
    ['https://user@example.com/', 'userinfo'],
    ['https://intranet/', 'single_label_host'],
    ['ftp://example.com/', 'scheme'],
    ['https://example.com:25/', 'port'],
  ])('refuses the URL %s for its reason', async (url, reason) => {
    const { status, body } = await create({ url });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'url_not_allowed',
      errors: [{ pointer: '/url', code: reason }],
    });
  });

  it.each([
    [{ url: undefined }, '/url', 'required'],
    [{ url: 7 }, '/url', 'is_string'],
    [{ surprise: 1 }, '/surprise', 'unknown_field'],
    [{ status: 'active' }, '/status', 'unknown_field'],
    [{ event_types: [] }, '/event_types', 'wrong_type'],
    [{ event_types: Array(501).fill('*') }, '/event_types', 'too_many_event_types'],
    [{ format: 'xml' }, '/format', 'unknown_format'],
    [{ format: null }, '/format', 'unknown_format'],
    [{ payload: 'ids' }, '/payload', 'is_in'],
    [{ payload: null }, '/payload', 'is_in'],
    [{ environment: 'test' }, '/environment', 'is_in'],
    [{ environment: null }, '/environment', 'is_in'],
    [{ signing: ['md5'] }, '/signing/0', 'unknown_profile'],
    [{ secret: 'short' }, '/secret', 'invalid_secret'],
    [{ max_in_flight: 0 }, '/max_in_flight', 'min'],
    [{ max_in_flight: 1001 }, '/max_in_flight', 'max'],
    [{ batch: { max_items: 2, wait_ms: 5 } }, '/batch', 'format_cannot_carry'],
    [{ description: 'a\u0000b' }, '/description', 'matches'],
    [{ headers: { Host: 'x' } }, '/headers/Host', 'reserved_header'],
    [{ headers: { constructor: 'x' } }, '/headers/constructor', 'unknown_field'],
    [{ headers: { ['__proto__']: 'x' } }, '/headers/__proto__', 'unknown_field'],
    [{ headers: { prototype: 'x' } }, '/headers/prototype', 'unknown_field'],
    [{ headers: { Prototype: 'x' } }, '/headers/Prototype', 'invalid_header_name'],
    [{ signing: [{ header: 'X-A', prototype: 1 }] }, '/signing/0/prototype', 'unknown_field'],
    [
      { signing: ['qoreid'], headers: { 'X-VerifyMe-Signature': 'x' } },
      '/headers/X-VerifyMe-Signature',
      'reserved_header',
    ],
  ])('refuses %j, naming the field', async (fields, pointer, code) => {
    const before = await own('GET', path);
    const { status, body } = await create(fields);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'validation_failed', errors: [{ pointer, code }] });
    expect((await own('GET', path)).body).toEqual(before.body);
  });

  it('lets be a stored wildcard whose types its format cannot carry, until it is chosen again', async () => {
    const id = await createId({ format: 'callback' });
    await api.sql.query(
      `UPDATE endpoints SET event_types = '{session.*}' WHERE id = replace($1, 'ep_', '')::uuid`,
      [id],
    );
    expect((await own('PATCH', `${path}/${id}`, { description: 'x' })).status).toBe(200);
    const { body } = await own('PATCH', `${path}/${id}`, { event_types: ['session.*'] });
    expect(body).toMatchObject({
      errors: [{ pointer: '/event_types/0', code: 'format_cannot_carry' }],
    });
  });

  it('refuses a signing profile whose header a stored custom header already writes', async () => {
    const id = await createId({ headers: { 'X-Verifa-Signature': 'mine' } });
    const { body } = await own('PATCH', `${path}/${id}`, { signing: ['verifa'] });
    expect(body).toMatchObject({
      errors: [{ pointer: '/headers/X-Verifa-Signature', code: 'reserved_header' }],
    });
    expect((await own('GET', `${path}/${id}`)).body['signing']).toEqual(['standard', 'x-webhook']);
  });

  it('takes no secret in a PATCH and says where to go', async () => {
    const { status, body } = await own('PATCH', `${path}/${await createId()}`, {
      secret: 'my-very-own-secret-0123',
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ pointer: '/secret', code: 'use_secret_rotate' }] });
  });
});

it('takes https only in production', async () => {
  const api = await startEndpointsApi({ NODE_ENV: 'production', EMBEDDED: '1' });
  try {
    const tenant = await api.createTenant();
    const create = (url: string): Promise<Answer> =>
      api.admin('POST', `/v1/tenants/${tenant}/endpoints`, { url });
    expect((await create('https://example.com/')).status).toBe(201);
    for (const url of ['http://example.com/', 'http://127.0.0.1:8080/']) {
      expect((await create(url)).body['code']).toBe('url_not_allowed');
    }
  } finally {
    await api.close();
  }
});
