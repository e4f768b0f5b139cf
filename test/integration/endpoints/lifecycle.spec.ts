import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUuid, parseId } from '../../../src/common/index.js';
import { EndpointLifecycle } from '../../../src/endpoints/index.js';
import { auditedChanges } from '../../support/audited-changes.js';
import { startEndpointsApi } from './endpoints-api.js';
import type { Call, EndpointsApi } from './endpoints-api.js';
import { held, readDelivery, seedDelivery, untouched } from './seeded-delivery.js';
import type { Seed } from './seeded-delivery.js';

describe('the lifecycle of an endpoint', () => {
  let api: EndpointsApi;
  let lifecycle: EndpointLifecycle;
  let tenant: string;
  let tenantId: string;
  let own: Call;
  let endpoint: string;
  let endpointId: string;

  beforeAll(async () => {
    api = await startEndpointsApi();
    lifecycle = api.app.get(EndpointLifecycle);
    tenant = await api.createTenant();
    tenantId = parseId('tenant', tenant) ?? '';
    own = await api.createKey('tenant', tenant);
  });
  afterAll(() => api.close());

  beforeEach(async () => {
    const path = `/v1/tenants/${tenant}/endpoints`;
    const { body } = await own('POST', path, { url: 'https://hooks.example.com/' });
    endpoint = `${path}/${String(body['id'])}`;
    endpointId = parseId('endpoint', String(body['id'])) ?? '';
  });

  const seed = (of: Seed = {}): Promise<string> =>
    seedDelivery(api.sql, { tenantId, endpointId }, of);
  const deliveryOf = (id: string): Promise<unknown> => readDelivery(api.sql, id);

  it('holds queued deliveries on a pause, but not those in flight or retried by hand', async () => {
    const waiting = await seed();
    const flying = await seed({ leased: true });
    const manual = await seed({ trigger: 'manual' });
    const { status, body } = await own('POST', `${endpoint}/pause`);
    expect([status, body['status']]).toEqual([200, 'paused']);
    expect(await deliveryOf(waiting)).toEqual(held('endpoint_paused'));
    expect(await deliveryOf(flying)).toEqual(untouched);
    expect(await deliveryOf(manual)).toEqual(untouched);
  });

  it('holds on a second pause what returned to the queue after the first', async () => {
    await own('POST', `${endpoint}/pause`);
    const late = await seed();
    expect((await own('POST', `${endpoint}/pause`)).body['status']).toBe('paused');
    expect(await deliveryOf(late)).toEqual(held('endpoint_paused'));
  });

  it('leaves the deliveries of other endpoints in the queue', async () => {
    const theirs = await seed();
    const other = await own('POST', `/v1/tenants/${tenant}/endpoints`, {
      url: 'https://hooks.example.com/',
    });
    await own('POST', `/v1/tenants/${tenant}/endpoints/${String(other.body['id'])}/pause`);
    expect(await deliveryOf(theirs)).toEqual(untouched);
  });

  it('sends held deliveries on a resume, at once and at their former step', async () => {
    const id = await seed();
    await own('POST', `${endpoint}/pause`);
    const { status, body } = await own('POST', `${endpoint}/resume`);
    expect([status, body['status']]).toEqual([200, 'active']);
    expect(await deliveryOf(id)).toEqual({ ...untouched, reason: 'queued' });
    const { rows } = await api.sql.query(
      `SELECT q.attempts, q.step, q.due_at <= now() AS due, q.leased_until, q.trigger,
         q.event_id = d.event_id AND q.tenant_id = d.tenant_id AS same
       FROM delivery_queue q JOIN deliveries d ON d.id = q.delivery_id WHERE delivery_id = $1`,
      [id],
    );
    expect(rows).toEqual([
      { attempts: 3, step: 2, due: true, leased_until: null, trigger: 'automatic', same: true },
    ]);
  });

  it('moves more deliveries than one statement takes', async () => {
    await api.sql.query(
      `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status,
         reason, max_attempts, created_at)
       SELECT gen_random_uuid(), gen_random_uuid(), $1, $2, 'session.approved', 'envelope',
         'pending', 'queued', 12, now() FROM generate_series(1, 2100)`,
      [tenantId, endpointId],
    );
    await api.sql.query(
      `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at)
       SELECT id, event_id, endpoint_id, tenant_id, now() FROM deliveries WHERE endpoint_id = $1`,
      [endpointId],
    );
    const counts = async (): Promise<unknown> =>
      (
        await api.sql.query(
          `SELECT d.status, count(*)::int, count(q.delivery_id)::int AS queued
           FROM deliveries d LEFT JOIN delivery_queue q ON q.delivery_id = d.id
           WHERE d.endpoint_id = $1 GROUP BY d.status`,
          [endpointId],
        )
      ).rows;
    await own('POST', `${endpoint}/pause`);
    expect(await counts()).toEqual([{ status: 'held', count: 2100, queued: 0 }]);
    await own('POST', `${endpoint}/resume`);
    expect(await counts()).toEqual([{ status: 'pending', count: 2100, queued: 2100 }]);
    await own('DELETE', endpoint);
    expect(await counts()).toEqual([{ status: 'cancelled', count: 2100, queued: 0 }]);
  });

  it('skips held deliveries if the resume says so, and what returned to the queue since the pause', async () => {
    const before = await seed();
    await own('POST', `${endpoint}/pause`);
    const since = await seed();
    await own('POST', `${endpoint}/resume`, { held: 'skip' });
    for (const id of [before, since]) {
      expect(await deliveryOf(id)).toEqual({
        status: 'skipped',
        reason: 'operator_skipped',
        unhappy: true,
        settled: true,
        queued: false,
      });
    }
  });

  it('releases held deliveries of an active endpoint too, and skips no queued ones', async () => {
    const waiting = await seed();
    const kept = await seed({ status: 'held', reason: 'endpoint_paused', queued: false });
    await own('POST', `${endpoint}/resume`, { held: 'skip' });
    expect(await deliveryOf(waiting)).toEqual(untouched);
    expect(await deliveryOf(kept)).toMatchObject({ status: 'skipped' });
    const again = await seed({ status: 'held', reason: 'endpoint_paused', queued: false });
    await own('POST', `${endpoint}/resume`);
    expect(await deliveryOf(again)).toEqual({ ...untouched, reason: 'queued' });
  });

  it('refuses any other value of `held`', async () => {
    await own('POST', `${endpoint}/pause`);
    expect(await own('POST', `${endpoint}/resume`, { held: 'drop' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/held', code: 'is_in' }] },
    });
    expect((await own('GET', endpoint)).body['status']).toBe('paused');
  });

  it('disables with a reason and holds queued deliveries; a resume clears the failures', async () => {
    const id = await seed();
    await api.sql.query(
      `INSERT INTO endpoint_health (endpoint_id, last_success_at, failing_since, held_back_until)
       VALUES ($1, '2026-01-01Z', '2026-01-02Z', now() + interval '1 hour')`,
      [endpointId],
    );
    await lifecycle.disable(endpointId, 'receiver_gone');
    const { body } = await own('GET', endpoint);
    expect(body).toMatchObject({
      status: 'disabled',
      disabled_reason: 'receiver_gone',
      last_success_at: '2026-01-01T00:00:00.000Z',
      failing_since: '2026-01-02T00:00:00.000Z',
    });
    expect(await deliveryOf(id)).toEqual(held('endpoint_disabled'));
    const audit = await own('GET', `/v1/tenants/${tenant}/audit`);
    expect(auditedChanges(audit.body).slice(0, 1)).toMatchObject([
      { actor: 'system', action: 'endpoint.disabled', details: { reason: 'receiver_gone' } },
    ]);

    const resumed = await own('POST', `${endpoint}/resume`);
    expect(resumed.body).toMatchObject({
      status: 'active',
      disabled_reason: null,
      last_success_at: '2026-01-01T00:00:00.000Z',
      failing_since: null,
    });
    const { rows } = await api.sql.query(
      'SELECT held_back_until FROM endpoint_health WHERE endpoint_id = $1',
      [endpointId],
    );
    expect(rows).toEqual([{ held_back_until: null }]);
    expect(await deliveryOf(id)).toEqual({ ...untouched, reason: 'queued' });
  });

  it('stays disabled when paused, and keeps the first reason', async () => {
    await lifecycle.disable(endpointId, 'receiver_gone');
    await lifecycle.disable(endpointId, 'failing');
    const { body } = await own('POST', `${endpoint}/pause`);
    expect(body).toMatchObject({ status: 'disabled', disabled_reason: 'receiver_gone' });
  });

  it('is not disabled by an answer to an earlier version of it, nor once it is deleted', async () => {
    await own('PATCH', endpoint, { url: 'https://new.example.com/' });
    expect(await lifecycle.disable(endpointId, 'receiver_gone', 1)).toBe(false);
    expect((await own('GET', endpoint)).body['status']).toBe('active');
    expect(await lifecycle.disable(endpointId, 'receiver_gone', 2)).toBe(true);
    expect((await own('GET', endpoint)).body['status']).toBe('disabled');
    await own('DELETE', endpoint);
    expect(await lifecycle.disable(endpointId, 'receiver_gone')).toBe(true);
    expect(await lifecycle.disable(newUuid(), 'receiver_gone')).toBe(true);
  });

  it('cancels on a delete what is queued, in flight or held, and restores settled deliveries', async () => {
    const waiting = await seed();
    const flying = await seed({ leased: true });
    const kept = await seed({ status: 'held', reason: 'poison', queued: false });
    const done = await seed({ status: 'succeeded', queued: false });
    const retried = await seed({ trigger: 'manual', resumeStatus: 'failed' });
    await own('DELETE', endpoint);
    for (const id of [waiting, flying, kept]) {
      expect(await deliveryOf(id)).toEqual({
        status: 'cancelled',
        reason: 'endpoint_deleted',
        unhappy: true,
        settled: true,
        queued: false,
      });
    }
    expect(await deliveryOf(done)).toMatchObject({ status: 'succeeded' });
    expect(await deliveryOf(retried)).toMatchObject({
      status: 'failed',
      reason: 'attempts_exhausted',
      queued: false,
    });
    const { rows } = await api.sql.query(
      'SELECT count(*)::int FROM endpoint_secrets WHERE endpoint_id = $1',
      [endpointId],
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('waits for a publish in progress and holds its deliveries', async () => {
    const publisher = await api.sql.connect();
    try {
      await publisher.query('BEGIN');
      await publisher.query('SELECT FROM tenants WHERE id = $1 FOR SHARE', [tenantId]);
      const paused = own('POST', `${endpoint}/pause`);
      await lockWaiter(api);
      const id = newUuid();
      await publisher.query(
        `WITH d AS (
           INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status,
             reason, max_attempts, created_at)
           VALUES ($1, $1, $2, $3, 'session.approved', 'envelope', 'pending', 'queued', 12, now())
           RETURNING *)
         INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at)
         SELECT id, event_id, endpoint_id, tenant_id, now() FROM d`,
        [id, tenantId, endpointId],
      );
      await publisher.query('COMMIT');
      await paused;
      expect(await deliveryOf(id)).toEqual(held('endpoint_paused'));
    } finally {
      publisher.release();
    }
  });
});

/** Resolves once a session of this database waits for a lock. */
async function lockWaiter({ sql }: EndpointsApi): Promise<void> {
  for (;;) {
    const { rows } = await sql.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}
