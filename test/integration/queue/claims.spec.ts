import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { Claims } from '../../../src/queue/claims.js';
import { startEngine } from '../../support/engine.js';
import type { EndpointColumns, Engine } from '../../support/engine.js';
import { testClaims } from '../../support/test-claims.js';
import { idsOf, queueAt } from './queued.js';
import type { Queued } from './queued.js';

const LEASE_MS = 60_000;

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([]);
});

afterEach(() => engine.sql('TRUNCATE delivery_queue'));
afterAll(() => engine.close());

const worker = (leaseMs = LEASE_MS) => testClaims(engine.get(HotPool), leaseMs);

const queue = (count: number, columns: EndpointColumns = {}): Promise<Queued> =>
  queueAt(engine, count, columns);

describe('a claim by name', () => {
  it('takes each delivery once, however many workers ask at once', async () => {
    const { deliveryIds } = await queue(40);
    const claims = await Promise.all([1, 2, 3, 4].map(() => worker().named(deliveryIds)));
    const taken = claims.flatMap(idsOf);
    expect(taken.toSorted()).toEqual(deliveryIds.toSorted());
  });

  it('leaves alone what is not due, not queued or already leased', async () => {
    const { deliveryIds } = await queue(3);
    await engine.sql(
      `UPDATE delivery_queue SET due_at = now() + interval '1 hour' WHERE delivery_id = $1`,
      [deliveryIds[0]],
    );
    await worker().named(deliveryIds.slice(1, 2));
    expect(idsOf(await worker().named([...deliveryIds, newUuid()]))).toEqual(deliveryIds.slice(2));
  });

  it('keeps max_in_flight across workers and says that more is due', async () => {
    const { deliveryIds } = await queue(30, { max_in_flight: 7 });
    const claims = await Promise.all([1, 2, 3].map(() => worker().named(deliveryIds)));
    expect(claims.flatMap(idsOf)).toHaveLength(7);
    expect(claims.some((claimed) => claimed.more)).toBe(true);
  });
});

describe('a claim of what is due', () => {
  it('takes the oldest first, up to the slots', async () => {
    const { deliveryIds } = await queue(10);
    const claimed = await worker().due(4);
    expect(idsOf(claimed)).toEqual(deliveryIds.slice(0, 4).toSorted());
    expect(claimed.more).toBe(true);
    const rest = await worker().due(50);
    expect(idsOf(rest)).toEqual(deliveryIds.slice(4).toSorted());
    expect(rest.more).toBe(false);
  });

  it('takes no more than the slots, whether or not something is in flight already', async () => {
    const [used, unused] = [await queue(30), await queue(30)];
    expect((await worker().named(used.deliveryIds.slice(0, 1))).deliveries).toHaveLength(1);
    const claims = new Claims(engine.get(HotPool), { ms: LEASE_MS, attemptMs: 0 });
    const { deliveries } = await claims.due({ quick: 10, slow: 0, slowNamed: 0, slowTotal: 80 });
    expect(deliveries).toHaveLength(10);
    expect(deliveries.map(({ attempt_id }) => attempt_id)).not.toContain(null);
    expect(new Set(deliveries.map(({ endpoint_id }) => endpoint_id))).toEqual(
      new Set([used.endpointId, unused.endpointId]),
    );
  });

  it('keeps max_in_flight across workers', async () => {
    await queue(30, { max_in_flight: 7 });
    const claims = await Promise.all([1, 2, 3].map(() => worker().due(20)));
    expect(claims.flatMap(idsOf)).toHaveLength(7);
  });

  it('gives a small tenant its turn beside a large backlog', async () => {
    await queue(500);
    const small = await queue(5);
    const taken = idsOf(await worker().due(20));
    expect(taken).toHaveLength(20);
    expect(taken).toEqual(expect.arrayContaining(small.deliveryIds));
  });

  it('takes in one turn all that an endpoint gets in one request', async () => {
    const columns = { format: 'topic', batch: { max_items: 10, wait_ms: 0 } };
    const batching = await queue(25, columns);
    const others: Queued[] = [];
    for (let n = 0; n < 12; n += 1) others.push(await queue(3));
    const taken = idsOf(await worker().due(30));
    const takenOf = ({ deliveryIds }: Queued) => deliveryIds.filter((id) => taken.includes(id));
    expect(takenOf(batching)).toEqual(batching.deliveryIds.slice(0, 10));
    expect(others.map((one) => takenOf(one).length).toSorted((a, b) => a - b)).toEqual([
      ...Array<number>(4).fill(1),
      ...Array<number>(8).fill(2),
    ]);
  });

  it('gives everybody a turn where more endpoints wait than it has slots', async () => {
    const all: Queued[] = [];
    for (let n = 0; n < 6; n += 1) all.push(await queue(3));
    const seen = new Set<string>();
    for (let round = 0; round < 80 && seen.size < all.length; round += 1) {
      for (const { endpoint_id: id } of (await worker().due(2)).deliveries) seen.add(id);
      await engine.sql('UPDATE delivery_queue SET leased_until = NULL');
    }
    expect(seen.size).toBe(all.length);
  });

  it('does not look at an endpoint that is held back', async () => {
    const { endpointId, deliveryIds } = await queue(3);
    await engine.sql(
      `UPDATE endpoint_health SET held_back_until = now() + interval '1 hour' WHERE endpoint_id = $1`,
      [endpointId],
    );
    expect(idsOf(await worker().due(10))).toEqual([]);
    await engine.sql(`UPDATE endpoint_health SET held_back_until = now() - interval '1 second'`);
    expect(idsOf(await worker().due(10))).toEqual(deliveryIds.toSorted());
  });

  it('holds what a recorder put back at a paused endpoint', async () => {
    const { deliveryIds } = await queue(2, { status: 'paused' });
    expect(idsOf(await worker().due(10))).toEqual([]);
    expect(
      await engine.sql(
        'SELECT DISTINCT status, reason, unhappy FROM deliveries WHERE id = ANY ($1::uuid[])',
        [deliveryIds],
      ),
    ).toEqual([{ status: 'held', reason: 'endpoint_paused', unhappy: true }]);
    expect(await engine.sql('SELECT FROM delivery_queue')).toEqual([]);
  });

  it('holds a large backlog piece by piece, and waits for no request that changes the endpoint', async () => {
    const { endpointId } = await queue(1_000, { status: 'paused' });
    const other = await queue(1);
    const left = async (): Promise<number> =>
      (await engine.sql('SELECT FROM delivery_queue WHERE endpoint_id = $1', [endpointId])).length;
    const blocker = new DataSource({ type: 'postgres', url: engine.databaseUrl });
    await blocker.initialize();
    await blocker.transaction(async (manager) => {
      await manager.query('SELECT FROM endpoints WHERE id = $1 FOR UPDATE', [endpointId]);
      expect(idsOf(await worker().due(10))).toEqual(other.deliveryIds);
      expect(await left()).toBe(1_000);
    });
    await blocker.destroy();
    await worker().due(10);
    expect(await left()).toBe(800);
    for (let round = 0; round < 4; round += 1) await worker().due(10);
    expect(await left()).toBe(0);
  });

  it('sends a manual attempt to a paused endpoint', async () => {
    const { deliveryIds } = await queue(2, { status: 'paused' });
    await engine.sql(`UPDATE delivery_queue SET trigger = 'manual' WHERE delivery_id = $1`, [
      deliveryIds[0],
    ]);
    expect(idsOf(await worker().due(10))).toEqual(deliveryIds.slice(0, 1));
  });
});

describe('manual attempts', () => {
  it('keep to max_in_flight, and go before automatic ones', async () => {
    const { deliveryIds } = await queue(6, { max_in_flight: 2 });
    const manual = deliveryIds.slice(3);
    await engine.sql(
      `UPDATE delivery_queue SET trigger = 'manual' WHERE delivery_id = ANY ($1::uuid[])`,
      [manual],
    );
    const first = idsOf(await worker().due(10));
    expect(first).toHaveLength(2);
    expect(manual).toEqual(expect.arrayContaining(first));
    expect(idsOf(await worker().due(10))).toEqual([]);
  });
});

describe('a lease', () => {
  it('that ran out goes to the next worker, under a higher fence, with the lost attempt on record', async () => {
    const { deliveryIds } = await queue(1);
    const [first] = (await worker(1).named(deliveryIds)).deliveries;
    let second;
    while (!second) [second] = (await worker().due(1)).deliveries;
    expect(second).toMatchObject({
      fence: (first?.fence ?? 0) + 1,
      attempt_number: 2,
      step: 0,
    });
    expect(
      await engine.sql('SELECT id, number, error_class FROM attempts WHERE delivery_id = $1', [
        deliveryIds[0],
      ]),
    ).toEqual([{ id: first?.attempt_id, number: 1, error_class: 'worker_lost' }]);
  });
});
