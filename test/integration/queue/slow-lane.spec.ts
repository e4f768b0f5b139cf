import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HotPool } from '../../../src/database/index.js';
import { Claims } from '../../../src/queue/claims.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { queueAt } from './queued.js';
import type { Queued } from './queued.js';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([]);
});
afterEach(() => engine.sql('TRUNCATE delivery_queue, endpoint_health'));
afterAll(() => engine.close());

async function queueSlow(count: number): Promise<Queued> {
  const queued = await queueAt(engine, count, { max_in_flight: 1_000 });
  await engine.sql('UPDATE endpoint_health SET strikes = 1 WHERE endpoint_id = $1', [
    queued.endpointId,
  ]);
  return queued;
}

/** How many deliveries of each endpoint a claim of the slow lane takes. */
async function claimSlow(slots: { slow: number; slowTotal: number }, endpoints: Queued[]) {
  const claims = new Claims(engine.get(HotPool), { ms: 60_000, attemptMs: 0 });
  const { deliveries } = await claims.due({ quick: 0, slowNamed: 0, ...slots });
  return endpoints.map(
    ({ endpointId }) => deliveries.filter(({ endpoint_id: id }) => id === endpointId).length,
  );
}

describe('the slow lane', () => {
  it('is shared evenly, however much each endpoint has waiting', async () => {
    const endpoints = [await queueSlow(200), await queueSlow(40), await queueSlow(40)];
    expect(await claimSlow({ slow: 60, slowTotal: 60 }, endpoints)).toEqual([20, 20, 20]);
  });

  it('counts what an endpoint has in flight already against its share', async () => {
    const endpoints = [await queueSlow(100), await queueSlow(100)];
    expect(await claimSlow({ slow: 40, slowTotal: 40 }, endpoints)).toEqual([20, 20]);
    // Slots of another worker are free, but both have their share of what there is.
    expect(await claimSlow({ slow: 40, slowTotal: 40 }, endpoints)).toEqual([0, 0]);
  });

  it('leaves room for an endpoint that turns slow while another one fills the lane', async () => {
    const first = await queueSlow(200);
    expect(await claimSlow({ slow: 40, slowTotal: 40 }, [first])).toEqual([40]);
    const second = await queueSlow(200);
    expect(await claimSlow({ slow: 40, slowTotal: 40 }, [first, second])).toEqual([0, 20]);
  });
});
