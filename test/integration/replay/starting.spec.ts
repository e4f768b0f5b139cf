import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUuid, publicId } from '../../../src/common/index.js';
import { anHourAgo, createTestTenant, startReplayLab } from './replay-lab.js';
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

const listed = async () =>
  (await my.own('GET', '/v1/tenants/me/replays')).body['data'] as Record<string, unknown>[];
const audited = async () =>
  (
    (await my.own('GET', '/v1/tenants/me/audit')).body['data'] as {
      action: string;
      target: string;
      details: object;
    }[]
  ).filter(({ action }) => action.startsWith('replay.'));

describe('starting a replay', () => {
  it('as a dry run only counts, on a paused endpoint too', async () => {
    const failed = await my.failed();
    await my.own('POST', `/v1/tenants/me/endpoints/${my.endpoint}/pause`);
    const { status, body } = await my.replay('failed', { dry_run: true });
    expect([status, body['id'], body['matched']]).toEqual([202, null, 1]);
    await lab.work();
    expect(await my.delivery(failed)).toMatchObject({ status: 'failed' });
    expect(await listed()).toEqual([]);
    expect(await audited()).toEqual([]);
  });

  it('twice, or concurrently, starts it once', async () => {
    await my.failed();
    const request = { since: anHourAgo(), types: ['session.*', 'case.*'] };
    const answers = await Promise.all([1, 2, 3].map(() => my.replay('failed', request)));
    const later = await my.replay('failed', { ...request, types: ['case.*', 'session.*'] });
    const ids = new Set([...answers, later].map(({ body }) => body['id']));
    expect([...answers, later].map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(ids.size).toBe(1);
    expect(await listed()).toHaveLength(1);
    expect(await audited()).toMatchObject([
      { action: 'replay.started', target: [...ids][0], details: { matched: 1, status: 'failed' } },
    ]);
    const other = await my.replay('all', request);
    expect(ids.has(other.body['id'])).toBe(false);
  });

  it('again after it has ended starts another one', async () => {
    const since = anHourAgo();
    const first = await my.replay('failed', { since });
    await lab.work();
    const second = await my.replay('failed', { since });
    expect(second.body['id']).not.toBe(first.body['id']);
    expect((await listed()).map(({ state }) => state)).toEqual(['running', 'finished']);
  });

  it('is refused for an endpoint that is paused or disabled', async () => {
    await my.own('POST', `/v1/tenants/me/endpoints/${my.endpoint}/pause`);
    const { status, body } = await my.replay('failed');
    expect([status, body['code']]).toEqual([409, 'endpoint_not_active']);
    expect(body['detail']).toContain('resume it first');
  });

  it('is refused with the fields that are wrong', async () => {
    const future = new Date(Date.now() + 60_000).toISOString();
    const cases: [object, string, string][] = [
      [{ since: future }, '/since', 'in_future'],
      [{ since: '2001-01-01T00:00:00Z' }, '/since', 'not_stored'],
      [{ since: 'yesterday' }, '/since', 'is_time'],
      [{ since: undefined }, '/since', 'required'],
      [{ until: '2026-01-01T00:00:00Z' }, '/until', 'before_since'],
      [{ status: 'held' }, '/status', 'is_in'],
      [{ types: ['session.nothing'] }, '/types/0', 'unknown_event_type'],
      [{ types: [] }, '/types', 'wrong_type'],
      [{ dry_run: 'yes' }, '/dry_run', 'is_boolean'],
      [{ speed: 9 }, '/speed', 'unknown_field'],
    ];
    for (const [fields, pointer, code] of cases) {
      const { status, body } = await my.replay('failed', fields);
      expect([status, body['errors']], pointer).toMatchObject([422, [{ pointer, code }]]);
    }
    expect(await listed()).toEqual([]);
  });

  it('accepts unix seconds and an end in the future', async () => {
    await my.failed();
    const seconds = Math.floor(Date.now() / 1000);
    const { body } = await my.replay('failed', { since: seconds - 60, until: seconds + 3600 });
    expect(body['matched']).toBe(1);
    const shown = await my.shown(body['id']);
    expect(Date.parse(String(shown['until']))).toBeLessThanOrEqual(Date.now());
  });

  it('is refused while the tenant has too many running replays', async () => {
    for (let nth = 0; nth < 10; nth += 1) {
      expect((await my.replay('failed', { since: Date.now() / 1000 - 100 - nth })).status).toBe(
        202,
      );
    }
    const { status, body } = await my.replay('failed', { since: Date.now() / 1000 - 50 });
    expect([status, body['code']]).toEqual([429, 'too_many_replays']);
    await lab.work();
    expect((await my.replay('failed', { since: Date.now() / 1000 - 50 })).status).toBe(202);
  });

  it('is allowed for tenant and support, for the tenant’s own endpoints and replays', async () => {
    const { body } = await my.replay('failed');
    const id = String(body['id']);
    const start = `/v1/tenants/${my.tenant}/endpoints/${my.endpoint}/replay`;
    const one = `/v1/tenants/${my.tenant}/replays/${id}`;
    const request = { since: anHourAgo(), status: 'all' };
    for (const role of ['viewer', 'publisher'] as const) {
      const key = await lab.createKey(role, role === 'viewer' ? my.tenant : undefined);
      expect((await key('POST', start, request)).status, role).toBe(403);
      expect((await key('DELETE', one)).status, role).toBe(403);
    }
    const support = await lab.createKey('support');
    expect((await support('POST', start, request)).status).toBe(202);
    expect((await support('GET', one)).body).toMatchObject({ id, created_by_role: 'tenant' });

    const other = await createTestTenant(lab);
    expect((await other.own('POST', start, request)).status).toBe(404);
    const stolen = `/v1/tenants/me/endpoints/${my.endpoint}/replay`;
    expect((await other.own('POST', stolen, request)).status).toBe(404);
    for (const method of ['GET', 'DELETE']) {
      expect((await other.own(method, `/v1/tenants/me/replays/${id}`)).status).toBe(404);
      expect((await other.own(method, one)).status).toBe(404);
      const unknown = `/v1/tenants/me/replays/${publicId('replay', newUuid())}`;
      expect((await my.own(method, unknown)).status).toBe(404);
      expect((await my.own(method, '/v1/tenants/me/replays/rpl_1')).status).toBe(404);
    }
    expect((await other.own('GET', '/v1/tenants/me/replays')).body['data']).toEqual([]);
  });

  it('is listed, newest first, page by page and by endpoint', async () => {
    const since = Date.now() / 1000 - 100;
    const ids = [];
    for (const nth of [0, 1, 2])
      ids.unshift((await my.replay('failed', { since: since - nth })).body['id']);
    const first = (await my.own('GET', '/v1/tenants/me/replays?limit=2')).body;
    const cursor = String(first['next_cursor']);
    const second = (await my.own('GET', `/v1/tenants/me/replays?limit=2&cursor=${cursor}`)).body;
    const pages = [first, second].flatMap(({ data }) => data as { id: string }[]);
    expect(pages.map(({ id }) => id)).toEqual(ids);
    expect(second['next_cursor']).toBeNull();
    const endpoint = await lab.createEndpoint(my.tenant);
    const other = await my.own('GET', `/v1/tenants/me/replays?endpoint_id=${endpoint}`);
    expect(other.body['data']).toEqual([]);
  });
});
