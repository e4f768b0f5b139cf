import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProbeController } from './probe.controller.js';
import { startTestApi } from './test-api.js';
import type { TestApi } from './test-api.js';

describe('bodies', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi([ProbeController]);
  });
  afterAll(() => api.close());

  const raw = (body: unknown, headers = {}) => api.call('POST', '/v1/probe/raw', { body, headers });

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
    const text = '{"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}}}}';
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
