import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger, parseId } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { ProcessBeats } from '../../../src/platform/index.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';
import { agedId, foldAll, newFold, storeDelivery } from '../statistics/counted-records.js';
import { eventually } from '../../support/app/index.js';

interface Board {
  data: { tenant_id: string; [name: string]: unknown }[];
  next_cursor: string | null;
}

describe('the routes for operators', () => {
  let api: InspectionApi;
  let support: Call;
  let calm: string;
  let troubled: string;

  beforeAll(async () => {
    api = await startInspectionApi();
    support = await api.createKey('support');
    calm = await api.createTenant({ name: 'Calm' });
    await api.createEndpoint(calm);
    troubled = await api.createTenant({ name: 'Troubled' });
    const endpoint = await api.createEndpoint(troubled);
    await api.publish(troubled);
    const event = await api.publish(troubled);
    for (const delivery of await api.deliveriesOf(troubled, event)) {
      await api.attempt(delivery, 500);
    }
    await api.sql.query(
      `UPDATE endpoint_health SET trips = 1, open_until = now() + interval '1 hour' WHERE endpoint_id = $1`,
      [parseId('endpoint', endpoint)],
    );
  });
  afterAll(() => api.close());

  const sql = async <Row>(text: string, values?: unknown[]) =>
    (await api.sql.query(text, values)).rows as Row[];

  const board = async (query = ''): Promise<Board> => {
    const { status, body, text } = await support('GET', `/v1/platform/tenants${query}`);
    expect(status, text).toBe(200);
    return body as unknown as Board;
  };

  it('list tenants, the worst first', async () => {
    const { data } = await board();
    expect(data.map(({ tenant_id }) => tenant_id)).toEqual([troubled, calm]);
    expect(data[0]).toMatchObject({
      tenant_name: 'Troubled',
      backlog: 2,
      endpoints: 1,
      endpoints_failing: 1,
      breakers_open: 1,
    });
    expect(data[1]).toMatchObject({ backlog: 0, oldest_undelivered_seconds: null });
  });

  it('list the tenant whose delivery waits the longest before all others', async () => {
    const waiting = await api.createTenant({ name: 'Waiting' });
    const endpoint = await api.createEndpoint(waiting);
    const old = agedId(3_600);
    await api.sql.query(
      `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at) VALUES ($1, $1, $2, $3, now())`,
      [old, parseId('endpoint', endpoint), parseId('tenant', waiting)],
    );
    expect((await board()).data[0]).toMatchObject({ tenant_name: 'Waiting', backlog: 1 });
    await api.sql.query('DELETE FROM delivery_queue WHERE delivery_id = $1', [old]);
  });

  it('list what is of the sandbox apart from what is live', async () => {
    const trying = await api.createTenant({ name: 'Trying' });
    const endpoint = await api.createEndpoint(trying, { environment: 'sandbox' });
    const stored = {
      tenantId: parseId('tenant', trying) ?? '',
      endpointId: parseId('endpoint', endpoint) ?? '',
      isSandbox: true,
      succeeds: null,
    };
    await storeDelivery({ sql }, { ...stored, ageSeconds: 7_200 });
    await storeDelivery({ sql }, { ...stored, ageSeconds: 60, failures: ['http_status'] });
    await foldAll(newFold(api.app));
    const find = async (environment: string) =>
      (await board(`?environment=${environment}`)).data.find(
        ({ tenant_id }) => tenant_id === trying,
      );
    expect(await find('sandbox')).toMatchObject({
      backlog: 2,
      oldest_undelivered_seconds: expect.closeTo(7_200, -2),
      failure_rate: 1,
      endpoints: 1,
    });
    expect(await find('live')).toMatchObject({
      backlog: 0,
      oldest_undelivered_seconds: null,
      failure_rate: null,
      endpoints: 0,
    });
    expect(await find('all')).toMatchObject({ failure_rate: 1, endpoints: 1 });
  });

  it('page through them', async () => {
    const first = await board('?limit=1');
    const second = await board(`?limit=1&cursor=${first.next_cursor}`);
    expect(first.data[0]?.tenant_id).toBe(troubled);
    expect(second.data).toHaveLength(1);
    expect(second.data[0]?.tenant_id).not.toBe(troubled);
    expect((await support('GET', '/v1/platform/tenants?cursor=x')).status).toBe(422);
  });

  it('show the queue, the database, settings without secrets, and keys with their counts', async () => {
    const { status, body, text } = await support('GET', '/v1/platform');
    expect(status, text).toBe(200);
    expect(body).toMatchObject({
      unavailable: [],
      redis: { mode: 'in_process', reachable: true },
      mail: { configured: false, host: null },
      encryption_keys: [{ id: 'k1', status: 'encrypts', data_keys: expect.any(Number) }],
    });
    expect(body['queue']).toEqual([
      expect.objectContaining({ tenant_id: troubled, lane: 'slow', queued: 2 }),
    ]);
    const { partitions, size_bytes: size } = body['database'] as {
      partitions: { table: string; from: string | null; drops_at: string | null }[];
      size_bytes: number;
    };
    expect(size).toBeGreaterThan(0);
    const timed = partitions.filter(({ table, from }) => table === 'event_bodies' && from);
    expect(timed.length).toBeGreaterThan(0);
    for (const { from, drops_at: drops } of timed) {
      expect(Date.parse(drops ?? '')).toBeGreaterThan(Date.parse(from ?? ''));
    }
    expect(text).not.toContain(Buffer.alloc(32, 1).toString('base64'));
    expect(text).not.toContain('pr_the-bootstrap');
  });

  it('show how much of the queue and of the errors is of the sandbox', async () => {
    const both = await api.createTenant({ name: 'Both' });
    const endpoint = await api.createEndpoint(both, { url: 'https://both.example/in' });
    const stored = {
      tenantId: parseId('tenant', both) ?? '',
      endpointId: parseId('endpoint', endpoint) ?? '',
      succeeds: null,
      ageSeconds: 60,
      failures: ['timeout'],
    };
    for (const isSandbox of [true, false, true]) {
      const id = await storeDelivery({ sql }, { ...stored, isSandbox });
      await sql(
        `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at) VALUES ($1, $1, $2, $3, now())`,
        [id, stored.endpointId, stored.tenantId],
      );
    }
    await foldAll(newFold(api.app));
    const { body } = await support('GET', '/v1/platform');
    expect(body['queue']).toContainEqual(
      expect.objectContaining({ tenant_id: both, queued: 3, sandbox: 2 }),
    );
    expect(body['egress_errors']).toContainEqual(
      expect.objectContaining({ host: 'both.example', class: 'timeout', count: 3, sandbox: 2 }),
    );
  });

  it('show what is claimed, what a lost worker left, and what is set aside', async () => {
    const place = await api.createTenant({ name: 'Claiming' });
    const tenantId = parseId('tenant', place) ?? '';
    const endpointId = parseId('endpoint', await api.createEndpoint(place)) ?? '';
    const before = (await support('GET', '/v1/platform')).body['claims'] as Record<string, number>;
    const end = new Date(Date.now() + 600_000);
    for (const [leasedUntil, lostLeases] of [
      [end, 0],
      [new Date(Date.now() - 1_000), 0],
      [null, 5],
    ] as const) {
      await sql(
        `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, leased_until, lost_leases)
         VALUES ($1, $1, $2, $3, now(), $4, $5)`,
        [agedId(60), endpointId, tenantId, leasedUntil, lostLeases],
      );
    }
    const failed = { ageSeconds: 60, failures: ['worker_lost'], succeeds: null };
    await storeDelivery({ sql }, { tenantId, endpointId, ...failed });
    await foldAll(newFold(api.app));
    const { body } = await support('GET', '/v1/platform');
    expect(body['claims']).toMatchObject({
      in_flight: (before['in_flight'] ?? 0) + 1,
      expired: (before['expired'] ?? 0) + 1,
      quarantined: (before['quarantined'] ?? 0) + 1,
      last_end_at: end.toISOString(),
      lost: (before['lost'] ?? 0) + 1,
    });
  });

  it('show which processes run, and no more when they have stopped', async () => {
    const beats = new ProcessBeats(
      api.app.get(HotPool),
      { role: 'worker' },
      createLogger({ logLevel: 'silent' }),
    );
    const workers = async () => (await support('GET', '/v1/platform')).body['workers'];
    beats.start(() => 3);
    await eventually(async () => {
      expect(await workers()).toEqual([
        expect.objectContaining({ roles: ['worker'], in_flight: 3, version: expect.any(String) }),
      ]);
    });
    await beats.stop();
    expect(await workers()).toEqual([]);
  });

  it('answer within seconds although the database holds a part up, and say which', async () => {
    const client = await api.sql.connect();
    try {
      await client.query('BEGIN');
      await client.query('LOCK TABLE delivery_queue IN ACCESS EXCLUSIVE MODE');
      const { status, body } = await support('GET', '/v1/platform');
      expect(status).toBe(200);
      expect(body).toMatchObject({ queue: null, claims: null, unavailable: ['queue', 'claims'] });
      expect(body['workers']).toEqual([]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('are for support alone', async () => {
    const viewer = await api.createKey('viewer', calm);
    for (const path of ['/v1/platform', '/v1/platform/tenants']) {
      expect((await viewer('GET', path)).status).toBe(403);
    }
  });
});
