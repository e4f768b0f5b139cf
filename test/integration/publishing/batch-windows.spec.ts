import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { PendingFanouts } from '../../../src/publishing/store/pending-fanouts.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

const WAIT_MS = 60_000;
const RECORD = {
  status: 100,
  key: 'f283d8c84766484892cf097db8c5e2b5',
  modified: '2025-09-03T06:38:08',
  customerKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
};

let engine: Engine;
let tenant: { id: string; endpointIds: string[] };

beforeAll(async () => {
  engine = await startEngine([PublishingModule]);
  const batch = { max_items: 10, wait_ms: WAIT_MS };
  const plain = { format: 'callback' };
  tenant = await engine.createTenant([{ ...plain, batch }, { ...plain, batch }, plain]);
});
afterAll(() => engine.close());

interface Row {
  endpoint_id: string;
  waits_ms: number;
  at_end: boolean;
}

const queued = (): Promise<Row[]> =>
  engine.sql<Row>(`
    SELECT endpoint_id, (extract(epoch FROM due_at - now()) * 1000)::float8 AS waits_ms,
      due_at = end_of_window(due_at, ${WAIT_MS}, endpoint_id) AS at_end
    FROM delivery_queue`);

describe('a delivery to an endpoint that gathers', () => {
  it('is due at the end of the window, however the event was published', async () => {
    const publisher = engine.get(Publisher);
    const request = { tenantRef: tenantRef(tenant.id), type: 'complianceRecord', data: RECORD };
    await publisher.publish(request);
    await engine
      .get(DataSource)
      .transaction((manager) => publisher.publishWithin(manager, request));
    await engine.get(PendingFanouts).run();
    const rows = await queued();
    const [one, other, plain] = tenant.endpointIds;
    const rowsOf = (endpointId?: string) => rows.filter((row) => row.endpoint_id === endpointId);
    for (const waiting of [rowsOf(one), rowsOf(other)]) {
      expect(waiting.map((row) => row.at_end)).toEqual([true, true]);
      expect(Math.max(...waiting.map((row) => row.waits_ms))).toBeLessThanOrEqual(WAIT_MS);
    }
    const waits = rowsOf(plain).map((row) => row.waits_ms);
    expect(waits).toHaveLength(2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(0);
  });

  it('has its windows one after the other, at times of its own', async () => {
    const ends = await engine.sql<{ endpoint: number; due_at: Date }>(
      `SELECT endpoint::int, end_of_window(to_timestamp(1.7e9 + n), $1::int, id) AS due_at
       FROM generate_series(0, 120) n, unnest($2::uuid[]) WITH ORDINALITY AS e (id, endpoint)
       GROUP BY 1, 2 ORDER BY 2`,
      [WAIT_MS, tenant.endpointIds.slice(0, 2)],
    );
    const timesOf = (endpoint: number) =>
      ends.filter((row) => row.endpoint === endpoint).map((row) => row.due_at.getTime());
    for (const times of [timesOf(1), timesOf(2)]) {
      expect(times).toHaveLength(3);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(WAIT_MS);
      expect((times[2] ?? 0) - (times[1] ?? 0)).toBe(WAIT_MS);
      expect(times[0]).toBeGreaterThanOrEqual(1.7e12);
    }
    expect(timesOf(1)).not.toEqual(timesOf(2));
  });
});
