import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { SOLO_AFTER_LOST_LEASES } from '../../../src/model/index.js';
import { HotPool } from '../../../src/database/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { testClaims } from '../../support/test-claims.js';
import { idsOf, queueAt } from './queued.js';
import type { Queued } from './queued.js';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([]);
});
afterEach(() => engine.sql('TRUNCATE delivery_queue, endpoint_pace, endpoint_health'));
afterAll(() => engine.close());

const worker = () => testClaims(engine.get(HotPool), 60_000);

describe('a wake-up', () => {
  it('leaves a tenth of an endpoint to what waits longer', async () => {
    const { deliveryIds } = await queueAt(engine, 60, { max_in_flight: 50 });
    expect((await worker().named(deliveryIds)).deliveries).toHaveLength(45);
    expect((await worker().due(60)).deliveries).toHaveLength(5);
  });
});

describe('a rate limit', () => {
  const LIMIT = { rate_limit_per_second: 100, max_in_flight: 50 };
  const BURST = 5;

  it('counts attempts by hand and those on schedule together', async () => {
    const { deliveryIds } = await queueAt(engine, 20, LIMIT);
    const manual = deliveryIds.slice(10, 13);
    await engine.sql(
      `UPDATE delivery_queue SET trigger = 'manual' WHERE delivery_id = ANY ($1::uuid[])`,
      [manual],
    );
    const taken = idsOf(await worker().due(20));
    expect(taken).toHaveLength(BURST);
    expect(taken).toEqual(expect.arrayContaining(manual));
  });

  it('counts a delivery that may take workers down', async () => {
    await queueAt(engine, 1, { rate_limit_per_second: 1 }, { lostLeases: SOLO_AFTER_LOST_LEASES });
    expect((await worker().quarantined()).deliveries).toHaveLength(1);
    expect(await engine.sql('SELECT tokens FROM endpoint_pace')).toEqual([{ tokens: 0 }]);
  });
});

describe('turns', () => {
  it('go round tenants, however many endpoints one of them has', async () => {
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => queueAt(engine, 3)));
    await giveTo(first?.tenantId ?? '', others);
    const alone = await queueAt(engine, 3);
    const { deliveries } = await worker().due(4);
    const ofAlone = deliveries.filter(({ endpoint_id: id }) => id === alone.endpointId);
    expect(deliveries).toHaveLength(4);
    expect(ofAlone).toHaveLength(2);
  });

  it('skip an endpoint that keeps order while its held deliveries come back', async () => {
    const { deliveryIds, endpointId } = await queueAt(
      engine,
      1,
      { ordered: true },
      { subject: newUuid() },
    );
    await engine.sql(`UPDATE endpoints SET releasing = 'send' WHERE id = $1`, [endpointId]);
    expect(idsOf(await worker().due(10))).toEqual([]);
    expect(idsOf(await worker().named(deliveryIds))).toEqual([]);
    await engine.sql('UPDATE endpoints SET releasing = NULL WHERE id = $1', [endpointId]);
    expect(idsOf(await worker().due(10))).toEqual(deliveryIds);
  });
});

async function giveTo(tenantId: string, queued: Queued[]): Promise<void> {
  const endpointIds = queued.map(({ endpointId }) => endpointId);
  await engine.sql('UPDATE endpoints SET tenant_id = $1 WHERE id = ANY ($2::uuid[])', [
    tenantId,
    endpointIds,
  ]);
  await engine.sql(
    'UPDATE delivery_queue SET tenant_id = $1 WHERE endpoint_id = ANY ($2::uuid[])',
    [tenantId, endpointIds],
  );
}
