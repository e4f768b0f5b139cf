import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AttemptRecorder } from '../../../src/queue/index.js';
import { SOLO_AFTER_LOST_LEASES } from '../../../src/model/index.js';
import type { NextState, ClaimedDelivery } from '../../../src/queue/index.js';
import { newUuid } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { DeliveryModule } from '../../../src/delivery/index.js';
import { testClaims } from '../../support/test-claims.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { entry, retry, success } from './attempt-entry.js';

let engine: Engine;
let recorder: AttemptRecorder;
let endpointId: string;

beforeAll(async () => {
  engine = await startEngine([PublishingModule, DeliveryModule]);
  recorder = engine.get(AttemptRecorder);
});

afterAll(() => engine.close());

/** A claimed delivery of a fresh event to a fresh endpoint. */
let claim: ClaimedDelivery;

beforeEach(async () => {
  const { id, endpointIds } = await engine.createTenant([{}]);
  endpointId = endpointIds[0] ?? '';
  await engine.get(Publisher).publish({
    tenantRef: tenantRef(id),
    type: 'session.created',
    data: { session_id: 's1', external_ref: null, is_sandbox: false },
  });
  claim = await claimNext();
});

async function claimNext(): Promise<ClaimedDelivery> {
  const rows = await engine.sql<{ delivery_id: string }>(
    'SELECT delivery_id FROM delivery_queue WHERE endpoint_id = $1',
    [endpointId],
  );
  const claims = testClaims(engine.get(HotPool), 60_000);
  const { deliveries } = await claims.named(rows.map((row) => row.delivery_id));
  const [claimed] = deliveries;
  if (!claimed) throw new Error('nothing could be claimed');
  return claimed;
}

const expireLease = (): Promise<object[]> =>
  engine.sql('UPDATE delivery_queue SET leased_until = NULL WHERE endpoint_id = $1', [endpointId]);

const delivery = async () => {
  const [row] = await engine.sql(
    'SELECT status, reason, attempt_count, last_code, step, unhappy FROM deliveries WHERE id = $1',
    [claim.delivery_id],
  );
  return row;
};

const attempts = () =>
  engine.sql<{ number: number; response_status: number | null; error_class: string | null }>(
    'SELECT number, response_status, error_class FROM attempts WHERE delivery_id = $1 ORDER BY number',
    [claim.delivery_id],
  );

const queued = () =>
  engine.sql('SELECT FROM delivery_queue WHERE delivery_id = $1', [claim.delivery_id]);

describe('a record', () => {
  it('settles a success and takes the delivery off the queue', async () => {
    expect(await recorder.record(entry(claim, success, 204))).toBe(true);
    expect(await delivery()).toEqual({
      status: 'succeeded',
      reason: null,
      attempt_count: 1,
      last_code: 204,
      step: 1,
      unhappy: false,
    });
    expect(await queued()).toEqual([]);
  });

  it('records the format that was sent, even if the endpoint has changed it since', async () => {
    const sent = entry(claim, success, 200);
    if (sent.attempt) sent.attempt.format = 'flat';
    await recorder.record(sent);
    expect(
      await engine.sql('SELECT format FROM deliveries WHERE id = $1', [claim.delivery_id]),
    ).toEqual([{ format: 'flat' }]);
  });

  it('puts a failure back on the queue for its next attempt', async () => {
    await recorder.record(entry(claim, retry, 500));
    expect(await delivery()).toMatchObject({ status: 'pending', reason: 'retry_scheduled' });
    expect(await claimNext()).toMatchObject({ attempt_number: 2, step: 1 });
  });

  it('clears a delivery of the suspicion that it takes workers down', async () => {
    await engine.sql('UPDATE delivery_queue SET lost_leases = $2 WHERE delivery_id = $1', [
      claim.delivery_id,
      SOLO_AFTER_LOST_LEASES,
    ]);
    await recorder.record(entry(claim, retry, 500));
    expect(
      await engine.sql('SELECT lost_leases FROM delivery_queue WHERE delivery_id = $1', [
        claim.delivery_id,
      ]),
    ).toEqual([{ lost_leases: 0 }]);
  });

  it('of a worker that lost its claim is kept, but moves nothing', async () => {
    const lost = claim;
    await expireLease();
    const current = await claimNext();
    expect(await recorder.record(entry(lost, retry, 500))).toBe(false);
    expect(await attempts()).toMatchObject([{ number: 1, response_status: 500 }]);
    expect(await delivery()).toMatchObject({ status: 'pending', reason: 'queued' });
    expect(await recorder.record(entry(current, success, 200))).toBe(true);
    expect(await attempts()).toHaveLength(2);
  });

  it('of a worker that lost its claim ends nothing either', async () => {
    const lost = claim;
    await expireLease();
    const current = await claimNext();
    const exhausted: NextState = { ...retry, status: 'failed', reason: 'attempts_exhausted' };
    expect(await recorder.record(entry(lost, exhausted, 500))).toBe(false);
    expect(await delivery()).toMatchObject({ status: 'pending', reason: 'queued' });
    expect(await queued()).toHaveLength(1);
    expect(await recorder.record(entry(current, success, 200))).toBe(true);
  });

  it('of a late success settles the delivery, whichever worker holds it now', async () => {
    const lost = claim;
    await expireLease();
    const current = await claimNext();
    expect(await recorder.record(entry(lost, success, 200))).toBe(true);
    expect(await delivery()).toMatchObject({ status: 'succeeded' });
    expect(await recorder.record(entry(current, retry, 500))).toBe(false);
    expect(await delivery()).toMatchObject({ status: 'succeeded', attempt_count: 2 });
    expect(await queued()).toEqual([]);
  });

  it('replaces the note that its worker was lost', async () => {
    const note = entry(claim, null, null);
    if (note.attempt) note.attempt.error = { class: 'worker_lost', message: 'no word' };
    await recorder.record({ ...note, health: null });
    expect(await attempts()).toMatchObject([{ error_class: 'worker_lost' }]);
    await recorder.record(entry(claim, success, 200));
    expect(await attempts()).toEqual([{ number: 1, response_status: 200, error_class: null }]);
    await recorder.record({ ...note, health: null });
    expect(await attempts()).toEqual([{ number: 1, response_status: 200, error_class: null }]);
  });

  it.each([
    [`status = 'paused'`, 'held', 'endpoint_paused'],
    [`status = 'disabled'`, 'held', 'endpoint_disabled'],
    ['deleted_at = now()', 'cancelled', 'endpoint_deleted'],
  ])('of a retry at an endpoint with %s is %s', async (change, status, reason) => {
    await engine.sql(`UPDATE endpoints SET ${change} WHERE id = $1`, [endpointId]);
    await recorder.record(entry(claim, retry, 500));
    expect(await delivery()).toMatchObject({ status, reason, unhappy: true });
    expect(await queued()).toEqual([]);
  });

  describe('of a failed manual attempt', () => {
    const asBefore: NextState = {
      status: 'restore_previous',
      reason: null,
      delayMs: null,
      step: 0,
    };
    const makeManual = (columns: string): Promise<object[]> =>
      engine.sql(
        `UPDATE delivery_queue SET trigger = 'manual', ${columns} WHERE delivery_id = $1`,
        [claim.delivery_id],
      );

    it('gives a scheduled delivery its time back', async () => {
      await makeManual(`resume_at = '2100-01-01'`);
      await recorder.record(entry(claim, asBefore, 500));
      expect(await delivery()).toMatchObject({ status: 'pending', attempt_count: 1, step: 0 });
      expect(
        await engine.sql('SELECT due_at, trigger FROM delivery_queue WHERE delivery_id = $1', [
          claim.delivery_id,
        ]),
      ).toEqual([{ due_at: new Date('2100-01-01'), trigger: 'automatic' }]);
    });

    it('leaves a settled delivery what it was', async () => {
      await engine.sql(
        `UPDATE deliveries SET status = 'failed', reason = 'attempts_exhausted', unhappy = true WHERE id = $1`,
        [claim.delivery_id],
      );
      await makeManual(`resume_status = 'failed', resume_reason = 'attempts_exhausted'`);
      await recorder.record(entry(claim, asBefore, 500));
      expect(await delivery()).toMatchObject({ status: 'failed', reason: 'attempts_exhausted' });
      expect(await queued()).toEqual([]);
    });

    it('gives the schedule back once, should it be reported twice', async () => {
      await makeManual(`resume_at = '2100-01-01'`);
      await recorder.record(entry(claim, asBefore, 500));
      await recorder.record(entry(claim, asBefore, 500));
      expect(
        await engine.sql('SELECT due_at FROM delivery_queue WHERE delivery_id = $1', [
          claim.delivery_id,
        ]),
      ).toEqual([{ due_at: new Date('2100-01-01') }]);
    });

    it('follows a resume that commits while it is recorded', async () => {
      await makeManual(`resume_status = 'held', resume_reason = 'endpoint_paused'`);
      let recorded: Promise<boolean> | undefined;
      await engine.get(DataSource).transaction(async (manager) => {
        await manager.query(
          `UPDATE delivery_queue SET resume_at = now(), resume_status = NULL, resume_reason = NULL WHERE delivery_id = $1`,
          [claim.delivery_id],
        );
        recorded = recorder.record(entry(claim, asBefore, 500));
        await eventually(async () =>
          expect(await engine.sql(`SELECT FROM pg_locks WHERE NOT granted`)).not.toEqual([]),
        );
      });
      await recorded;
      expect(await delivery()).toMatchObject({ status: 'pending', reason: 'retry_scheduled' });
      expect(await queued()).toHaveLength(1);
    });

    it('follows a resume that came while it was under way', async () => {
      await makeManual(`resume_status = 'held', resume_reason = 'endpoint_paused'`);
      await makeManual(`resume_at = now(), resume_status = NULL, resume_reason = NULL`);
      await recorder.record(entry(claim, asBefore, 500));
      expect(await delivery()).toMatchObject({ status: 'pending', reason: 'retry_scheduled' });
      expect(await claimNext()).toMatchObject({ trigger: 'automatic' });
    });
  });

  it('of a retry follows a resume that is under way, so that nothing is left held', async () => {
    await engine.sql(`UPDATE endpoints SET status = 'paused' WHERE id = $1`, [endpointId]);
    const source = engine.get(DataSource);
    let recorded: Promise<boolean> | undefined;
    await source.transaction(async (manager) => {
      await manager.query(`UPDATE endpoints SET status = 'active' WHERE id = $1`, [endpointId]);
      recorded = recorder.record(entry(claim, retry, 500));
      await eventually(async () =>
        expect(await engine.sql(`SELECT FROM pg_locks WHERE NOT granted`)).not.toEqual([]),
      );
    });
    expect(await recorded).toBe(true);
    expect(await delivery()).toMatchObject({ status: 'pending', reason: 'retry_scheduled' });
    expect(await queued()).toHaveLength(1);
  });

  it('notes when an endpoint began to fail, and forgets it with the next success', async () => {
    const health = () =>
      engine.sql<{ failing_since: Date | null; last_success_at: Date | null }>(
        'SELECT failing_since, last_success_at FROM endpoint_health WHERE endpoint_id = $1',
        [endpointId],
      );
    await recorder.record(entry(claim, retry, 500));
    const [failing] = await health();
    expect(failing).toMatchObject({ failing_since: expect.any(Date), last_success_at: null });
    await recorder.record(entry(await claimNext(), { ...retry, step: 2 }, 500));
    expect(await health()).toEqual([failing]);
    await recorder.record(entry(await claimNext(), success, 200));
    expect(await health()).toMatchObject([
      { failing_since: null, last_success_at: expect.any(Date) },
    ]);
  });

  it('of many attempts of one delivery at once keeps every one', async () => {
    const entries = [1, 2, 3].map((number) => {
      const one = entry(claim, null, 500);
      if (one.attempt) Object.assign(one.attempt, { id: newUuid(), number });
      return one;
    });
    await Promise.all(entries.map((one) => recorder.record(one)));
    expect((await attempts()).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(await delivery()).toMatchObject({ attempt_count: 3, status: 'pending' });
  });
});
