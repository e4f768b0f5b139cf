import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid, parseId } from '../../../src/common/index.js';
import { HotPool, statement } from '../../../src/database/index.js';
import { startTestApi } from '../http/test-api.js';
import type { TestApi } from '../http/test-api.js';

const addSecret = statement<object>(
  'add-secret',
  `INSERT INTO endpoint_secrets (id, endpoint_id, sealed_secret) VALUES ($1, $2, '\\x00')`,
);
const readSecretOwners = statement<{ tenant_id: string }>(
  'read-secret-owners',
  `SELECT e.tenant_id FROM endpoint_secrets s JOIN endpoints e ON e.id = s.endpoint_id
   WHERE s.sealed_secret = '\\x00'`,
);
const addEndpoint = statement<object>(
  'test-add-endpoint',
  `INSERT INTO endpoints (id, tenant_id, url, signing) VALUES ($1, $2, 'https://a.example', '[]')`,
);
const addDelivery = statement<object>(
  'test-add-delivery',
  `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status,
     max_attempts, created_at, unhappy)
   VALUES ($1, $4, $2, $3, 'session.approved', 'envelope', $5, 12, now(), $5 <> 'pending')`,
);
const enqueue = statement<object>(
  'test-enqueue',
  `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at)
   VALUES ($1, $4, $3, $2, now())`,
);
const readDelivery = statement<object>(
  'test-read-delivery',
  `SELECT status, reason, unhappy, settled_at IS NOT NULL AS settled FROM deliveries WHERE id = $1`,
);
const readQueue = statement<{ tenant_id: string }>(
  'test-read-queue',
  'SELECT tenant_id FROM delivery_queue',
);
const readTenant = statement<{ fanout_version: number; live_endpoints: number }>(
  'test-read-tenant',
  `SELECT fanout_version, (SELECT count(*)::int FROM endpoints e
     WHERE e.tenant_id = t.id AND e.deleted_at IS NULL) AS live_endpoints
   FROM tenants t WHERE id = $1`,
);

describe('tenants', () => {
  let api: TestApi;
  let pool: HotPool;

  const create = (body: object) => api.call('POST', '/v1/tenants', { body });
  const patch = (tenant: string, body: object) =>
    api.call('PATCH', `/v1/tenants/${tenant}`, { body });

  beforeAll(async () => {
    api = await startTestApi();
    pool = new HotPool({ url: api.databaseUrl });
  });
  afterAll(async () => {
    await pool.close();
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
    await api.call('DELETE', '/v1/tenants/L2');
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

  describe('when deleted', () => {
    const scene = async (externalId: string) => {
      const { body } = await create({ name: externalId, external_id: externalId });
      const tenantId = parseId('tenant', String(body['id'])) ?? '';
      const endpointId = newUuid();
      await pool.run(addEndpoint, [endpointId, tenantId]);
      await pool.run(addSecret, [newUuid(), endpointId]);
      const add = async (status: string): Promise<string> => {
        const id = newUuid();
        const values = [id, tenantId, endpointId, newUuid()];
        await pool.run(addDelivery, [...values, status]);
        if (status === 'pending') await pool.run(enqueue, values);
        return id;
      };
      return {
        tenantId,
        pending: await add('pending'),
        held: await add('held'),
        failed: await add('failed'),
      };
    };

    it('cancel pending and held deliveries and leave the others alone', async () => {
      const gone = await scene('gone');
      const stays = await scene('stays');
      const before = await pool.run(readTenant, [gone.tenantId]);
      expect((await api.call('DELETE', '/v1/tenants/gone')).status).toBe(204);

      const cancelled = {
        status: 'cancelled',
        reason: 'endpoint_deleted',
        unhappy: true,
        settled: true,
      };
      expect(await pool.run(readDelivery, [gone.pending])).toEqual([cancelled]);
      expect(await pool.run(readDelivery, [gone.held])).toEqual([cancelled]);
      expect(await pool.run(readDelivery, [gone.failed])).toMatchObject([{ status: 'failed' }]);
      expect(await pool.run(readDelivery, [stays.pending])).toMatchObject([{ status: 'pending' }]);
      expect(await pool.run(readQueue)).toEqual([{ tenant_id: stays.tenantId }]);
      expect(await pool.run(readSecretOwners)).toEqual([{ tenant_id: stays.tenantId }]);
      const version = (before[0]?.fanout_version ?? 0) + 1;
      expect(await pool.run(readTenant, [gone.tenantId])).toEqual([
        { fanout_version: version, live_endpoints: 0 },
      ]);
    });

    it('are not found by any key, and free their external id', async () => {
      await create({ name: 'Leaving', external_id: 'leaving' });
      const made = await api.call('POST', '/v1/tenants/leaving/api-keys', {
        body: { role: 'tenant', name: 'own' },
      });
      const key = String(made.body['key']);
      expect((await api.call('GET', '/v1/tenants/me', { key })).status).toBe(200);
      expect((await api.call('DELETE', '/v1/tenants/leaving', { key })).status).toBe(403);
      expect((await api.call('DELETE', '/v1/tenants/leaving')).status).toBe(204);
      expect((await api.call('GET', '/v1/tenants/leaving')).status).toBe(404);
      expect((await api.call('DELETE', '/v1/tenants/leaving')).status).toBe(404);
      expect((await api.call('GET', '/v1/tenants/me', { key })).status).toBe(401);
      expect((await create({ name: 'Again', external_id: 'leaving' })).status).toBe(201);
    });
  });
});
