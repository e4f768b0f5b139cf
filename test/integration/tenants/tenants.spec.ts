import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi } from '../http/test-api.js';
import type { TestApi } from '../http/test-api.js';

describe('tenants', () => {
  let api: TestApi;

  const create = (body: object) => api.call('POST', '/v1/tenants', { body });
  const patch = (tenant: string, body: object) =>
    api.call('PATCH', `/v1/tenants/${tenant}`, { body });

  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(async () => {
    await api.close();
  });

  it('are created and read back', async () => {
    const created = await create({ name: 'Acme', external_id: 'acme-1' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ name: 'Acme', external_id: 'acme-1' });
    const read = await api.call('GET', `/v1/tenants/${String(created.body['id'])}`);
    expect(read.body).toEqual(created.body);
    const plain = await create({ name: 'No external id' });
    expect(plain.body).toMatchObject({ external_id: null });
  });

  it.each([
    [{}, '/name', 'required'],
    [{ name: '' }, '/name', 'min_length'],
    [{ name: 5 }, '/name', 'is_string'],
    [{ name: ' \u2003' }, '/name', 'matches'],
    [{ name: 'a\u0000' }, '/name', 'matches'],
    [{ name: 'a\ud800' }, '/name', 'lone_surrogate'],
    [{ name: 'x', external_id: 'me' }, '/external_id', 'matches'],
    [{ name: 'x', external_id: 'ten_abc' }, '/external_id', 'matches'],
    [{ name: 'x', external_id: 'a/b' }, '/external_id', 'matches'],
    [{ name: 'x', external_id: '' }, '/external_id', 'matches'],
    [{ name: 'x', external_id: '.' }, '/external_id', 'matches'],
    [{ name: 'x', external_id: '..' }, '/external_id', 'matches'],
    [{ name: 'x', external_id: 'a\u0007' }, '/external_id', 'matches'],
    [{ name: 'x', external_id: 'a\u200bb' }, '/external_id', 'matches'],
    [{ name: 'x', external_id: 'a\u202eb' }, '/external_id', 'matches'],
    [{ name: 'x', external_id: 'a\u3164b' }, '/external_id', 'matches'],
    [{ name: 'x', external_id: 'e\u0301' }, '/external_id', 'is_composed'],
    [{ name: 'x', external_id: '\udc00' }, '/external_id', 'lone_surrogate'],
    [{ name: 'x', external_id: 7 }, '/external_id', 'matches'],
    [{ name: 'x', colour: 'red' }, '/colour', 'unknown_field'],
  ])('are refused for %j', async (body, pointer, code) => {
    const answer = await create(body);
    expect(answer.status).toBe(422);
    expect(answer.body['errors']).toContainEqual(expect.objectContaining({ pointer, code }));
  });

  it.each(['...', '.a', 'a.b', '😀'])('may have the external id %s', async (externalId) => {
    expect((await create({ name: 'x', external_id: externalId })).status).toBe(201);
    const read = await api.call('GET', `/v1/tenants/${encodeURIComponent(externalId)}`);
    expect(read.body).toMatchObject({ external_id: externalId });
  });

  it('are found by any external id that was accepted', async () => {
    const externalId = '客'.repeat(128);
    expect((await create({ name: 'Long', external_id: externalId })).status).toBe(201);
    const read = await api.call('GET', `/v1/tenants/${encodeURIComponent(externalId)}`);
    expect(read.body).toMatchObject({ external_id: externalId });
  });

  it('cannot share an external id', async () => {
    await create({ name: 'First', external_id: 'taken' });
    const second = await create({ name: 'Second', external_id: 'taken' });
    expect(second.body).toMatchObject({ status: 409, code: 'external_id_taken' });
    const third = await create({ name: 'Third', external_id: 'free' });
    expect((await patch(String(third.body['id']), { external_id: 'taken' })).status).toBe(409);
  });

  it('change only in the fields that are present', async () => {
    const { body } = await create({ name: 'Before', external_id: 'before' });
    const id = String(body['id']);
    expect((await patch(id, { name: 'After' })).body).toEqual({ ...body, name: 'After' });
    expect((await patch('before', { external_id: 'after' })).body).toMatchObject({ name: 'After' });
    expect((await api.call('GET', '/v1/tenants/before')).status).toBe(404);
    expect((await api.call('GET', '/v1/tenants/after')).status).toBe(200);
    expect((await patch(id, { external_id: null })).body).toMatchObject({ external_id: null });
    expect((await patch(id, {})).body).toMatchObject({ name: 'After' });
    expect((await patch(id, { name: null })).status).toBe(422);
  });

  it('keep their records for a shorter time than the installation where admin says so', async () => {
    const { body } = await create({ name: 'Acme' });
    const id = String(body['id']);
    const shorter = await patch(id, { record_retention_days: 400 });
    expect(shorter.body).toEqual({ ...body, record_retention_days: 400 });
    const longer = await patch(id, { record_retention_days: 1826 });
    expect(longer.body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/record_retention_days', code: 'max' }],
    });
  });

  it('are listed newest first, without the deleted ones', async () => {
    for (const name of ['L1', 'L2', 'L3']) await create({ name, external_id: name });
    await api.call('DELETE', '/v1/tenants/L2?now=true');
    const first = await api.call('GET', '/v1/tenants?limit=1');
    expect(first.body['data']).toMatchObject([{ name: 'L3' }]);
    const cursor = String(first.body['next_cursor']);
    const second = await api.call('GET', `/v1/tenants?limit=1&cursor=${cursor}`);
    expect(second.body['data']).toMatchObject([{ name: 'L1' }]);
  });

  it('refuse the cursor of another list', async () => {
    const answer = await api.call('GET', '/v1/tenants?cursor=nonsense');
    expect(answer.body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/cursor', code: 'invalid_cursor' }],
    });
  });
});
