import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { SOLO_AFTER_LOST_LEASES } from '../../../src/model/index.js';
import { HotPool } from '../../../src/database/index.js';
import { startEngine } from '../../support/engine.js';
import type { EndpointColumns, Engine } from '../../support/engine.js';
import { testClaims } from '../../support/test-claims.js';
import { idsOf, queueAt } from './queued.js';
import type { Line, Queued } from './queued.js';

const LEASE_MS = 60_000;

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([]);
});
afterEach(() => engine.sql('TRUNCATE delivery_queue, endpoint_pace, endpoint_health'));
afterAll(() => engine.close());

const worker = (leaseMs = LEASE_MS) => testClaims(engine.get(HotPool), leaseMs);
const queue = (count: number, columns: EndpointColumns = {}, line?: Line): Promise<Queued> =>
  queueAt(engine, count, columns, line);
const health = (endpointId: string, columns: string): Promise<unknown> =>
  engine.sql(
    `UPDATE endpoint_health SET (trips, open_until, ramp_from, strikes) = ROW(${columns})
     WHERE endpoint_id = $1`,
    [endpointId],
  );

describe('a rate limit', () => {
  it('lets a twentieth of it go at once, over all workers, and says when the next may', async () => {
    await queue(200, { rate_limit_per_second: 100, max_in_flight: 200 });
    const claims = await Promise.all([worker().due(100), worker().due(100), worker().due(100)]);
    const taken = claims.flatMap(idsOf).length;
    expect(taken).toBeGreaterThanOrEqual(5);
    // However long they take, no claim finds more than the bucket holds.
    expect(taken).toBeLessThanOrEqual(15);
    const waiting = claims.filter((claimed) => claimed.wakeMs !== null);
    expect(waiting.length).toBeGreaterThan(0);
    for (const { wakeMs, more } of waiting) {
      expect(wakeMs).toBeLessThanOrEqual(12);
      expect(more).toBe(false);
    }
  });

  it('holds for what is named and for what is asked for by hand, too', async () => {
    const { deliveryIds } = await queue(9, { rate_limit_per_second: 1 });
    expect(idsOf(await worker().named(deliveryIds))).toEqual(deliveryIds.slice(0, 1));
    await engine.sql(`UPDATE delivery_queue SET trigger = 'manual'`);
    expect(idsOf(await worker().due(9))).toEqual([]);
  });

  it('counts requests, not the events in them', async () => {
    await queue(100, {
      rate_limit_per_second: 10,
      format: 'topic',
      batch: { max_items: 20, wait_ms: 0 },
    });
    expect(idsOf(await worker().due(100))).toHaveLength(20);
  });
});

describe('an endpoint whose breaker', () => {
  it('is open gets nothing but what is asked for by hand', async () => {
    const { endpointId, deliveryIds } = await queue(3);
    await health(endpointId, `1, now() + interval '1 minute', NULL, 10`);
    expect(idsOf(await worker().due(10))).toEqual([]);
    expect(idsOf(await worker().named(deliveryIds))).toEqual([]);
    await engine.sql(`UPDATE delivery_queue SET trigger = 'manual' WHERE delivery_id = $1`, [
      deliveryIds[2],
    ]);
    expect(idsOf(await worker().due(10))).toEqual(deliveryIds.slice(2));
  });

  it('probes gets one delivery at a time', async () => {
    const { endpointId, deliveryIds } = await queue(5);
    await health(endpointId, `2, now() - interval '1 second', NULL, 10`);
    const claims = await Promise.all([worker().due(10), worker().due(10)]);
    expect(claims.flatMap(idsOf)).toEqual(deliveryIds.slice(0, 1));
    expect(idsOf(await worker().named(deliveryIds))).toEqual([]);
  });

  it('has closed is sent to at a rising rate', async () => {
    const { endpointId } = await queue(90, { max_in_flight: 100 });
    await health(endpointId, `0, NULL, now(), 0`);
    expect(idsOf(await worker().due(90)).length).toBeLessThan(10);
    await engine.sql(`UPDATE endpoint_health SET ramp_from = now() - interval '11 seconds'`);
    await worker().due(90);
    expect(await engine.sql('SELECT FROM delivery_queue WHERE leased_until IS NULL')).toEqual([]);
  });
});

describe('slow receivers', () => {
  it.each([
    ['strikes', '1'],
    ['slow_until', `now() + interval '1 second'`],
    ['last_success_at', 'NULL'],
  ])('are known by %s = %s', async (column, value) => {
    const { endpointId } = await queue(1);
    await engine.sql(`UPDATE endpoint_health SET ${column} = ${value} WHERE endpoint_id = $1`, [
      endpointId,
    ]);
    expect((await worker().due(1)).deliveries).toMatchObject([{ slow: true }]);
  });

  it('draw from a lane of their own, in equal shares', async () => {
    const slow: Queued[] = [];
    for (let n = 0; n < 8; n += 1) {
      const one = await queue(10);
      await health(one.endpointId, '0, NULL, NULL, 1');
      slow.push(one);
    }
    const quick = await queue(10);
    const taken = idsOf(await worker().due(4));
    const of = ({ deliveryIds }: Queued) => deliveryIds.filter((id) => taken.includes(id)).length;
    expect(of(quick)).toBe(4);
    expect(slow.map(of).reduce((sum, count) => sum + count)).toBe(4);
    expect(Math.max(...slow.map(of))).toBe(1);
  });
});

describe('deliveries of one subject', () => {
  const subject = newUuid();
  const settle = (id: string | undefined) =>
    engine.sql('DELETE FROM delivery_queue WHERE delivery_id = $1', [id]);

  it('are due one after another', async () => {
    const { deliveryIds } = await queue(3, { ordered: true }, { subject });
    for (const id of deliveryIds) {
      expect(idsOf(await worker().due(10))).toEqual([id]);
      expect(idsOf(await worker().named(deliveryIds))).toEqual([]);
      await settle(id);
    }
  });

  it('do not overtake each other where two are due', async () => {
    const { deliveryIds } = await queue(3, { ordered: true }, { subject });
    await engine.sql(`UPDATE delivery_queue SET due_at = now() - interval '1 second'`);
    expect(idsOf(await worker().named(deliveryIds))).toEqual(deliveryIds.slice(0, 1));
    expect(idsOf(await worker().due(10))).toEqual([]);
  });

  it('keep no other subject waiting', async () => {
    const first = await queue(2, { ordered: true }, { subject });
    const otherId = newUuid();
    await engine.sql(
      `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, subject_hash, sequence)
       VALUES ($1, $1, $2, $3, now(), $4, 1)`,
      [otherId, first.endpointId, first.tenantId, newUuid()],
    );
    const expected = [first.deliveryIds[0] ?? '', otherId].toSorted();
    expect(idsOf(await worker().due(10))).toEqual(expected);
  });

  it('go on after a race that left no delivery due', async () => {
    const { deliveryIds } = await queue(2, { ordered: true }, { subject });
    await engine.sql(`UPDATE delivery_queue SET due_at = 'infinity'`);
    expect(await engine.sql('SELECT promote_subjects() AS promoted')).toEqual([{ promoted: 1 }]);
    expect(idsOf(await worker().due(10))).toEqual(deliveryIds.slice(0, 1));
  });
});

describe('what may take workers down', () => {
  it('is left out of a claim of many, and claimed alone', async () => {
    const quarantined = await queue(1, {}, { lostLeases: SOLO_AFTER_LOST_LEASES });
    const others = await queue(2);
    const claimed = await worker().due(10);
    expect(idsOf(claimed)).toEqual(others.deliveryIds);
    expect(claimed.quarantined).toBe(true);
    expect(idsOf(await worker().named(quarantined.deliveryIds))).toEqual([]);
    expect(idsOf(await worker().quarantined())).toEqual(quarantined.deliveryIds);
    expect(idsOf(await worker().quarantined())).toEqual([]);
  });

  it('asks for no claim of its own while its endpoint takes nothing', async () => {
    const { endpointId } = await queue(1, {}, { lostLeases: SOLO_AFTER_LOST_LEASES });
    await health(endpointId, `1, now() + interval '1 minute', NULL, 10`);
    expect((await worker().due(10)).quarantined).toBe(false);
  });

  it('asks for no claim of its own while its subject keeps it waiting, and keeps no other delivery waiting', async () => {
    const { deliveryIds } = await queue(2, { ordered: true }, { subject: newUuid() });
    await engine.sql(
      `UPDATE delivery_queue SET due_at = CASE WHEN delivery_id = $1 THEN now() + interval '1 hour' ELSE now() - interval '1 hour' END,
         lost_leases = CASE WHEN delivery_id = $1 THEN 0 ELSE ${SOLO_AFTER_LOST_LEASES} END`,
      [deliveryIds[0]],
    );
    expect((await worker().due(10)).quarantined).toBe(false);
    const other = await queue(1, {}, { lostLeases: SOLO_AFTER_LOST_LEASES });
    expect((await worker().due(10)).quarantined).toBe(true);
    expect(idsOf(await worker().quarantined())).toEqual(other.deliveryIds);
  });

  it('is claimed alone after five lost leases in a row, and set aside after eight', async () => {
    const { deliveryIds } = await queue(1);
    const expire = (): Promise<unknown> =>
      engine.sql(`UPDATE delivery_queue SET leased_until = now() - interval '1 second'`);
    for (let lease = 1; lease <= 5; lease += 1) {
      expect(idsOf(await worker(1).due(1))).toEqual(deliveryIds);
      await expire();
    }
    for (let lease = 6; lease <= 8; lease += 1) {
      expect(await worker(1).due(1)).toMatchObject({ quarantined: true });
      expect(idsOf(await worker(1).quarantined())).toEqual(deliveryIds);
      await expire();
    }
    expect(await worker().due(1)).toMatchObject({ quarantined: false });
    expect(
      await engine.sql(
        'SELECT status, reason, unhappy, attempt_count FROM deliveries WHERE id = $1',
        [deliveryIds[0]],
      ),
    ).toEqual([{ status: 'held', reason: 'poison', unhappy: true, attempt_count: 8 }]);
    expect(await engine.sql('SELECT FROM delivery_queue')).toEqual([]);
  });
});
