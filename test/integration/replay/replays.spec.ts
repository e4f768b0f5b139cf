import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUuid, parseId } from '../../../src/common/index.js';
import { SOLO_AFTER_LOST_LEASES } from '../../../src/model/index.js';
import { createTestTenant, MAX_ATTEMPTS, startReplayLab } from './replay-lab.js';
import type { ReplayLab, TestTenant } from './replay-lab.js';

let lab: ReplayLab;
let my: TestTenant;

beforeAll(async () => {
  lab = await startReplayLab();
});
beforeEach(async () => {
  my = await createTestTenant(lab);
});
afterAll(() => lab.close());

const eventOf = async (delivery: string): Promise<string> =>
  String((await my.delivery(delivery))['event_id']);
const unsentOf = async (event: string) =>
  (await my.own('GET', `/v1/tenants/me/events/${event}`)).body['unsent'];

describe('a replay of what failed', () => {
  it('restarts the schedule, first with an attempt of the trigger `replay`', async () => {
    const failed = await my.failed();
    const fine = await my.deliver();
    await lab.attempt(fine, 200);
    const { status, body } = await my.replay('failed');
    expect(status).toBe(202);
    expect(body).toEqual({
      id: expect.stringMatching(/^rpl_[0-9a-f]{32}$/),
      matched: 1,
      unreplayable: { redacted: 0, retention_expired: 0, format_cannot_carry: 0 },
    });
    await lab.work();
    expect(await my.delivery(failed)).toMatchObject({
      status: 'pending',
      max_attempts: 12 + MAX_ATTEMPTS,
      settled_at: null,
    });
    expect(await lab.queued(failed)).toMatchObject({ trigger: 'replay', step: 0, attempts: 12 });
    expect(await lab.queued(fine)).toBeUndefined();

    await lab.attempt(failed, 500);
    expect(await my.delivery(failed)).toMatchObject({
      status: 'pending',
      reason: 'retry_scheduled',
      attempt_count: 13,
      attempts: [{ number: 13, trigger: 'replay' }],
    });
    expect(await lab.queued(failed)).toMatchObject({ trigger: 'automatic', step: 1 });
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({
      state: 'finished',
      status: 'failed',
      matched: 1,
      queued: 1,
      outcomes: { pending: 1, delivered: 0, failed: 0, given_up: 0 },
      ended_at: expect.any(String),
    });

    await lab.sql.query('UPDATE delivery_queue SET due_at = now()');
    await lab.attempt(failed, 200);
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({
      state: 'finished',
      outcomes: { pending: 0, delivered: 1, failed: 0 },
    });
  });

  it('retries quarantined deliveries one at a time', async () => {
    const delivery = await my.failed();
    await lab.sql.query(
      `UPDATE deliveries SET status = 'held', reason = 'poison', settled_at = NULL WHERE id = $1`,
      [parseId('delivery', delivery)],
    );
    expect((await my.replay('failed')).body['matched']).toBe(1);
    await lab.work();
    const { rows } = await lab.sql.query('SELECT trigger, lost_leases FROM delivery_queue');
    expect(rows).toEqual([{ trigger: 'replay', lost_leases: SOLO_AFTER_LOST_LEASES }]);
    await lab.sql.query('DELETE FROM delivery_queue');
  });

  it('ignores what lies outside the window or is of another type', async () => {
    const delivery = await my.failed();
    const earlier = { since: new Date(Date.now() - 7_200_000).toISOString() };
    const until = new Date(Date.now() - 3_600_000).toISOString();
    expect((await my.replay('failed', { ...earlier, until })).body['matched']).toBe(0);
    expect((await my.replay('failed', { types: ['case.*'] })).body['matched']).toBe(0);
    const named = await my.replay('failed', { types: ['session.*', 'session.created'] });
    expect(named.body['matched']).toBe(1);
    await lab.work();
    expect(await lab.queued(delivery)).toMatchObject({ trigger: 'replay' });
  });

  it('skips deliveries that are being retried by hand', async () => {
    const delivery = await my.failed();
    await my.own('POST', `/v1/tenants/me/deliveries/${delivery}/retry`);
    const { body } = await my.replay('failed');
    expect(body['matched']).toBe(0);
    await lab.work();
    expect(await lab.queued(delivery)).toMatchObject({ trigger: 'manual', attempts: 12 });
    expect(await my.shown(body['id'])).toMatchObject({
      state: 'finished',
      skipped: { already_pending: 1 },
    });
  });

  it('can be brought forward by a retry by hand', async () => {
    const delivery = await my.failed();
    await my.replay('failed');
    await lab.work();
    await my.own('POST', `/v1/tenants/me/deliveries/${delivery}/retry`);
    await lab.attempt(delivery, 500);
    expect(await my.delivery(delivery)).toMatchObject({
      status: 'pending',
      attempts: [{ number: 13, trigger: 'manual' }],
    });
    expect(await lab.queued(delivery)).toMatchObject({ trigger: 'automatic', step: 0 });
  });

  it('counts redacted and expired events separately and sends neither', async () => {
    const redacted = await my.failed();
    await lab.admin('POST', `/v1/tenants/${my.tenant}/events/${await eventOf(redacted)}/redact`);
    const expired = await my.failed();
    await lab.sql.query('DELETE FROM event_bodies WHERE event_id = $1', [
      parseId('event', await eventOf(expired)),
    ]);
    const { body } = await my.replay('failed');
    expect(body).toMatchObject({
      matched: 0,
      unreplayable: { redacted: 1, retention_expired: 1, format_cannot_carry: 0 },
    });
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({
      state: 'finished',
      queued: 0,
      skipped: { redacted: 1, retention_expired: 1 },
    });
    expect(await lab.queued(redacted)).toBeUndefined();
  });

  it('queues no more in a second than its rate says', async () => {
    for (let count = 0; count < 4; count += 1) await my.failed();
    const { body } = await my.replay('failed', { rate_per_second: 1 });
    await lab.sql.query(
      `UPDATE replays SET created_at = now() - interval '30 minutes', queued = 1799,
         next_look_at = now() - interval '1 hour' WHERE id = $1`,
      [parseId('replay', String(body['id']))],
    );
    await lab.step.run();
    expect(await my.shown(body['id'])).toMatchObject({ rate_per_second: 1, queued: 1800 });
    expect((await my.replay('failed', { rate_per_second: 0 })).status).toBe(422);
    await my.cancel(body['id']);
  });

  it('queues a bounded number at a time', async () => {
    const deliveries = [];
    for (let nth = 0; nth < 25; nth += 1) deliveries.push(await my.failed());
    const { body } = await my.replay('failed');
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({ state: 'running', queued: 10 });
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({ state: 'running', queued: 10 });
    for (const delivery of deliveries.slice(0, 10)) await lab.attempt(delivery, 200);
    for (let done = 10; done < 25;) {
      await lab.work();
      const { rows } = await lab.sql.query<{ id: string }>(
        `SELECT delivery_id AS id FROM delivery_queue WHERE trigger = 'replay'`,
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const delivery of deliveries) {
        const id = parseId('delivery', delivery);
        if (rows.some((row) => row.id === id)) await lab.attempt(delivery, 200);
      }
      done += rows.length;
    }
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({
      state: 'finished',
      queued: 25,
      outcomes: { pending: 0, delivered: 25 },
    });
  });
});

describe('a replay of what was missed', () => {
  it('creates deliveries of events from before the endpoint, and corrects their `unsent`', async () => {
    const tenant = await lab.createTenant();
    const event = await lab.publish(tenant);
    const own = await lab.createKey('tenant', tenant);
    const endpoint = await lab.createEndpoint(tenant);
    my = { ...my, tenant, endpoint, own };
    expect(await unsentOf(event)).toMatchObject([{ endpoint_id: null, reason: 'no_endpoint' }]);
    const path = `/v1/tenants/me/endpoints/${endpoint}/replay`;
    const since = new Date(Date.now() - 60_000).toISOString();
    const { body } = await own('POST', path, { since, status: 'missing' });
    expect(body['matched']).toBe(1);
    await lab.work();
    const [delivery = ''] = await lab.deliveriesOf(tenant, event);
    expect(await unsentOf(event)).toEqual([]);
    await lab.attempt(delivery, 200);
    await lab.work();
    expect((await own('GET', `/v1/tenants/me/deliveries/${delivery}`)).body).toMatchObject({
      endpoint_id: endpoint,
      status: 'succeeded',
      max_attempts: MAX_ATTEMPTS,
      attempts: [{ number: 1, trigger: 'replay' }],
    });
    const shown = await own('GET', `/v1/tenants/me/replays/${String(body['id'])}`);
    expect(shown.body).toMatchObject({ state: 'finished', outcomes: { delivered: 1 } });
    expect((await own('POST', path, { since, status: 'missing' })).body['matched']).toBe(0);
  });

  it('selects by the current settings of the endpoint', async () => {
    const path = `/v1/tenants/me/endpoints/${my.endpoint}`;
    const narrow = { event_types: ['case.*'], environment: 'live' };
    await my.own('PATCH', path, narrow);
    const [live, sandbox] = [
      await lab.publish(my.tenant),
      await lab.publish(my.tenant, { is_sandbox: true }),
    ];
    expect((await my.replay('missing', { dry_run: true })).body['matched']).toBe(0);
    await my.own('PATCH', path, { event_types: ['session.*'] });
    expect((await my.replay('missing')).body['matched']).toBe(1);
    await lab.work();
    expect(await lab.deliveriesOf(my.tenant, live)).toHaveLength(1);
    expect(await lab.deliveriesOf(my.tenant, sandbox)).toHaveLength(0);
    expect(await unsentOf(sandbox)).toMatchObject([
      { endpoint_id: my.endpoint, reason: 'type_not_subscribed' },
    ]);
  });

  it('ignores events whose fan-out is pending, and tests of other endpoints', async () => {
    const [awaited, tested] = [newUuid(), newUuid()];
    for (const id of [awaited, tested]) {
      await lab.sql.query(
        `INSERT INTO events (id, tenant_id, type, created_at, is_sandbox) VALUES ($1, $2, 'session.created', now(), true)`,
        [id, parseId('tenant', my.tenant)],
      );
      await lab.sql.query(`INSERT INTO event_bodies (event_id, sealed_data) VALUES ($1, '')`, [id]);
    }
    expect((await my.replay('missing', { dry_run: true })).body['matched']).toBe(2);
    await lab.sql.query('INSERT INTO pending_fanouts (event_id) VALUES ($1)', [awaited]);
    await lab.sql.query(
      `WITH delivery AS (
         INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, max_attempts, created_at)
         VALUES ($1, $1, $2, $1, 'session.created', 'envelope', 'succeeded', 1, now())
       )
       INSERT INTO attempts (id, delivery_id, number, trigger, url, started_at, duration_ms) VALUES ($1, $1, 1, 'test', '', now(), 1)`,
      [tested, parseId('tenant', my.tenant)],
    );
    expect((await my.replay('missing')).body['matched']).toBe(0);
    await lab.sql.query('DELETE FROM pending_fanouts');
  });
});
