import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Answer, Call, InspectionApi } from '../records/inspection-api.js';

const SESSION = { session_id: 's1', external_ref: null, is_sandbox: false };

let api: InspectionApi;
let support: Call;
let tenant: string;

beforeAll(async () => {
  api = await startInspectionApi();
  support = await api.createKey('support');
});

beforeEach(async () => {
  tenant = await api.createTenant();
});

afterAll(() => api.close());

const publish = (more: object, as = api.admin): Promise<Answer> =>
  as('POST', '/v1/events', { tenant_id: tenant, type: 'session.created', data: SESSION, ...more });

const list = async (query = `tenant_id=${tenant}`): Promise<Record<string, unknown>[]> => {
  const { body } = await support('GET', `/v1/rejected?${query}`);
  return body['data'] as Record<string, unknown>[];
};

const onlyId = async (): Promise<string> => {
  const rows = await list();
  expect(rows).toHaveLength(1);
  return String(rows[0]?.['id']);
};

describe('a refused publish', () => {
  it('is listed with its errors and shown with its body', async () => {
    const refused = await publish({ data: { ...SESSION, session_id: 7 } });
    expect(refused.status).toBe(422);
    const [row = {}] = await list();
    expect(row).toMatchObject({
      id: expect.stringMatching(/^rej_[0-9a-f]{32}$/),
      tenant_id: tenant,
      tenant_ref: tenant,
      tenant_name: 'Acme',
      type: 'session.created',
      source: 'api',
      publisher_key_id: null,
      status: 422,
      code: 'validation_failed',
      errors: refused.body['errors'],
      body_kept: true,
      event_id: null,
    });
    const week = Date.parse(String(row['expires_at'])) - Date.parse(String(row['created_at']));
    expect(week).toBe(7 * 24 * 3_600_000);
    expect(row).not.toHaveProperty('body');
    const { body } = await support('GET', `/v1/rejected/${String(row['id'])}`);
    expect(body).toEqual({
      ...row,
      body: {
        tenant_id: tenant,
        type: 'session.created',
        data: { ...SESSION, session_id: 7 },
      },
    });
  });

  it('expires with the content of its tenant, where that is kept for less than a week', async () => {
    await publish({ type: 'no.type' });
    const { status } = await api.admin('PATCH', `/v1/tenants/${tenant}/settings`, {
      retention_days: 2,
    });
    expect(status).toBe(200);
    const [row = {}] = await list();
    const kept = Date.parse(String(row['expires_at'])) - Date.parse(String(row['created_at']));
    expect(kept).toBe(2 * 24 * 3_600_000);
    await api.sql.query(
      `UPDATE rejected_publishes SET created_at = created_at - interval '49 hours'`,
    );
    expect(await list()).toEqual([]);
  });

  it('holds no data in the clear', async () => {
    await publish({ data: { ...SESSION, session_id: { name: 'Zebedee Marker' } } });
    const { rows } = await api.sql.query<{ row: string }>(
      'SELECT r::text AS row FROM rejected_publishes r',
    );
    const marks = ['Zebedee', Buffer.from('Zebedee').toString('hex')];
    expect(rows.some(({ row }) => marks.some((mark) => row.includes(mark)))).toBe(false);
  });

  it.each([
    ['an unknown type', { type: 'session.nothing' }, 422, 'unknown_event_type', true],
    ['an unknown field', { priority: 1 }, 422, 'validation_failed', true],
    ['a body without data', { data: undefined }, 422, 'validation_failed', true],
    ['a type that no database stores', { type: 'a\0b' }, 422, 'unknown_event_type', true],
    [
      'too much data',
      { data: { ...SESSION, more: 'a'.repeat(300_000) } },
      413,
      'payload_too_large',
      false,
    ],
    ['a number that was altered', { data: { ...SESSION, n: 1e300 } }, 422, 'unsafe_integer', false],
  ])('is kept for %s', async (_, more, status, code, bodyKept) => {
    expect((await publish(more)).status).toBe(status);
    expect(await list()).toMatchObject([{ status, code, body_kept: bodyKept }]);
  });

  it('is kept for each entry of a batch', async () => {
    const good = { tenant_id: tenant, type: 'session.created', data: SESSION };
    const events = [good, { ...good, type: 'no.type' }, 7, { ...good, data: {} }];
    const { body } = await api.admin('POST', '/v1/events/batch', { events });
    expect(body['results']).toMatchObject([
      { status: 202 },
      { status: 422 },
      { status: 422 },
      { status: 422 },
    ]);
    expect(await list()).toHaveLength(2);
    expect(await list('type=no.type')).toHaveLength(1);
  });

  it('names the key, and belongs to no tenant out of its reach', async () => {
    const other = await api.createTenant();
    const { body: key } = await api.admin('POST', '/v1/api-keys', {
      role: 'publisher',
      name: 'p',
      tenant_ids: [other],
    });
    const answer = await fetch(`${await api.app.getUrl()}/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${String(key['key'])}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ tenant_id: tenant, type: 'session.created', wrong: 1 }),
    });
    expect(answer.status).toBe(422);
    expect(await list()).toEqual([]);
    const [newest] = await list('limit=1');
    expect(newest).toMatchObject({
      tenant_id: null,
      tenant_ref: tenant,
      publisher_key_id: key['id'],
    });
  });

  it('is none where the key, the tenant or the idempotency key was the reason', async () => {
    await publish({ idempotency_key: 'k' });
    expect((await publish({ idempotency_key: 'k', subject: 'other' })).status).toBe(409);
    expect((await publish({ tenant_id: 'nobody' })).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  it('is for support and admin to see', async () => {
    await publish({ type: 'no.type' });
    const id = await onlyId();
    const viewer = await api.createKey('tenant', tenant);
    expect((await viewer('GET', '/v1/rejected')).status).toBe(403);
    expect((await viewer('GET', `/v1/rejected/${id}`)).status).toBe(403);
    expect((await support('POST', `/v1/rejected/${id}/publish`)).status).toBe(403);
    expect((await support('GET', '/v1/rejected/rej_1')).status).toBe(404);
    expect((await support('GET', '/v1/rejected?tenant_id=unknown')).status).toBe(404);
  });
});

describe('the list', () => {
  it('pages, filters by time and shows what was not kept', async () => {
    for (const type of ['no.a', 'no.b', 'other.c']) await publish({ type });
    expect(await list(`tenant_id=${tenant}&type=no.*`)).toHaveLength(2);
    expect(await list(`tenant_id=${tenant}&until=2020-01-01`)).toEqual([]);
    const first = await support('GET', `/v1/rejected?tenant_id=${tenant}&limit=2`);
    expect(first.body).toMatchObject({
      data: [{ type: 'other.c' }, { type: 'no.b' }],
      dropped: 0,
    });
    const cursor = String(first.body['next_cursor']);
    expect(await list(`tenant_id=${tenant}&cursor=${cursor}`)).toMatchObject([{ type: 'no.a' }]);
  });
});

describe('publishing it again', () => {
  const again = (id: string): Promise<Answer> => api.admin('POST', `/v1/rejected/${id}/publish`);

  it('is refused with the new errors as long as it is invalid', async () => {
    await publish({ type: 'late.comer', data: { id: 'l1', size: 'small' } });
    const id = await onlyId();
    expect((await again(id)).body).toMatchObject({ status: 422, code: 'unknown_event_type' });
    await register('late.comer', { properties: { size: { type: 'integer' } } });
    expect((await again(id)).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/data/size' }],
    });
    expect(await list()).toHaveLength(1);
  });

  it("makes no event of a type that only Postrider's own processes publish", async () => {
    const type = 'endpoint.recovered';
    const { body } = await api.admin('GET', `/v1/event-types/${type}`);
    await publish({ type, data: body['example'] });
    const id = await onlyId();
    expect((await again(id)).body).toMatchObject({ status: 422, code: 'event_type_reserved' });
  });

  it('makes one event once its type is mended', async () => {
    await publish({ type: 'mended.later', data: { id: 'm1' }, subject: 'm1' });
    const id = await onlyId();
    await register('mended.later', {});
    const published = await again(id);
    expect(published).toMatchObject({ status: 202, body: { type: 'mended.later' } });
    const event = String(published.body['id']);
    expect(await list()).toMatchObject([{ event_id: event, published_at: expect.any(String) }]);
    const { body } = await api.admin('GET', `/v1/tenants/${tenant}/events/${event}`);
    expect(body).toMatchObject({ data: { id: 'm1' }, subject: 'm1' });
    expect((await again(id)).body).toMatchObject({ status: 409, code: 'already_published' });
    const audit = await api.admin('GET', `/v1/tenants/${tenant}/audit`);
    expect(audit.body['data']).toContainEqual(
      expect.objectContaining({
        action: 'rejected_publish.published',
        target: id,
        details: { event_id: event },
      }),
    );
  });

  it('answers with the first event where two ask at once', async () => {
    await publish({ type: 'asked.twice', data: {} });
    const id = await onlyId();
    await register('asked.twice', {});
    const answers = await Promise.all([again(id), again(id)]);
    const ids = answers.filter(({ status }) => status === 202).map(({ body }) => body['id']);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(1);
  });

  it('keeps the idempotency key that the publisher gave it', async () => {
    const event = { type: 'keyed.type', data: {}, idempotency_key: 'k1' };
    await publish(event);
    const id = await onlyId();
    await register('keyed.type', {});
    const { body: first } = await publish(event);
    expect((await again(id)).body).toMatchObject({ id: first['id'], duplicate: true });
  });

  it('finds the tenant again that did not exist', async () => {
    await publish({ tenant_id: 'not-yet', type: 'no.type' });
    const [row] = await list('limit=1');
    expect(row).toMatchObject({ tenant_id: null, tenant_ref: 'not-yet', body_kept: true });
    await api.createTenant({ external_id: 'not-yet' });
    await register('no.type', {});
    expect(await again(String(row?.['id']))).toMatchObject({ status: 202 });
  });

  it('is gone where the body was not kept, and after a week', async () => {
    await publish({ data: { ...SESSION, more: 'a'.repeat(300_000) } });
    const id = await onlyId();
    expect((await again(id)).body).toMatchObject({ status: 410, code: 'gone' });
    await api.sql.query('UPDATE rejected_publishes SET expires_at = now()');
    expect((await again(id)).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  const register = async (type: string, more: object): Promise<void> => {
    const { status } = await api.admin('POST', '/v1/event-types', {
      type,
      description: 'A type that came late.',
      schema: { type: 'object', ...more },
      example: {},
    });
    expect(status).toBe(201);
  };
});
