import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUuid, parseId } from '../../../src/common/index.js';
import { PendingFanouts, Publisher } from '../../../src/publishing/index.js';
import { auditedChanges } from '../../support/audited-changes.js';
import { startDeletionLab } from './deletion-lab.js';
import type { Body, DeletionLab, DoomedTenant } from './deletion-lab.js';

const DAY_MS = 86_400_000;
const GONE = { status: 410, body: { code: 'tenant_deleting' } };

let lab: DeletionLab;
let tenant: DoomedTenant;
beforeAll(async () => {
  lab = await startDeletionLab();
});
beforeEach(async () => {
  tenant = await lab.createDoomed();
});
afterAll(() => lab.close());

const data = {
  session_id: 'session_1',
  status: 'created',
  external_ref: null,
  is_sandbox: false,
};
const body = (): object => ({ tenant_id: tenant.tenant, type: 'session.created', data });
/** Publishes in a transaction of an application. */
const publishWithin = (): Promise<{ id: string }> =>
  lab.app.get(DataSource).transaction((manager) => {
    const request = { tenantRef: tenant.tenant, type: 'session.created', data };
    return lab.app.get(Publisher, { strict: false }).publishWithin(manager, request);
  });

describe('a tenant that is being deleted', () => {
  it('is erased after 30 days, which a second request can only bring forward', async () => {
    const before = Date.now();
    const { status, body: shown } = await tenant.remove('', { reason: 'contract ended' });
    expect({ status, shown }).toMatchObject({
      status: 202,
      shown: {
        id: tenant.tenant,
        status: 'deleting',
        deletion: { status: 'scheduled', waiting: null, reason: 'contract ended', receipt: null },
      },
    });
    const deletion = shown['deletion'] as Record<string, string>;
    const graceMs = Date.parse(deletion['erase_at'] ?? '') - before;
    expect(graceMs).toBeGreaterThan(30 * DAY_MS - 1_000);
    expect(graceMs).toBeLessThan(31 * DAY_MS);
    expect((await tenant.remove()).body).toEqual(shown);
    expect((await lab.admin('GET', tenant.path)).body).toEqual(shown);
    const listed = (await lab.admin('GET', '/v1/tenants?limit=1')).body['data'];
    expect(listed).toEqual([shown]);
    expect(await lab.erase()).toBe(false);
    const audit = (await lab.admin('GET', `${tenant.path}/audit`)).body['data'];
    expect(audit).toContainEqual(
      expect.objectContaining({
        action: 'tenant.deletion_requested',
        reason: 'contract ended',
        details: {
          erase_at: deletion['erase_at'],
          before: { status: 'active' },
          after: { status: 'deleting' },
        },
      }),
    );
  });

  it('takes no events, by any way', async () => {
    await lab.publish(tenant.tenant);
    await tenant.remove();
    const publisher = await lab.createKey('publisher');
    expect(await publisher('POST', '/v1/events', body())).toMatchObject(GONE);
    const batch = await publisher('POST', '/v1/events/batch', { events: [body()] });
    expect(batch.body['results']).toMatchObject([{ status: 410, code: 'tenant_deleting' }]);
    await expect(publishWithin()).rejects.toMatchObject({ code: 'tenant_deleting' });
    const asked = await lab.sql.query<{ answer: object }>(
      `SELECT postrider_publish_v1($1, '{}') AS answer`,
      [tenant.tenant],
    );
    expect(asked.rows[0]?.answer).toEqual({ status: 'no_tenant', deleting: true });
    await tenant.restore();
    expect((await publisher('POST', '/v1/events', body())).status).toBe(202);
  });

  it('has keys that do nothing, and staff may read but not change', async () => {
    const event = await lab.publish(tenant.tenant);
    const viewer = await lab.createKey('viewer', tenant.tenant);
    const support = await lab.createKey('support');
    await tenant.remove();
    for (const own of [tenant.own, viewer]) {
      for (const path of ['/v1/tenants/me', tenant.path, '/v1/event-types']) {
        expect(await own('GET', path), path).toMatchObject(GONE);
      }
    }
    for (const path of ['', `/events/${event}`, '/deliveries', '/endpoints', '/audit']) {
      expect((await support('GET', `${tenant.path}${path}`)).status, path).toBe(200);
    }
    const pause = `${tenant.path}/endpoints/${tenant.endpoint}/pause`;
    for (const staff of [support, lab.admin]) {
      expect(await staff('POST', pause)).toMatchObject(GONE);
    }
    expect(await lab.admin('PATCH', tenant.path, { name: 'New' })).toMatchObject(GONE);
    const reveal = `${tenant.path}/events/${event}/reveal`;
    expect((await support('POST', reveal, { reason: 'ticket 7' })).status).toBe(200);
    await tenant.restore();
    expect((await tenant.own('GET', '/v1/tenants/me')).body).toMatchObject({
      status: 'active',
      deletion: null,
    });
  });

  it('keeps its external id', async () => {
    const { body: made } = await lab.admin('POST', '/v1/tenants', {
      name: 'A',
      external_id: 'kept',
    });
    await lab.admin('DELETE', '/v1/tenants/kept');
    const again = await lab.admin('POST', '/v1/tenants', { name: 'B', external_id: 'kept' });
    expect(again).toMatchObject({ status: 409, body: { code: 'external_id_taken' } });
    expect(again.body['detail']).toContain('being deleted');
    await lab.admin('DELETE', `/v1/tenants/${String(made['id'])}?now=true`);
    expect(
      (await lab.admin('POST', '/v1/tenants', { name: 'B', external_id: 'kept' })).status,
    ).toBe(201);
  });

  it('gets no mail that asks a recipient to confirm, and no notice', async () => {
    await lab.sql.query(
      `INSERT INTO endpoint_notices (id, tenant_id, endpoint_id, type, data) VALUES ($1, $2, $3, 'endpoint.failing', '{}')`,
      [newUuid(), tenant.id, parseId('endpoint', tenant.endpoint)],
    );
    const { IS_NOTICE_DUE } = await import('../../../src/endpoint-monitor/notice-publisher.js');
    const isDue = async (): Promise<unknown> =>
      (await lab.sql.query(`SELECT ${IS_NOTICE_DUE} AS due`)).rows[0];
    expect(await isDue()).toEqual({ due: true });
    await tenant.remove();
    expect(await isDue()).toEqual({ due: false });
    await lab.sql.query('DELETE FROM endpoint_notices');
  });
});

describe('the deliveries of a tenant that is being deleted', () => {
  const queued = (): Promise<number> =>
    lab.count('SELECT FROM delivery_queue WHERE tenant_id = $1', [tenant.id]);
  const shownEndpoint = async (id = tenant.endpoint): Promise<Body> =>
    (await lab.admin('GET', `${tenant.path}/endpoints/${id}`)).body;

  it('are held, and sent when it is restored', async () => {
    const paused = await lab.createEndpoint(tenant.tenant, { event_types: ['document.*'] });
    await tenant.own('POST', `${tenant.path}/endpoints/${paused}/pause`);
    const waiting = await tenant.deliver();
    const sent = await tenant.deliver();
    await lab.attempt(sent, 200);
    await tenant.own('POST', `${tenant.path}/deliveries/${sent}/retry`);
    await tenant.remove();
    expect(await queued()).toBe(0);
    expect(await tenant.shownToAdmin(waiting)).toMatchObject({
      status: 'held',
      reason: 'endpoint_paused',
    });
    expect(await tenant.shownToAdmin(sent)).toMatchObject({ status: 'succeeded' });
    expect(await shownEndpoint()).toMatchObject({
      status: 'paused',
      disabled_reason: 'tenant_deleting',
    });
    expect(await tenant.restore()).toMatchObject({ status: 200, body: { status: 'active' } });
    expect(await shownEndpoint()).toMatchObject({ status: 'active', disabled_reason: null });
    expect(await shownEndpoint(paused)).toMatchObject({ status: 'paused', disabled_reason: null });
    await lab.attempt(waiting, 200);
    expect(await tenant.delivery(waiting)).toMatchObject({ status: 'succeeded' });
    const { body: audit } = await tenant.own('GET', '/v1/tenants/me/audit');
    expect(auditedChanges(audit)[0]).toMatchObject({
      action: 'tenant.restored',
      details: { held: 'send', before: { status: 'deleting' }, after: { status: 'active' } },
    });
    expect(await tenant.restore()).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('are skipped where the restore says so', async () => {
    const waiting = await tenant.deliver();
    await tenant.remove();
    await tenant.restore({ held: 'skip' });
    expect(await tenant.delivery(waiting)).toMatchObject({
      status: 'skipped',
      reason: 'operator_skipped',
    });
  });

  it('under way are recorded, and what is to be tried again is held', async () => {
    const delivery = await tenant.deliver();
    const { answer } = await lab.claim(delivery);
    await tenant.remove();
    await answer(500);
    expect(await tenant.shownToAdmin(delivery)).toMatchObject({ status: 'held', attempt_count: 1 });
    await tenant.restore();
    expect(await tenant.delivery(delivery)).toMatchObject({ status: 'pending' });
  });

  it('of an event whose fan-out was still to be done are held', async () => {
    const { id } = await publishWithin();
    await tenant.remove();
    await lab.app.get(PendingFanouts, { strict: false }).run();
    const [delivery = ''] = await lab.deliveriesOf(tenant.tenant, id);
    expect(await tenant.shownToAdmin(delivery)).toMatchObject({ status: 'held' });
    await tenant.restore();
    expect(await tenant.delivery(delivery)).toMatchObject({ status: 'pending' });
  });

  it('that wait in a digest are held', async () => {
    const endpointId = newUuid();
    await lab.sql.query(
      `INSERT INTO endpoints (id, tenant_id, signing, channel, recipients) VALUES ($1, $2, '[]', 'email', '{a@x.example}')`,
      [endpointId, tenant.id],
    );
    const delivery = newUuid();
    const event = newUuid();
    await lab.sql.query(
      `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, channel, format, status, reason,
         max_attempts, created_at, recipient)
       VALUES ($1, $2, $3, $4, 'session.created', 'email', 'envelope', 'pending', 'waiting_for_digest', 12, now(), 'a@x.example')`,
      [delivery, event, tenant.id, endpointId],
    );
    await lab.sql.query(
      `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, recipient)
       VALUES ($1, $2, $3, $4, 'infinity', 'a@x.example')`,
      [delivery, event, endpointId, tenant.id],
    );
    await tenant.remove();
    expect(await queued()).toBe(0);
    await tenant.restore();
    expect(await queued()).toBe(1);
  });

  it('of a replay wait, and the replay goes on after the restore', async () => {
    await tenant.failed();
    const { body: started } = await tenant.replay('failed');
    await tenant.remove();
    await lab.work();
    const shown = async (): Promise<Body> =>
      (await lab.admin('GET', `${tenant.path}/replays/${String(started['id'])}`)).body;
    expect(await shown()).toMatchObject({ state: 'running', queued: 0 });
    await tenant.restore();
    await lab.work();
    expect(await shown()).toMatchObject({ queued: 1 });
  });
});
