import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { auditedChanges } from '../../support/audited-changes.js';
import { createTestTenant, startReplayLab } from './replay-lab.js';
import type { ReplayLab, TestTenant } from './replay-lab.js';

let lab: ReplayLab;
let my: TestTenant;

beforeAll(async () => {
  lab = await startReplayLab();
});
beforeEach(async () => {
  // Replays of other tests would run first.
  await lab.sql.query('UPDATE replays SET is_busy = false');
  my = await createTestTenant(lab);
});
afterAll(() => lab.close());

const event = (id: string) => my.own('GET', `/v1/tenants/me/events/${id}`);
const endpointPath = () => `/v1/tenants/me/endpoints/${my.endpoint}`;
const rowOf = async (delivery: string) => {
  const { rows } = await lab.sql.query<object>('SELECT * FROM deliveries WHERE id = $1', [
    parseId('delivery', delivery),
  ]);
  return rows[0];
};

/** One delivery that failed, one that succeeded, one event that was missed. */
async function oneOfEach() {
  const failed = await my.failed();
  const done = await my.deliver();
  await lab.attempt(done, 200);
  await my.own('PATCH', endpointPath(), { event_types: ['case.*'] });
  const missed = await lab.publish(my.tenant);
  await my.own('PATCH', endpointPath(), { event_types: ['session.*'] });
  return { failed, done, missed };
}

describe('cancelling a replay', () => {
  it('withdraws deliveries without an attempt and restores them', async () => {
    const { failed, done, missed } = await oneOfEach();
    const before = [await rowOf(failed), await rowOf(done), (await event(missed)).body];
    const { body } = await my.replay('all');
    expect(body['matched']).toBe(3);
    await lab.work();
    const answer = await my.cancel(body['id']);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        state: 'cancelled',
        queued: 3,
        taken_back: 3,
        outcomes: { pending: 0 },
        cancelled_by: expect.stringMatching(/^key_/),
        ended_at: expect.any(String),
      },
    ]);
    expect([await rowOf(failed), await rowOf(done), (await event(missed)).body]).toEqual(before);
    const { rows } = await lab.sql.query('SELECT FROM delivery_queue WHERE tenant_id = $1', [
      parseId('tenant', my.tenant),
    ]);
    expect(rows).toHaveLength(0);
    expect((await my.cancel(body['id'])).body).toEqual(answer.body);
    const { body: audit } = await my.own('GET', '/v1/tenants/me/audit');
    expect(auditedChanges(audit).slice(0, 1)).toMatchObject([
      { action: 'replay.cancelled', target: body['id'], details: { queued: 3, taken_back: 3 } },
    ]);
  });

  it('withdraws what a pause has held or postponed', async () => {
    const { failed, done } = await oneOfEach();
    const before = [await rowOf(failed), await rowOf(done)];
    const { body } = await my.replay('all');
    await lab.work();
    await my.own('POST', `${endpointPath()}/pause`);
    await expect(lab.claim(done)).rejects.toThrow('not due');
    expect(await my.delivery(failed)).toMatchObject({ status: 'held' });
    expect((await my.cancel(body['id'])).body).toMatchObject({ taken_back: 3 });
    expect([await rowOf(failed), await rowOf(done)]).toEqual(before);
  });

  it('does not touch deliveries that had an attempt, are in flight, or were retried by hand', async () => {
    const [tried, flying, hurried, waiting] = [
      await my.failed(),
      await my.failed(),
      await my.failed(),
      await my.failed(),
    ];
    const { body } = await my.replay('failed');
    await lab.work();
    await lab.attempt(tried, 500);
    const { answer } = await lab.claim(flying);
    await my.own('POST', `/v1/tenants/me/deliveries/${hurried}/retry`);
    expect((await my.cancel(body['id'])).body).toMatchObject({ taken_back: 1 });
    expect(await my.delivery(waiting)).toMatchObject({ status: 'failed', max_attempts: 12 });
    await answer(200);
    await lab.attempt(hurried, 200);
    expect(await my.delivery(tried)).toMatchObject({ reason: 'retry_scheduled' });
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({
      state: 'cancelled',
      outcomes: { pending: 1, delivered: 2, failed: 0 },
    });
  });

  it('stops queueing the rest', async () => {
    const deliveries = [];
    for (let nth = 0; nth < 12; nth += 1) deliveries.push(await my.failed());
    const { body } = await my.replay('failed');
    await lab.work();
    await my.cancel(body['id']);
    await lab.work();
    for (const delivery of deliveries) {
      expect(await my.delivery(delivery)).toMatchObject({ status: 'failed' });
    }
  });

  it('is refused once everything was sent', async () => {
    const delivery = await my.failed();
    const { body } = await my.replay('failed');
    await lab.work();
    await lab.attempt(delivery, 200);
    await lab.work();
    const answer = await my.cancel(body['id']);
    expect([answer.status, answer.body['code']]).toEqual([409, 'already_finished']);
  });

  it('happens automatically when the endpoint is deleted', async () => {
    const delivery = await my.failed();
    const { body } = await my.replay('failed');
    await lab.work();
    await my.own('DELETE', endpointPath());
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({
      state: 'cancelled',
      cancelled_by: 'system',
      outcomes: { pending: 0, given_up: 1 },
    });
    expect(await my.delivery(delivery)).toMatchObject({ status: 'cancelled' });
  });
});

describe('workers side by side', () => {
  it('queue each delivery once, and replays of one endpoint make no delivery twice', async () => {
    await my.own('PATCH', endpointPath(), { event_types: ['case.*'] });
    const events = [];
    for (let nth = 0; nth < 8; nth += 1) events.push(await lab.publish(my.tenant));
    await my.own('PATCH', endpointPath(), { event_types: ['session.*'] });
    const ids = [await my.replay('missing'), await my.replay('all')].map(({ body }) => body['id']);
    for (let round = 0; round < 6; round += 1) {
      await lab.sql.query('UPDATE replays SET next_look_at = now() WHERE is_busy');
      await Promise.all([1, 2, 3, 4].map(() => lab.step.run()));
    }
    for (const id of events) expect(await lab.deliveriesOf(my.tenant, id)).toHaveLength(1);
    const [missing, all] = [await my.shown(ids[0]), await my.shown(ids[1])];
    expect(Number(missing['queued']) + Number(all['queued'])).toBe(8);
  });

  it('lose nothing of a step that fails', async () => {
    const delivery = await my.failed();
    const { body } = await my.replay('failed');
    await lab.sql.query(
      `CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
       CREATE TRIGGER break_off BEFORE UPDATE ON replays FOR EACH ROW
       WHEN (NEW.queued > OLD.queued) EXECUTE FUNCTION break_off()`,
    );
    await expect(lab.step.run()).rejects.toThrow('no');
    expect(await my.delivery(delivery)).toMatchObject({ status: 'failed' });
    await lab.sql.query('DROP TRIGGER break_off ON replays; DROP FUNCTION break_off()');
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({ queued: 1 });
    expect(await lab.queued(delivery)).toMatchObject({ trigger: 'replay' });
  });
});
