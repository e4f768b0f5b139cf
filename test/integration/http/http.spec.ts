import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProbeController } from './probe.controller.js';
import { startTestApi } from './test-api.js';
import type { TestApi } from './test-api.js';

describe('the HTTP shell', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi([ProbeController]);
  });
  afterAll(() => api.close());

  const raw = (body: unknown, headers = {}) => api.call('POST', '/v1/probe/raw', { body, headers });

  describe('bodies', () => {
    it('refuses malformed JSON as a problem that quotes nothing of it', async () => {
      const answer = await raw('{"first_name": "Ada');
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.body).toMatchObject({
        status: 400,
        code: 'malformed_json',
        title: 'Bad Request',
      });
      expect(JSON.stringify(answer.body)).not.toContain('Ada');
    });

    it('refuses bytes that are not UTF-8', async () => {
      const answer = await raw(Buffer.from([0x22, 0xff, 0x22]));
      expect(answer.body).toMatchObject({ status: 400, code: 'malformed_json' });
    });

    it('refuses a body beyond 64 KiB where nothing is published', async () => {
      expect((await raw(`"${'x'.repeat(64 * 1024 - 2)}"`)).status).toBe(201);
      const answer = await raw(`"${'x'.repeat(64 * 1024)}"`);
      expect(answer.body).toMatchObject({ status: 413, code: 'payload_too_large' });
    });

    it('unpacks gzip, stops at the limit, and understands no other encoding', async () => {
      const packed = (text: string, encoding = 'gzip') =>
        raw(gzipSync(text), { 'content-encoding': encoding });
      expect((await packed('{"a":"é"}')).body).toEqual({ body: { a: 'é' } });
      expect((await packed('{"a":1.00000000000000001}')).body).toMatchObject({
        errors: [{ pointer: '/a', code: 'unsafe_number' }],
      });
      const bomb = await packed(`"${'x'.repeat(64 * 1024 * 1024)}"`);
      expect(bomb.body).toMatchObject({ status: 413, code: 'payload_too_large' });
      const other = await packed('{}', 'br');
      expect(other.body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
      expect(other.headers.get('accept-encoding')).toBe('gzip');
      for (const broken of [Buffer.from('{}'), gzipSync('{"a":1}').subarray(0, -4)]) {
        const answer = await raw(broken, { 'content-encoding': 'gzip' });
        expect(answer.body).toMatchObject({ status: 400, code: 'malformed_encoding' });
      }
    });

    it('ignores a byte order mark at the start', async () => {
      expect((await raw('\uFEFF{"a":1}')).body).toEqual({ body: { a: 1 } });
      expect((await raw('\uFEFF')).body).toEqual({});
    });

    it('refuses a key that is there twice and half a character, at their places', async () => {
      expect((await raw('{"a":{"b":1,"b":2}}')).body).toMatchObject({
        status: 422,
        code: 'duplicate_key',
        errors: [{ pointer: '/a/b', code: 'duplicate_key' }],
      });
      expect((await raw('{"a":["\\ud800"]}')).body).toMatchObject({
        status: 422,
        code: 'lone_surrogate',
        errors: [{ pointer: '/a/0', code: 'lone_surrogate' }],
      });
    });

    it('refuses another content type', async () => {
      const answer = await raw('a=1', { 'content-type': 'application/x-www-form-urlencoded' });
      expect(answer.body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    });

    it('keeps keys named __proto__ and constructor as own properties and pollutes nothing', async () => {
      const text =
        '{"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}}}}';
      const answer = await raw(text);
      expect(JSON.stringify(answer.body['body'])).toBe(text);
      expect({}).not.toHaveProperty('polluted');
    });

    it.each([
      ['9007199254740993', ''],
      ['{"a":[1,{"b/c~":9007199254740992}]}', '/a/1/b~1c~0'],
      ['{"a":-9007199254740993}', '/a'],
      ['{"a":1e999}', '/a'],
      ['[[0,-1e400]]', '/0/1'],
    ])('refuses a number that it would alter: %s', async (text, pointer) => {
      const answer = await raw(text);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({
        code: 'unsafe_integer',
        errors: [{ pointer, code: 'unsafe_integer' }],
      });
    });

    it('takes every number that it keeps', async () => {
      const numbers = [9007199254740991, -9007199254740991, 0.1, 1e-7, 5e-324, 0];
      expect((await raw(numbers)).body).toEqual({ body: numbers });
    });

    it('takes 64 levels and refuses 65', async () => {
      const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
      expect((await raw(nested(64))).status).toBe(201);
      const answer = await raw(`{"data":${nested(64)}}`);
      expect(answer.body).toMatchObject({
        status: 422,
        code: 'too_deep',
        errors: [{ pointer: `/data${'/0'.repeat(63)}`, code: 'too_deep' }],
      });
    });

    it('survives a body that is nothing but brackets', async () => {
      const answer = await raw('['.repeat(30_000) + ']'.repeat(30_000));
      expect(answer.body).toMatchObject({ status: 422, code: 'too_deep' });
    });

    it('takes an empty body as none', async () => {
      const answer = await api.call('POST', '/v1/probe/dto', { body: '' });
      expect(answer.body).toMatchObject({
        status: 422,
        errors: [{ pointer: '/name', code: 'required' }],
      });
    });

    it('asks for the key before it reads the body', async () => {
      const answer = await api.call('POST', '/v1/probe/raw', { key: null, body: '{' });
      expect(answer.body).toMatchObject({ status: 401, code: 'unauthorized' });
    });

    it('asks for role and scope before it reads the body', async () => {
      const ours = await api.call('POST', '/v1/tenants', { body: { name: 'Ours' } });
      const theirs = await api.call('POST', '/v1/tenants', { body: { name: 'Theirs' } });
      const path = (tenant: unknown): string => `/v1/tenants/${String(tenant)}/api-keys`;
      const { body } = await api.call('POST', path(ours.body['id']), {
        body: { role: 'viewer', name: 'Reads' },
      });
      const unread = { key: String(body['key']), body: '[[' };
      expect((await api.call('POST', path(ours.body['id']), unread)).status).toBe(403);
      expect((await api.call('POST', path(theirs.body['id']), unread)).status).toBe(404);
      expect((await api.call('POST', '/v1/tenants', unread)).status).toBe(403);
    });
  });

  describe('validation', () => {
    const send = (body: unknown) => api.call('POST', '/v1/probe/dto', { body });

    it('names every broken rule with its pointer', async () => {
      const answer = await send({ name: 'long', places: [{ city: 'Oslo' }, { city: 3 }] });
      expect(answer.body).toMatchObject({
        status: 422,
        code: 'validation_failed',
        errors: [
          { pointer: '/name', code: 'max_length' },
          { pointer: '/places/1/city', code: 'is_string' },
        ],
      });
    });

    it.each(['extra', '__proto__', 'constructor', 'prototype', 'a/b'])(
      'refuses the unknown field %s',
      async (field) => {
        const answer = await send(`{"name":"x","${field}":1}`);
        const pointer = `/${field.replace('/', '~1')}`;
        expect(answer.body).toMatchObject({
          status: 422,
          errors: [{ pointer, code: 'unknown_field' }],
        });
      },
    );

    it('refuses an unknown field of a nested object', async () => {
      const answer = await send({ name: 'x', places: [{ city: 'Oslo', zip: 1 }] });
      expect(answer.body).toMatchObject({
        errors: [{ pointer: '/places/0/zip', code: 'unknown_field' }],
      });
    });

    it.each(['__proto__', 'constructor'])(
      'refuses a nested %s, which is no field',
      async (name) => {
        const answer = await send(`{"name":"x","places":[{"city":"Oslo","${name}":{"a":1}}]}`);
        expect(answer.body).toMatchObject({
          status: 422,
          errors: [{ pointer: `/places/0/${name}`, code: 'unknown_field' }],
        });
      },
    );

    it.each(['[]', '"x"', '1', 'null'])('refuses %s where an object belongs', async (body) => {
      expect((await send(body)).status).toBe(422);
    });

    it('does not convert what has the wrong type', async () => {
      const answer = await send({ name: 'x', count: '5' });
      expect(answer.body).toMatchObject({ errors: [{ pointer: '/count', code: 'is_int' }] });
    });

    it('reads limit and cursor, with 50 as the default', async () => {
      expect((await api.call('GET', '/v1/probe/page')).body).toEqual({ limit: 50 });
      const answer = await api.call('GET', '/v1/probe/page?limit=7&cursor=abc');
      expect(answer.body).toEqual({ limit: 7, cursor: 'abc' });
    });

    it.each([
      ['limit=0', '/limit', 'min'],
      ['limit=201', '/limit', 'max'],
      ['limit=x', '/limit', 'is_int'],
      ['limit=1&limit=2', '/limit', 'is_int'],
      ['order=asc', '/order', 'unknown_field'],
    ])('refuses the query %s', async (query, pointer, code) => {
      const answer = await api.call('GET', `/v1/probe/page?${query}`);
      expect(answer.status).toBe(422);
      expect(answer.body['errors']).toContainEqual(expect.objectContaining({ pointer, code }));
    });
  });

  describe('problems', () => {
    const fail = (how: string) => api.call('GET', `/v1/probe/fails/${how}`);

    it('tells nothing of an unexpected error but logs it under the request id', async () => {
      const answer = await fail('bug');
      expect(answer.body).toMatchObject({ status: 500, code: 'internal' });
      expect(JSON.stringify(answer.body)).not.toContain('secret of the house');
      expect(api.logged()).toContain('a secret of the house');
      expect(api.logged()).toContain(answer.headers.get('x-request-id'));
    });

    it('passes on status and code of an error made for the client', async () => {
      expect((await fail('conflict')).body).toEqual({
        type: 'about:blank',
        title: 'Conflict',
        status: 409,
        code: 'external_id_taken',
        detail: 'Taken.',
      });
    });

    it('says when to come back', async () => {
      const answer = await fail('teapot');
      expect(answer.status).toBe(429);
      expect(answer.headers.get('retry-after')).toBe('7');
    });

    it.each(['database', 'refused', 'unavailable'])(
      'answers 503 when there is no database: %s',
      async (how) => {
        const answer = await fail(how);
        expect(answer.body).toMatchObject({ status: 503, code: 'unavailable' });
        expect(answer.headers.get('retry-after')).toBe('1');
      },
    );

    it('answers unknown routes and methods as problems', async () => {
      for (const [method, path] of [
        ['GET', '/nothing'],
        ['PUT', '/v1/tenants'],
      ] as const) {
        const answer = await api.call(method, path);
        expect(answer.body).toMatchObject({ status: 404, code: 'not_found' });
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      }
    });

    it('answers a path that cannot be decoded as a problem', async () => {
      const answer = await api.call('GET', '/v1/tenants/%zz');
      expect(answer.body).toMatchObject({ status: 400, code: 'bad_request' });
    });
  });

  it('answers with a request id, the own one where it is a plain token', async () => {
    const given = await api.call('GET', '/open', { headers: { 'x-request-id': 'abc-1' } });
    expect(given.headers.get('x-request-id')).toBe('abc-1');
    const odd = await api.call('GET', '/open', { headers: { 'x-request-id': 'a b"' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^req_/);
    expect(odd.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('logs a line per request without query, body or key', async () => {
    const headers = { 'x-request-id': 'logged-1' };
    await api.call('GET', '/v1/probe/page?cursor=private', { headers });
    const line = await api.lineOf('logged-1');
    expect(JSON.parse(line)).toMatchObject({
      method: 'GET',
      route: '/v1/probe/page',
      status: 200,
      key_id: 'bootstrap',
    });
    expect(line).not.toContain('private');
    expect(api.logged()).not.toContain('pr_the-bootstrap');
  });

  it('serves its OpenAPI document without a key', async () => {
    const document = await api.call('GET', '/openapi.json', { key: null });
    expect(document.body).toMatchObject({ openapi: '3.1.0' });
    const paths = document.body['paths'] as Record<string, unknown>;
    expect(paths['/v1/tenants/{tenant}/api-keys']).toMatchObject({
      post: {
        parameters: [
          { name: 'tenant', in: 'path', required: true },
          { name: 'Idempotency-Key', in: 'header' },
        ],
        responses: { 401: { $ref: '#/components/responses/Unauthorized' } },
      },
    });
    expect(paths['/open']).toMatchObject({ get: { security: [] } });
  });
});
