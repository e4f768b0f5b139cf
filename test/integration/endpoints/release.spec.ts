import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUuid, parseId } from '../../../src/common/index.js';
import { finishRelease } from '../../../src/queue/index.js';
import { startEndpointsApi } from './endpoints-api.js';
import type { Call, EndpointsApi } from './endpoints-api.js';
import { held, readDelivery, seedDelivery } from './seeded-delivery.js';
import type { Seed } from './seeded-delivery.js';

describe('the release of held deliveries', () => {
  let api: EndpointsApi;
  let tenantId: string;
  let own: Call;
  let endpoint: string;
  let endpointId: string;

  beforeAll(async () => {
    api = await startEndpointsApi();
    const tenant = await api.createTenant();
    tenantId = parseId('tenant', tenant) ?? '';
    own = await api.createKey('tenant', tenant);
    endpoint = `/v1/tenants/${tenant}/endpoints`;
  });
  afterAll(() => api.close());

  const path = (): string => `${endpoint}/ep_${endpointId.replaceAll('-', '')}`;

  beforeEach(async () => {
    const { body } = await own('POST', endpoint, { url: 'https://hooks.example.com/' });
    endpointId = parseId('endpoint', String(body['id'])) ?? '';
  });

  async function releasing(): Promise<unknown> {
    const { rows } = await api.sql.query<{ releasing: unknown }>(
      'SELECT releasing FROM endpoints WHERE id = $1',
      [endpointId],
    );
    return rows[0]?.releasing;
  }

  async function notices(): Promise<unknown[]> {
    const { rows } = await api.sql.query<object>(
      'SELECT type, data FROM endpoint_notices WHERE endpoint_id = $1 ORDER BY id',
      [endpointId],
    );
    return rows;
  }

  const seed = (of: Seed = {}): Promise<string> =>
    seedDelivery(api.sql, { tenantId, endpointId }, of);
  const deliveryOf = (id: string): Promise<unknown> => readDelivery(api.sql, id);

  it('neither sends nor skips quarantined deliveries', async () => {
    const id = await seed({ status: 'held', reason: 'poison', queued: false });
    for (const choice of ['send', 'skip']) {
      await own('POST', `${path()}/pause`);
      await own('POST', `${path()}/resume`, { held: choice });
      expect(await deliveryOf(id)).toMatchObject({
        status: 'held',
        reason: 'poison',
        queued: false,
      });
    }
    expect(await releasing()).toBeNull();
  });

  it('skips an address that was put on hold again', async () => {
    const id = await seed({ status: 'held', reason: 'address_on_hold', queued: false });
    const other = await seed({ status: 'held', reason: 'address_on_hold', queued: false });
    await api.sql.query(`UPDATE deliveries SET recipient = 'a@example.com' WHERE id = $1`, [id]);
    await api.sql.query(
      `INSERT INTO held_addresses (endpoint_id, recipient, reason) VALUES ($1, 'a@example.com', 'bounced')`,
      [endpointId],
    );
    await api.sql.query(`UPDATE endpoints SET releasing = 'send' WHERE id = $1`, [endpointId]);
    await finishRelease(api.app.get(DataSource).manager, endpointId);
    expect(await deliveryOf(id)).toMatchObject({ status: 'held' });
    expect(await deliveryOf(other)).toMatchObject({ status: 'pending', queued: true });
    expect(await releasing()).toBeNull();
  });

  it('queues in the order of subjects if the endpoint is ordered', async () => {
    await api.sql.query('UPDATE endpoints SET ordered = true WHERE id = $1', [endpointId]);
    const subject = newUuid();
    const ids: string[] = [];
    for (const sequence of [2, 1]) {
      const id = await seed({ status: 'held', reason: 'endpoint_paused', queued: false });
      await api.sql.query(
        `INSERT INTO events (id, tenant_id, type, created_at, subject_hash, sequence, is_sandbox)
         SELECT event_id, tenant_id, event_type, now(), $2, $3, false FROM deliveries WHERE id = $1`,
        [id, subject, sequence],
      );
      ids.push(id);
    }
    await own('POST', `${path()}/pause`);
    await own('POST', `${path()}/resume`);
    const { rows } = await api.sql.query(
      `SELECT delivery_id AS id, subject_hash, sequence::int FROM delivery_queue
       WHERE endpoint_id = $1 ORDER BY sequence`,
      [endpointId],
    );
    expect(rows).toEqual([
      { id: ids[1], subject_hash: subject, sequence: 1 },
      { id: ids[0], subject_hash: subject, sequence: 2 },
    ]);
  });

  it('keeps a subject waiting for its event that is being retried by hand', async () => {
    await api.sql.query('UPDATE endpoints SET ordered = true WHERE id = $1', [endpointId]);
    const subject = newUuid();
    const first = await seed({
      status: 'held',
      reason: 'endpoint_paused',
      leased: true,
      trigger: 'manual',
      resumeStatus: 'held',
    });
    const second = await seed({ status: 'held', reason: 'endpoint_paused', queued: false });
    for (const [index, id] of [first, second].entries()) {
      await api.sql.query(
        `INSERT INTO events (id, tenant_id, type, created_at, subject_hash, sequence, is_sandbox)
         SELECT event_id, tenant_id, event_type, now(), $2, $3, false FROM deliveries WHERE id = $1`,
        [id, subject, index + 1],
      );
    }
    await own('POST', `${path()}/pause`);
    await own('POST', `${path()}/resume`);
    const { rows } = await api.sql.query(
      `SELECT delivery_id AS id, subject_hash, resume_status, due_at = 'infinity' AS waits
       FROM delivery_queue WHERE endpoint_id = $1 ORDER BY sequence`,
      [endpointId],
    );
    expect(rows).toEqual([
      { id: first, subject_hash: subject, resume_status: null, waits: false },
      { id: second, subject_hash: subject, resume_status: null, waits: true },
    ]);
  });

  it('clears the failures and back-off of the endpoint on a resume', async () => {
    await own('POST', `${path()}/pause`);
    await api.sql.query(
      `INSERT INTO endpoint_health (endpoint_id, failing_since, failed_events, strikes, window_from,
         window_failures, window_successes, trips, open_until, counted_from, failing_notified_at)
       VALUES ($1, now(), 9, 9, now(), 9, 1, 3, now() + interval '5 minutes', now(), now())`,
      [endpointId],
    );
    await own('POST', `${path()}/resume`);
    const { rows } = await api.sql.query(
      `SELECT failing_since, failed_events, strikes, window_from, window_failures, window_successes,
         trips, open_until, held_back_until, counted_from, failing_notified_at,
         ramp_from > now() - interval '1 minute' AS ramps
       FROM endpoint_health WHERE endpoint_id = $1`,
      [endpointId],
    );
    expect(rows).toEqual([
      {
        failing_since: null,
        failed_events: 0,
        strikes: 0,
        window_from: null,
        window_failures: 0,
        window_successes: 0,
        trips: 0,
        open_until: null,
        held_back_until: null,
        counted_from: null,
        failing_notified_at: null,
        ramps: true,
      },
    ]);
    expect((await notices()).at(-1)).toMatchObject({
      type: 'endpoint.recovered',
      data: { reason: 'resumed', status: 'active', url_host: 'hooks.example.com' },
    });
  });

  it('is stopped by a pause', async () => {
    await own('POST', `${path()}/pause`);
    await own('POST', `${path()}/resume`);
    const late = await seed({ status: 'held', reason: 'endpoint_paused', queued: false });
    await api.sql.query(`UPDATE endpoints SET releasing = 'send' WHERE id = $1`, [endpointId]);
    await own('POST', `${path()}/pause`);
    expect(await releasing()).toBeNull();
    await finishRelease(api.app.get(DataSource).manager, endpointId);
    expect(await deliveryOf(late)).toEqual(held('endpoint_paused'));
  });

  it('can be completed after an interruption, by several workers at once, and then clears its mark', async () => {
    const id = await seed({ status: 'held', reason: 'endpoint_disabled', queued: false });
    await api.sql.query(`UPDATE endpoints SET releasing = 'send' WHERE id = $1`, [endpointId]);
    const { manager } = api.app.get(DataSource);
    await Promise.all([1, 2, 3].map(() => finishRelease(manager, endpointId)));
    expect(await deliveryOf(id)).toMatchObject({ status: 'pending', queued: true });
    expect(await releasing()).toBeNull();
  });
});
