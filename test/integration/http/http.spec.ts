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

    it('shows nothing of an unexpected error but logs it under the request id', async () => {
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
    expect(paths['/health/live']).toMatchObject({ get: { security: [] } });
  });
});
