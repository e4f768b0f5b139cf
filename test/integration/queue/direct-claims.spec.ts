import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AttemptRecorder } from '../../../src/queue/index.js';
import { eventually } from '../../support/app/index.js';
import { LONG_ATTEMPT_MS } from '../../../src/model/index.js';
import { successesOf } from './attempt-entry.js';
import { DirectLab, plannedAt } from './direct-lab.js';

let lab: DirectLab;
beforeAll(async () => {
  lab = await DirectLab.start();
});
afterAll(() => lab.engine.close());
beforeEach(() => lab.attach());
afterEach(() => lab.detach());

describe('a delivery of an endpoint with a grant', () => {
  it('is pending and under the lease of its process when the publish is answered', async () => {
    const at = await lab.granted();
    await lab.publish(at);
    const [one] = lab.begun;
    expect(lab.begun).toHaveLength(1);
    expect(
      await lab.engine.sql(
        `SELECT q.delivery_id, q.fence, q.attempts, q.attempt_id, q.leased_until > now() AS leased, d.status, d.reason
         FROM delivery_queue q JOIN deliveries d ON d.id = q.delivery_id WHERE q.endpoint_id = $1`,
        [at.endpointId],
      ),
    ).toEqual([
      {
        delivery_id: one?.claim.delivery_id,
        fence: 1,
        attempts: 1,
        attempt_id: one?.claim.attempt_id,
        leased: true,
        status: 'pending',
        reason: 'queued',
      },
    ]);
    expect(one?.claim.direct?.event.dataJson).toContain('s1');
    expect((await lab.anotherWorker().due(5)).deliveries).toEqual([]);
  });

  it('goes to another worker when its lease has ended without a report', async () => {
    const at = await lab.granted();
    await lab.publish(at);
    await lab.engine.sql(`UPDATE delivery_queue SET leased_until = now() WHERE endpoint_id = $1`, [
      at.endpointId,
    ]);
    const { deliveries } = await lab.anotherWorker().due(5);
    expect(deliveries.map(({ delivery_id: id }) => id)).toEqual([lab.begun[0]?.claim.delivery_id]);
  });

  it('is recorded and settled as one that was claimed', async () => {
    const at = await lab.granted();
    await lab.publish(at);
    const claims = lab.begun.map(({ claim }) => claim);
    // The full record notes that an attempt was long.
    expect(successesOf(claims, LONG_ATTEMPT_MS + 1).map(({ isRoutine }) => isRoutine)).toEqual([
      false,
    ]);
    const entries = successesOf(claims, LONG_ATTEMPT_MS);
    expect(entries.map(({ isRoutine }) => isRoutine)).toEqual([true]);
    const recorder = lab.engine.get(AttemptRecorder);
    const noteAsLost = (): Promise<object[]> =>
      lab.engine.sql(
        `UPDATE attempts SET error_class = 'worker_lost', response_status = NULL WHERE delivery_id = $1`,
        [claims[0]?.delivery_id],
      );
    // The first is reported to the endpoint's health, those that follow are not. Reports may come twice, and after
    // the attempt was noted as that of a lost worker.
    for (let count = 0; count < 3; count += 1) {
      for (const entry of entries) expect(await recorder.record(entry)).toBe(true);
      if (count === 1) await noteAsLost();
    }
    expect(
      await lab.engine.sql(
        `SELECT d.status, d.reason, d.attempt_count, d.last_code, d.step, d.settled_at IS NOT NULL AS settled,
           a.number, a.trigger, a.response_status, a.error_class
         FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.id = $1`,
        [claims[0]?.delivery_id],
      ),
    ).toEqual([
      {
        status: 'succeeded',
        reason: null,
        attempt_count: 1,
        last_code: 204,
        step: 1,
        settled: true,
        number: 1,
        trigger: 'automatic',
        response_status: 204,
        error_class: null,
      },
    ]);
    expect(await lab.leasedAt(at)).toBe(0);
  });
});

it('a process that stops waits for the statements that store under its lease', async () => {
  const at = await lab.granted();
  const reservation = lab.direct.reserve([plannedAt(at)]);
  expect(reservation.attempts.size).toBe(1);
  let isDetached = false;
  const detached = lab.direct.detach().then(() => (isDetached = true));
  // A publish of this moment takes the usual way.
  await lab.publish(at);
  expect(lab.begun).toEqual([]);
  expect(isDetached).toBe(false);
  lab.direct.settle(reservation, [], new Map());
  await detached;
});

describe('a delivery that finds no credit at once', () => {
  it('waits under its lease, and begins when a credit is free, first come first served', async () => {
    const at = await lab.granted();
    const published = await lab.fill(at);
    const begun = lab.begun.length;
    expect(begun).toBeGreaterThan(0);
    expect(await lab.leasedAt(at)).toBe(published);
    lab.begun.splice(0, 1)[0]?.end();
    await eventually(() => expect(lab.begun).toHaveLength(begun));
    const ids = lab.begun.map(({ claim }) => claim.delivery_id);
    expect(ids).toEqual(ids.toSorted());
  });

  it('begins when the receiver has answered another, whose record is still to come', async () => {
    const at = await lab.granted();
    await lab.fill(at);
    const begun = lab.begun.length;
    lab.begun[0]?.claim.direct?.onAnswer?.(true);
    await eventually(() => expect(lab.begun).toHaveLength(begun + 1));
    // Its record frees nothing more.
    lab.begun[0]?.end();
    await lab.publish(at);
    expect(lab.begun).toHaveLength(begun + 1);
  });

  it('goes to the queue at once when the endpoint fails', async () => {
    const at = await lab.granted();
    await lab.fill(at);
    const begun = lab.begun.length;
    lab.begun[0]?.claim.direct?.onAnswer?.(false);
    await eventually(async () => expect(await lab.leasedAt(at)).toBe(begun));
    expect(lab.begun).toHaveLength(begun);
    await lab.publish(at);
    expect(await lab.leasedAt(at)).toBe(begun);
  });

  it('goes to the queue as if it had never been leased when no credit comes free', async () => {
    const at = await lab.granted();
    const published = await lab.fill(at);
    const begun = lab.begun.length;
    await eventually(async () => expect(await lab.leasedAt(at)).toBe(begun));
    expect(
      await lab.engine.sql(
        `SELECT DISTINCT q.attempts, q.attempt_id, q.lost_leases, q.leased_by, q.due_at <= now() AS due, d.status, d.reason
         FROM delivery_queue q JOIN deliveries d ON d.id = q.delivery_id
         WHERE q.endpoint_id = $1 AND q.leased_until IS NULL`,
        [at.endpointId],
      ),
    ).toEqual([
      {
        attempts: 0,
        attempt_id: null,
        lost_leases: 0,
        leased_by: null,
        due: true,
        status: 'pending',
        reason: 'queued',
      },
    ]);
    const claimed = await lab.anotherWorker().due(100);
    const deliveries = claimed.deliveries.filter((claim) => claim.endpoint_id === at.endpointId);
    expect(deliveries.length).toBeGreaterThan(0);
    expect(deliveries.length).toBeLessThanOrEqual(published - begun);
    for (const claim of deliveries) expect(claim).toMatchObject({ attempt_number: 1, fence: 2 });
  });

  it('goes to the queue when its process stops', async () => {
    const at = await lab.granted();
    await lab.fill(at);
    const begun = lab.begun.length;
    await lab.direct.detach();
    expect(await lab.leasedAt(at)).toBe(begun);
    expect(lab.begun).toHaveLength(begun);
  });

  it('is claimed where its sender begins nothing for now', async () => {
    const at = await lab.granted();
    lab.room = 0;
    await lab.publish(at);
    expect(await lab.leasedAt(at)).toBe(0);
  });
});
