import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { startInspectionApi } from './inspection-api.js';
import type { InspectionApi } from './inspection-api.js';

const SUBJECT = 'sessão/1 ?#%';

describe('subjects', () => {
  let api: InspectionApi;
  let tenant: string;
  let other: string;
  const ids: string[] = [];

  beforeAll(async () => {
    api = await startInspectionApi();
    tenant = await api.createTenant({ external_id: 'acme' });
    other = await api.createTenant();
    for (const [status, type] of [
      ['created', 'session.created'],
      ['started', 'session.started'],
      ['approved', 'session.approved'],
    ]) {
      ids.unshift(await api.publish(tenant, { session_id: SUBJECT, status }, type));
    }
    await api.publish(tenant, { session_id: 'another', external_ref: SUBJECT });
    await api.publish(other, { session_id: 'of another' });
  });
  afterAll(() => api.close());

  const path = (subject = SUBJECT, of = tenant): string =>
    `/v1/tenants/${of}/subjects/${encodeURIComponent(subject)}`;

  it('show the latest data and the history, newest first', async () => {
    const { status, body } = await api.admin('GET', path());
    expect(status).toBe(200);
    expect(body).toEqual({
      subject: SUBJECT,
      latest: {
        id: ids[0],
        type: 'session.approved',
        created: expect.any(Number),
        sequence: 3,
        data: { session_id: SUBJECT, status: 'approved', external_ref: null, is_sandbox: false },
      },
      history: ['approved', 'started', 'created'].map((name, index) => ({
        id: ids[index],
        type: `session.${name}`,
        created: expect.any(Number),
        sequence: 3 - index,
      })),
      next_cursor: null,
    });
  });

  it('page through the history beside the same latest data', async () => {
    const first = await api.admin('GET', `${path()}?limit=2`);
    const cursor = String(first.body['next_cursor']);
    const last = await api.admin('GET', `${path()}?limit=2&cursor=${cursor}`);
    expect(first.body).toMatchObject({ history: [{ id: ids[0] }, { id: ids[1] }] });
    expect(last.body).toMatchObject({
      latest: first.body['latest'],
      history: [{ id: ids[2] }],
      next_cursor: null,
    });
  });

  it('remain when the data is gone', async () => {
    const id = await api.publish(tenant, { session_id: 'forgotten' });
    await api.sql.query('DELETE FROM event_bodies WHERE event_id = $1', [parseId('event', id)]);
    const { body } = await api.admin('GET', path('forgotten'));
    expect(body).toMatchObject({ latest: { id, data: null }, history: [{ id }] });
  });

  it('are read with a key of the tenant, and by support', async () => {
    const viewer = await api.createKey('viewer', tenant);
    expect((await viewer('GET', path(SUBJECT, 'me'))).status).toBe(200);
    expect((await viewer('GET', path(SUBJECT, 'acme'))).status).toBe(200);
    expect((await (await api.createKey('support'))('GET', path())).status).toBe(200);
    expect((await (await api.createKey('publisher'))('GET', path())).status).toBe(403);
  });

  it('of another tenant are as unknown as those that never were', async () => {
    expect((await api.admin('GET', path('of another'))).status).toBe(404);
    expect((await api.admin('GET', path('never was'))).status).toBe(404);
    const reader = await api.createKey('viewer', other);
    expect((await reader('GET', path())).status).toBe(404);
  });

  it('refuse a query that is none of theirs', async () => {
    const { status, body } = await api.admin('GET', `${path()}?limit=0&type=x`);
    expect(status).toBe(422);
    expect(body['errors']).toMatchObject([{ pointer: '/type' }, { pointer: '/limit' }]);
  });
});
