import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { startInspectionApi } from './inspection-api.js';
import type { InspectionApi } from './inspection-api.js';

interface Page {
  data: { id: string }[];
  next_cursor: string | null;
}

describe('deliveries', () => {
  let api: InspectionApi;
  let tenant: string;
  let active: string;
  let paused: string;
  let failed: string;
  let succeeded: string;
  let fresh: string;
  let held: string;

  beforeAll(async () => {
    api = await startInspectionApi();
    tenant = await api.createTenant({ external_id: 'acme' });
    active = await api.createEndpoint(tenant);
    const deliver = async (type?: string) => {
      const status = type?.split('.')[1] ?? 'created';
      const event = await api.publish(tenant, { status }, type);
      return (await api.deliveriesOf(tenant, event))[0] ?? '';
    };
    failed = await deliver();
    succeeded = await deliver('session.started');
    await api.attempt(succeeded, 204);
    await api.attempt(failed, 500);
    await exhaust(failed);
    fresh = await deliver();
    paused = await api.createEndpoint(tenant, { url: 'https://paused.example.net/' });
    await api.admin('POST', `/v1/tenants/${tenant}/endpoints/${paused}/pause`);
    const event = await api.publish(tenant);
    held = (await api.deliveriesOf(tenant, event))[1] ?? '';
  });
  afterAll(() => api.close());

  /** Attempts until the schedule is spent. */
  async function exhaust(delivery: string): Promise<void> {
    for (let step = 0; step < 2; step += 1) {
      await api.sql.query('UPDATE delivery_queue SET due_at = now() WHERE delivery_id = $1', [
        parseId('delivery', delivery),
      ]);
      await api.attempt(delivery, 502);
    }
  }

  const list = async (query: string, path = `/v1/tenants/${tenant}/deliveries`) => {
    const { body } = await api.admin('GET', `${path}?${query}`);
    return (body['data'] as { id: string }[]).map(({ id }) => id);
  };
  const get = async (delivery: string) =>
    (await api.admin('GET', `/v1/tenants/${tenant}/deliveries/${delivery}`)).body;

  it('shows each state with its reason', async () => {
    expect(await get(fresh)).toMatchObject({
      status: 'pending',
      reason: 'queued',
      attempt_count: 0,
      attempts: [],
      next_attempt_at: expect.any(String),
      settled_at: null,
    });
    expect(await get(succeeded)).toMatchObject({
      status: 'succeeded',
      reason: null,
      next_attempt_at: null,
      settled_at: expect.any(String),
      attempts: [{ number: 1, response: { status: 204, body: '' }, error: null }],
    });
    expect(await get(failed)).toMatchObject({
      status: 'failed',
      reason: 'attempts_exhausted',
      attempt_count: 3,
      last_code: 502,
      attempts: [{ number: 1 }, { number: 2 }, { number: 3 }],
    });
    expect(await get(held)).toMatchObject({ status: 'held', reason: 'endpoint_paused' });
  });

  it('shows an attempt under way, and an endpoint that wants to be left alone', async () => {
    const event = await api.publish(tenant);
    const [delivery = ''] = await api.deliveriesOf(tenant, event);
    const { answer } = await api.claim(delivery);
    expect(await get(delivery)).toMatchObject({ in_flight: true, next_attempt_at: null });
    await answer(500);
    const until = new Date(Date.now() + 3_600_000);
    await api.sql.query('UPDATE endpoint_health SET held_back_until = $2 WHERE endpoint_id = $1', [
      parseId('endpoint', active),
      until,
    ]);
    expect(await get(delivery)).toMatchObject({
      status: 'pending',
      reason: 'backing_off',
      in_flight: false,
      next_attempt_at: until.toISOString(),
    });
    expect(await list('reason=backing_off')).toContain(delivery);
    await api.sql.query('UPDATE endpoint_health SET held_back_until = NULL');
    await api.admin('POST', `/v1/tenants/${tenant}/deliveries/${delivery}/skip`);
  });

  it('filters', async () => {
    expect(await list('status=failed')).toEqual([failed]);
    expect(await list('status=succeeded')).toEqual([succeeded]);
    expect(await list(`status=held&endpoint_id=${paused}`)).toContain(held);
    expect(await list(`status=held&endpoint_id=${active}`)).toEqual([]);
    expect(await list('status=pending')).toContain(fresh);
    expect(await list('status=pending')).not.toContain(failed);
    expect(await list('reason=attempts_exhausted')).toEqual([failed]);
    expect(await list('reason=queued')).toContain(fresh);
    expect(await list('code=502')).toEqual([failed]);
    expect(await list('type=session.started')).toEqual([succeeded]);
    expect(await list('until=2026-01-01')).toEqual([]);
    const { event_id: event } = await get(held);
    expect(await list(`event_id=${String(event)}`)).toHaveLength(2);
  });

  it.each([
    ['status=lost', '/status'],
    ['reason=because', '/reason'],
    ['endpoint_id=evt_1', '/endpoint_id'],
    ['code=600', '/code'],
    ['tenant_id=acme', '/tenant_id'],
  ])('refuses %s', async (query, pointer) => {
    const { status, body } = await api.admin('GET', `/v1/tenants/${tenant}/deliveries?${query}`);
    expect(status).toBe(422);
    expect(body['errors']).toMatchObject([{ pointer }]);
  });

  it('pages over all of them once', async () => {
    const all = await list('limit=200');
    const path = `/v1/tenants/${tenant}/deliveries?limit=2`;
    const seen: string[] = [];
    let query = '';
    for (let hasMore = true; hasMore;) {
      const { body } = await api.admin('GET', `${path}${query}`);
      const { data, next_cursor: next } = body as unknown as Page;
      seen.push(...data.map(({ id }) => id));
      query = `&cursor=${next}`;
      hasMore = next !== null;
    }
    expect(seen).toEqual(all);
  });

  it('cuts bodies at 4 KiB, save in the list of attempts', async () => {
    const event = await api.publish(tenant);
    const [delivery = ''] = await api.deliveriesOf(tenant, event);
    await api.attempt(delivery, 200, 'x'.repeat(5000));
    expect(await get(delivery)).toMatchObject({
      attempts: [{ response: { body: 'x'.repeat(4096), truncated: true } }],
    });
    const path = `/v1/tenants/${tenant}/deliveries/${delivery}/attempts`;
    const { body } = await api.admin('GET', path);
    expect(body).toMatchObject({
      data: [{ response: { body: 'x'.repeat(5000), truncated: false } }],
      next_cursor: null,
    });
  });

  it('pages over attempts from the first to the last', async () => {
    const path = `/v1/tenants/${tenant}/deliveries/${failed}/attempts?limit=2`;
    const first = await api.admin('GET', path);
    expect(first.body['data']).toMatchObject([{ number: 1 }, { number: 2 }]);
    const rest = await api.admin('GET', `${path}&cursor=${String(first.body['next_cursor'])}`);
    expect(rest.body).toMatchObject({ data: [{ number: 3 }], next_cursor: null });
  });

  it('answers for the delivery of another tenant as for none', async () => {
    const other = await api.createTenant();
    const stranger = await api.createKey('tenant', other);
    const path = `/v1/tenants/${other}/deliveries/${failed}`;
    expect((await stranger('GET', path)).status).toBe(404);
    expect((await stranger('GET', `${path}/attempts`)).status).toBe(404);
    expect((await stranger('POST', `${path}/retry`)).status).toBe(404);
    expect((await stranger('POST', `${path}/skip`)).status).toBe(404);
    expect((await stranger('GET', `/v1/tenants/${tenant}/deliveries`)).status).toBe(404);
  });

  it('lists them across tenants for support', async () => {
    const elsewhere = await api.createTenant();
    await api.createEndpoint(elsewhere);
    const event = await api.publish(elsewhere);
    const [delivery = ''] = await api.deliveriesOf(elsewhere, event);
    const idsFor = (query: string) => list(query, '/v1/deliveries');
    expect(await idsFor('limit=200')).toEqual(expect.arrayContaining([delivery, failed]));
    expect(await idsFor('tenant_id=acme&status=failed')).toEqual([failed]);
    expect(await idsFor(`tenant_id=${elsewhere}`)).toEqual([delivery]);
    const viewer = await api.createKey('viewer', tenant);
    expect((await viewer('GET', '/v1/deliveries')).status).toBe(403);
    expect((await api.admin('GET', '/v1/deliveries?tenant_id=unknown')).status).toBe(404);
  });
});
