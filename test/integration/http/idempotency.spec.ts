import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger, parseId, systemClock } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { Housekeeping } from '../../../src/housekeeping/housekeeping.service.js';
import { HeldDeliveries } from '../../../src/housekeeping/held-deliveries.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { InspectionApi } from '../records/inspection-api.js';

interface Reply {
  status: number;
  replayed: string | null;
  retryAfter: string | null;
  body: Record<string, unknown>;
}

const SESSION = { session_id: 's1', status: 'created', external_ref: null, is_sandbox: false };

describe('a request that is repeated with its Idempotency-Key', () => {
  let api: InspectionApi;
  let url: string;
  let tenant: string;
  let keys = 0;
  const newKey = (): string => `key-${(keys += 1)}`;

  beforeAll(async () => {
    api = await startInspectionApi();
    url = await api.app.getUrl();
    tenant = await api.createTenant();
  });
  afterAll(() => api.close());

  const ADMIN = 'pr_the-bootstrap-admin-key-of-these-tests';
  const post = async (
    path: string,
    key: string,
    body?: unknown,
    apiKey = ADMIN,
  ): Promise<Reply> => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'idempotency-key': key,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      replayed: response.headers.get('idempotency-replayed'),
      retryAfter: response.headers.get('retry-after'),
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  const count = async (table: string): Promise<number> => {
    const { rows } = await api.sql.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table}`,
    );
    return rows[0]?.count ?? 0;
  };

  it('gets the first answer, whatever it created', async () => {
    const endpoint = await api.createEndpoint(tenant);
    await api.publish(tenant);
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const requests: [path: string, body: unknown, other: unknown][] = [
      ['/v1/tenants', { name: 'Once' }, { name: 'Twice' }],
      [
        `/v1/tenants/${tenant}/endpoints`,
        { url: 'https://hooks.example.com/a' },
        { url: 'https://hooks.example.com/b' },
      ],
      [
        `/v1/tenants/${tenant}/endpoints/${endpoint}/replay`,
        { since, status: 'all' },
        { since, status: 'failed' },
      ],
      [
        '/v1/event-types',
        { type: 'own.made', description: 'Own.', schema: { type: 'object' }, example: {} },
        { type: 'own.other', description: 'Own.', schema: { type: 'object' }, example: {} },
      ],
    ];
    for (const [path, body, other] of requests) {
      const key = newKey();
      const first = await post(path, key, body);
      expect([201, 202], JSON.stringify(first.body)).toContain(first.status);
      expect(first.replayed).toBeNull();
      const again = await post(path, key, body);
      expect(again).toEqual({ ...first, replayed: 'true' });
      expect(await post(path, key, other)).toMatchObject({
        status: 409,
        body: { code: 'idempotency_conflict' },
      });
    }
    const tenants = await count('tenants');
    expect(tenants).toBe(2);
  });

  it('is answered with what was made where the first answer showed a secret', async () => {
    const endpoint = await api.createEndpoint(tenant);
    for (const [path, body] of [
      ['/v1/api-keys', { role: 'support', name: 'Help' }],
      [`/v1/tenants/${tenant}/api-keys`, { role: 'viewer', name: 'Reads' }],
    ] as const) {
      const key = newKey();
      const first = await post(path, key, body);
      expect(first.status).toBe(201);
      const again = await post(path, key, body);
      expect(again).toMatchObject({ status: 409, body: { code: 'idempotency_key_used' } });
      expect(again.body['id']).toBe(first.body['id']);
    }
    const key = newKey();
    const path = `/v1/tenants/${tenant}/endpoints/${endpoint}/secret/rotate`;
    expect((await post(path, key, {})).status).toBe(200);
    expect((await post(path, key, {})).body).toMatchObject({
      code: 'idempotency_key_used',
      id: endpoint,
    });
    const { rows } = await api.sql.query<{ made: string; sealed_answer: Buffer | null }>(
      'SELECT made, sealed_answer FROM request_keys WHERE made LIKE $1',
      ['key_%'],
    );
    expect(rows.map(({ sealed_answer }) => sealed_answer)).toEqual([null, null]);
  });

  it('shows the answer to no caller who may see less', async () => {
    const secretive = `https://hooks.example.com/in?token=tok_of_the_url`;
    const endpoint = await api.createEndpoint(tenant, { url: secretive });
    const made = await post('/v1/api-keys', newKey(), { role: 'support', name: 'Help' });
    const support = String(made.body['key']);
    const key = newKey();
    const path = `/v1/tenants/${tenant}/endpoints/${endpoint}/pause`;
    const first = await post(path, key, {});
    expect(JSON.stringify(first.body)).toContain('tok_of_the_url');
    const other = await post(path, key, {}, support);
    expect(other).toMatchObject({ status: first.status, replayed: null });
    expect(JSON.stringify(other.body)).not.toContain('tok_of_the_url');
    expect((await post(path, key, {}, support)).replayed).toBe('true');
    expect((await post(path, key, {})).body).toEqual(first.body);
  });

  it('keeps no answer past the content that it may repeat', async () => {
    const owner = await api.createTenant();
    const endpoint = await api.createEndpoint(owner);
    const event = await api.publish(owner);
    const other = await api.createEndpoint(tenant);
    const paths = [
      `/v1/tenants/${owner}/endpoints/${endpoint}/pause`,
      `/v1/tenants/${tenant}/endpoints/${other}/pause`,
    ];
    const key = newKey();
    for (const path of paths) expect((await post(path, key, {})).status).toBe(200);
    const redacted = await post(`/v1/tenants/${owner}/events/${event}/redact`, newKey(), {});
    expect(redacted.status).toBe(200);
    const again = await Promise.all(paths.map((path) => post(path, key, {})));
    expect(again).toMatchObject([
      { status: 409, body: { code: 'idempotency_key_used' } },
      { status: 200, replayed: 'true' },
    ]);
    const { rows } = await api.sql.query<{ length: number }>(
      'SELECT length(fingerprint) FROM request_keys WHERE tenant_id = $1 AND sealed_answer IS NOT NULL',
      [parseId('tenant', owner)],
    );
    expect(rows.map(({ length }) => length)).toContain(0);
  });

  it('creates one thing, however many come at once', async () => {
    const before = await count('tenants');
    const key = newKey();
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => post('/v1/tenants', key, { name: 'Together' })),
    );
    for (const { status, body, retryAfter } of replies) {
      if (status === 201) continue;
      expect(body).toMatchObject({ code: 'idempotency_in_progress' });
      expect(retryAfter).toBe('1');
    }
    expect(await count('tenants')).toBe(before + 1);
    expect((await post('/v1/tenants', key, { name: 'Together' })).replayed).toBe('true');
  });

  it('is free again after a request that failed', async () => {
    const key = newKey();
    expect((await post('/v1/tenants', key, { name: '' })).status).toBe(422);
    expect(await post('/v1/tenants', key, { name: 'Now' })).toMatchObject({
      status: 201,
      replayed: null,
    });
  });

  it('creates nothing twice though the process died before it answered', async () => {
    const key = newKey();
    const { body } = await post('/v1/tenants', key, { name: 'Crashed' });
    const before = await count('tenants');
    // As a crash between commit and answer leaves it, and after the time that a request may take.
    await api.sql.query('UPDATE request_keys SET sealed_answer = NULL WHERE made = $1', [
      body['id'],
    ]);
    expect(await post('/v1/tenants', key, { name: 'Crashed' })).toMatchObject({
      status: 409,
      body: { code: 'idempotency_key_used', id: body['id'] },
    });
    expect(await count('tenants')).toBe(before);
  });

  it('waits for no request that was never heard of again, and holds for 24 hours', async () => {
    const key = newKey();
    await post('/v1/tenants', key, { name: 'Lost' });
    const state = (changes: string): Promise<unknown> =>
      api.sql.query(`UPDATE request_keys SET ${changes} WHERE sealed_answer IS NOT NULL`);
    await state("sealed_answer = NULL, made = NULL, held_until = now() + interval '1 minute'");
    expect((await post('/v1/tenants', key, { name: 'Lost' })).body).toMatchObject({
      code: 'idempotency_in_progress',
    });
    await api.sql.query("UPDATE request_keys SET held_until = now() - interval '1 second'");
    expect(await post('/v1/tenants', key, { name: 'Lost' })).toMatchObject({
      status: 201,
      replayed: null,
    });
    await state("expires_at = now() - interval '1 second'");
    expect(await post('/v1/tenants', key, { name: 'Other' })).toMatchObject({ status: 201 });
    await api.sql.query("UPDATE request_keys SET expires_at = now() - interval '1 second'");
    const logger = createLogger({ logLevel: 'silent' });
    const held = new HeldDeliveries(api.app.get(HotPool), systemClock, logger, 14);
    await new Housekeeping(api.app.get(HotPool), logger, held).purge();
    expect(await count('request_keys')).toBe(0);
  });

  it('refuses a key that is none', async () => {
    for (const key of ['é', 'x'.repeat(256)]) {
      expect((await post('/v1/tenants', key, { name: 'No' })).body).toMatchObject({
        code: 'invalid_idempotency_key',
      });
    }
  });

  it('is idempotency_key of a publish; the body may not have another, and a batch takes none', async () => {
    const event = { tenant_id: tenant, type: 'session.created', data: SESSION };
    const key = newKey();
    const first = await post('/v1/events', key, event);
    expect(first.body).toMatchObject({ duplicate: false });
    expect((await post('/v1/events', key, event)).body).toMatchObject({
      id: first.body['id'],
      duplicate: true,
    });
    const same = { ...event, idempotency_key: key };
    expect((await post('/v1/events', key, same)).body).toMatchObject({ duplicate: true });
    const differing = { ...event, idempotency_key: 'another' };
    expect(await post('/v1/events', key, differing)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/idempotency_key' }] },
    });
    expect((await post('/v1/events/batch', key, { events: [event] })).status).toBe(422);
  });
});
