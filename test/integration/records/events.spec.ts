import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInspectionApi } from './inspection-api.js';
import type { InspectionApi } from './inspection-api.js';

describe('event records', () => {
  let api: InspectionApi;
  let tenant: string;
  let other: string;
  let endpoint: string;
  const ids: string[] = [];

  beforeAll(async () => {
    api = await startInspectionApi();
    tenant = await api.createTenant();
    other = await api.createTenant();
    endpoint = await api.createEndpoint(tenant, { event_types: ['session.*'] });
    ids.push(
      await api.publish(tenant, { session_id: 'session_a', external_ref: 'user_1' }),
      await api.publish(tenant, { session_id: 'session_a', status: 'started' }, 'session.started'),
      await api.publish(tenant, {
        session_id: 'session_b',
        external_ref: 'user_2',
        is_sandbox: true,
      }),
    );
  });
  afterAll(() => api.close());

  const list = async (query: string, path = `/v1/tenants/${tenant}/events`) => {
    const { body } = await api.admin('GET', `${path}?${query}`);
    return (body['data'] as { id: string }[]).map(({ id }) => ids.indexOf(id));
  };

  it('lists those of the sandbox or live ones', async () => {
    expect(await list('environment=sandbox')).toEqual([2]);
    expect(await list('environment=live&type=session.created')).toEqual([0]);
    expect(await list('environment=live&ref=session_b')).toEqual([]);
    expect(await list('environment=all')).toEqual([2, 1, 0]);
    const deliveries = await api.admin(
      'GET',
      `/v1/tenants/${tenant}/deliveries?environment=sandbox`,
    );
    expect(deliveries.body['data']).toMatchObject([{ event_id: ids[2], is_sandbox: true }]);
    const live = await api.admin('GET', `/v1/tenants/${tenant}/deliveries?environment=live`);
    expect(live.body['data']).toMatchObject([
      { event_id: ids[1], is_sandbox: false },
      { event_id: ids[0], is_sandbox: false },
    ]);
    expect((await api.admin('GET', `/v1/tenants/${tenant}/events?environment=test`)).status).toBe(
      422,
    );
  });

  it('shows an event with what became of it', async () => {
    const [delivery = ''] = await api.deliveriesOf(tenant, ids[0] ?? '');
    await api.attempt(delivery, 500, 'try later');
    const { status, body } = await api.admin('GET', `/v1/tenants/${tenant}/events/${ids[0]}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: ids[0],
      tenant_id: tenant,
      type: 'session.created',
      created: expect.any(Number),
      sequence: 1,
      subject: 'session_a',
      external_ref: 'user_1',
      is_sandbox: false,
      caused_by: null,
      derived: [],
      unsent: [],
      violations: null,
      data: { session_id: 'session_a', external_ref: 'user_1' },
      deliveries: [
        {
          id: delivery,
          event_id: ids[0],
          endpoint_id: endpoint,
          channel: 'webhook',
          format: 'envelope',
          status: 'pending',
          reason: 'retry_scheduled',
          in_flight: false,
          attempt_count: 1,
          last_code: 500,
          next_attempt_at: expect.stringMatching(/^\d{4}-.*Z$/),
          attempts: [
            {
              number: 1,
              trigger: 'automatic',
              url: 'https://hooks.example.com/in',
              ip: '203.0.113.7',
              duration_ms: 12,
              timings: { dns_ms: 1.5, connect_ms: 2, tls_ms: 3, first_byte_ms: 4 },
              request: {
                headers: { 'webhook-id': 'evt_x', 'webhook-signature': 'v1,***' },
                body_hash: createHash('sha256').update('body').digest('hex'),
              },
              response: {
                status: 500,
                headers: { 'content-type': 'text/plain' },
                body: 'try later',
                body_encoding: 'utf8',
                truncated: false,
              },
              error: { class: 'http_status', message: 'got 500' },
            },
          ],
        },
      ],
    });
  });

  it('lists deliveries but neither attempts nor data', async () => {
    const { body } = await api.admin('GET', `/v1/tenants/${tenant}/events?limit=1`);
    const [event] = body['data'] as Record<string, unknown>[];
    expect(event).toMatchObject({ id: ids[2], subject: 'session_b', deliveries: [{}] });
    expect(event).not.toHaveProperty('data');
    expect(event).not.toHaveProperty('deliveries.0.attempts');
  });

  it.each([
    ['', [2, 1, 0]],
    ['type=session.created', [2, 0]],
    ['type=session.*', [2, 1, 0]],
    ['type=session.declined', []],
    ['subject=session_a', [1, 0]],
    ['ref=user_2', [2]],
    ['ref=session_a&type=session.started', [1]],
    ['ref=user_', []],
    ['since=2026-01-01T00:00:00Z', [2, 1, 0]],
    ['until=2026-01-01', []],
    ['since=4000000000', []],
  ])('filters by %s', async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  it('pages with a cursor', async () => {
    const path = `/v1/tenants/${tenant}/events?limit=2`;
    const first = await api.admin('GET', path);
    const cursor = String(first.body['next_cursor']);
    expect(await list(`limit=2&cursor=${cursor}`)).toEqual([0]);
    const last = await api.admin('GET', `${path}&cursor=${cursor}`);
    expect(last.body['next_cursor']).toBeNull();
  });

  it.each([
    ['since=yesterday', '/since'],
    ['until=2026-13-01', '/until'],
    ['type=session.%25', '/type'],
    ['limit=201', '/limit'],
    ['cursor=abc', '/cursor'],
    ['status=failed', '/status'],
  ])('refuses %s', async (query, pointer) => {
    const { status, body } = await api.admin('GET', `/v1/tenants/${tenant}/events?${query}`);
    expect(status).toBe(422);
    expect(body['errors']).toMatchObject([{ pointer }]);
  });

  it('shows why an event was not sent', async () => {
    const { body: type } = await api.admin('GET', '/v1/event-types/check.completed');
    const unsubscribed = await api.publish(tenant, type['example'] as object, 'check.completed');
    const alone = await api.publish(other);
    const unsentOf = async (of: string, event: string) =>
      (await api.admin('GET', `/v1/tenants/${of}/events/${event}`)).body['unsent'];
    expect(await unsentOf(tenant, unsubscribed)).toMatchObject([
      { endpoint_id: endpoint, reason: 'type_not_subscribed' },
    ]);
    expect(await unsentOf(other, alone)).toMatchObject([
      { endpoint_id: null, reason: 'no_endpoint' },
    ]);
  });

  it('renders the body that a receiver of a format gets', async () => {
    const path = `/v1/tenants/${tenant}/events/${ids[2]}`;
    const envelope = await api.admin('GET', `${path}?format=envelope`);
    expect(envelope.contentType).toBe('application/json');
    expect(Object.keys(envelope.body)).toEqual(['id', 'type', 'created', 'data']);
    const flat = await api.admin('GET', `${path}?format=flat`);
    expect(flat.body).toMatchObject({
      event: 'session.created',
      idempotency_key: ids[2]?.replace('evt_', 'idk_'),
      session_id: 'session_b',
    });
  });

  it.each([
    ['callback', 'format_cannot_carry'],
    ['xml', 'validation_failed'],
  ])('refuses the format %s', async (format, code) => {
    const path = `/v1/tenants/${tenant}/events/${ids[0]}?format=${format}`;
    const { status, body } = await api.admin('GET', path);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code, errors: [{ pointer: '/format' }] });
  });

  it('answers for the event of another tenant as for none', async () => {
    const reader = await api.createKey('viewer', other);
    const own = `/v1/tenants/${other}/events/${ids[0]}`;
    expect((await reader('GET', own)).status).toBe(404);
    expect((await reader('GET', `${own}?format=flat`)).status).toBe(404);
    expect((await reader('GET', `/v1/tenants/${tenant}/events`)).status).toBe(404);
    expect((await reader('GET', '/v1/tenants/me/events/evt_1')).status).toBe(404);
    const mine = await reader('GET', '/v1/tenants/me/events?ref=session_a');
    expect(mine.body['data']).toEqual([]);
  });
});
