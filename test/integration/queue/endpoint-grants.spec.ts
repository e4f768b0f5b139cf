import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { EndpointGrants } from '../../../src/queue/direct/endpoint-grants.js';
import { grantCapacity } from '../../../src/queue/enqueue.js';
import { eventually } from '../../support/app/index.js';
import type { EndpointColumns } from '../../support/engine.js';
import { DirectLab, MAX_IN_FLIGHT, plannedAt } from './direct-lab.js';
import type { Target } from './direct-lab.js';

/** A grant is at most half of the capacity. */
const MOST_CREDITS = MAX_IN_FLIGHT / 2;

let lab: DirectLab;
beforeAll(async () => {
  lab = await DirectLab.start();
});
afterAll(() => lab.engine.close());
beforeEach(() => lab.attach());
afterEach(() => lab.detach());

/** What a worker would be granted; undefined: the shard of the endpoint is taken. */
async function creditsOf(worker: string, { endpointId }: Target): Promise<number | undefined> {
  const pool = lab.engine.get(HotPool);
  const [row] = await pool.run(grantCapacity, [worker, [endpointId], [8], [0], 60_000]);
  return row?.credits;
}

const BACKLOG = `
INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at)
SELECT uuid_now(), uuid_now(), id, tenant_id, now() - interval '6 seconds' FROM endpoints WHERE id = $1`;

describe('a grant', () => {
  it('admits publishes that found a place free together, up to twice as many as there are', async () => {
    const at = await lab.target();
    const errors: unknown[] = [];
    const grants = new EndpointGrants(lab.engine.get(HotPool), 60_000, {
      error: (error) => errors.push(error),
      granted: () => undefined,
    });
    const first = await eventually(() => {
      const grant = grants.admit(at.endpointId);
      if (!grant) throw new Error('no grant yet');
      return grant;
    });
    let admitted = 1;
    while (grants.admit(at.endpointId)) admitted += 1;
    expect(admitted).toBe(2 * MOST_CREDITS);
    // Further publishes wait.
    expect(grants.begin(first)).toBeDefined();
    expect(grants.whenFree(at.endpointId)).toBeDefined();
    expect(errors).toEqual([]);
  });

  it('leaves the whole capacity to claims where deliveries have waited for five seconds', async () => {
    const at = await lab.target();
    const worker = newUuid();
    expect(await creditsOf(worker, at)).toBe(MOST_CREDITS);
    await lab.engine.sql(BACKLOG, [at.endpointId]);
    expect(await creditsOf(worker, at)).toBe(0);
    await lab.clear(at);
    expect(await creditsOf(worker, at)).toBe(MOST_CREDITS);
  });

  it('is at most half of the capacity, and counts as in flight for every other worker', async () => {
    const at = await lab.granted();
    for (let count = 0; count < 3 * MAX_IN_FLIGHT; count += 1) await lab.publish(at);
    expect(lab.begun.length).toBeLessThanOrEqual(MOST_CREDITS);
    const others = await lab.anotherWorker().due(100);
    expect(others.deliveries.length).toBeLessThanOrEqual(MAX_IN_FLIGHT - lab.begun.length);
    // What waited for a credit is in the queue by now.
    await eventually(async () => {
      await lab.anotherWorker().due(100);
      expect(await lab.leasedAt(at)).toBe(MAX_IN_FLIGHT);
    });
  });

  it('does not shrink when it is renewed while deliveries of the queue use the rest', async () => {
    const at = await lab.granted();
    const worker = newUuid();
    const credits = () => creditsOf(worker, at);
    await lab.engine.sql('DELETE FROM endpoint_grants WHERE endpoint_id = $1', [at.endpointId]);
    const first = await credits();
    await lab.direct.detach();
    for (let count = 0; count < MAX_IN_FLIGHT; count += 1) await lab.publish(at);
    await lab.anotherWorker().due(100);
    expect(await lab.leasedAt(at)).toBe(MAX_IN_FLIGHT - (first ?? 0));
    expect([first, await credits(), await credits()]).toEqual([5, 5, 5]);
  });

  it('counts for others although its process uses none of it', async () => {
    const at = await lab.granted();
    const [grant] = await lab.engine.sql<{ credits: number }>(
      'SELECT credits FROM endpoint_grants WHERE endpoint_id = $1',
      [at.endpointId],
    );
    await lab.direct.detach();
    for (let count = 0; count < 2 * MAX_IN_FLIGHT; count += 1) await lab.publish(at);
    await lab.anotherWorker().due(100);
    expect(await lab.leasedAt(at)).toBe(MAX_IN_FLIGHT - (grant?.credits ?? 0));
    await lab.engine.sql(
      'UPDATE endpoint_grants SET counted_until = now() WHERE endpoint_id = $1',
      [at.endpointId],
    );
    await lab.anotherWorker().due(100);
    expect(await lab.leasedAt(at)).toBe(MAX_IN_FLIGHT);
  });

  it('gives a credit back when an attempt has ended', async () => {
    const at = await lab.granted();
    let sent = 0;
    for (let tries = 0; tries < 4 * MOST_CREDITS; tries += 1) {
      await lab.publish(at);
      const count = lab.begun.length;
      sent += count;
      if (count > 0) await lab.clear(at);
      lab.endAll();
    }
    expect(sent).toBeGreaterThan(MOST_CREDITS);
  });

  it.each([
    ['keeps order', { ordered: true }],
    ['has a rate limit', { rate_limit_per_second: 100 }],
    ['takes batches', { batch: { max_items: 5, wait_ms: 0 } }],
  ])('is refused for an endpoint that %s', async (_what, columns: EndpointColumns) => {
    const at = await lab.target(columns);
    for (let count = 0; count < 5; count += 1) await lab.publish(at);
    expect(lab.begun).toEqual([]);
  });

  it.each([
    ['was changed', `UPDATE endpoints SET version = version + 1 WHERE id = $1`],
    ['was paused', `UPDATE endpoints SET status = 'paused' WHERE id = $1`],
    ['releases held deliveries', `UPDATE endpoints SET releasing = 'send' WHERE id = $1`],
    ['has just failed', `UPDATE endpoint_health SET strikes = 1 WHERE endpoint_id = $1`],
    ['has an open breaker', `UPDATE endpoint_health SET trips = 1 WHERE endpoint_id = $1`],
    [
      'asked for a pause',
      `UPDATE endpoint_health SET held_back_until = now() + interval '1 minute' WHERE endpoint_id = $1`,
    ],
    [
      'is on a ramp',
      `UPDATE endpoint_health SET ramp_from = now() - interval '9 seconds' WHERE endpoint_id = $1`,
    ],
    [
      'answers slowly',
      `UPDATE endpoint_health SET slow_until = now() + interval '1 minute' WHERE endpoint_id = $1`,
    ],
    ['has a backlog', BACKLOG],
    [
      'has used up its time',
      `UPDATE endpoint_grants SET usable_until = now() WHERE endpoint_id = $1`,
    ],
  ])('is not used once the endpoint %s', async (_what, change) => {
    const at = await lab.granted();
    await lab.engine.sql(change, [at.endpointId]);
    await lab.publish(at);
    expect(lab.begun).toEqual([]);
    expect(await lab.leasedAt(at)).toBe(0);
  });

  it('ends for a process that does not know what it has stored', async () => {
    const at = await lab.granted();
    const reservation = lab.direct.reserve([plannedAt(at)]);
    expect(reservation.attempts.size).toBe(1);
    lab.direct.abandon(reservation, new Error('Connection terminated unexpectedly'));
    expect(lab.direct.reserve([])).not.toMatchObject({ workerId: reservation.workerId });
    await lab.publish(at);
    expect(lab.begun).toEqual([]);
  });
});
