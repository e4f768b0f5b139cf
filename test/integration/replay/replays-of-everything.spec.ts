import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestTenant, startReplayLab } from './replay-lab.js';
import type { ReplayLab, TestTenant } from './replay-lab.js';

let lab: ReplayLab;
let my: TestTenant;

beforeAll(async () => {
  lab = await startReplayLab();
});
beforeEach(async () => {
  my = await createTestTenant(lab);
});
afterAll(() => lab.close());

const act = (action: string, body?: object) =>
  my.own('POST', `/v1/tenants/me/endpoints/${my.endpoint}/${action}`, body);

describe('a replay of everything', () => {
  it('resends what succeeded or was skipped; a failure changes nothing', async () => {
    const done = await my.deliver();
    await lab.attempt(done, 200);
    const skipped = await my.deliver();
    await my.own('POST', `/v1/tenants/me/deliveries/${skipped}/skip`);
    const failed = await my.failed();
    const { body } = await my.replay('all');
    expect(body['matched']).toBe(3);
    await lab.work();
    expect(await lab.queued(done)).toMatchObject({ trigger: 'replay', resume_status: 'succeeded' });
    await lab.attempt(done, 500);
    await lab.attempt(skipped, 200);
    await lab.attempt(failed, 200);
    expect(await my.delivery(done)).toMatchObject({
      status: 'succeeded',
      attempts: [{ trigger: 'automatic' }, { number: 2, trigger: 'replay' }],
    });
    expect(await my.delivery(skipped)).toMatchObject({ status: 'succeeded', reason: null });
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({
      state: 'finished',
      queued: 3,
      outcomes: { pending: 0, delivered: 2, failed: 1, given_up: 0 },
    });
  });

  it('leaves what is pending to its schedule', async () => {
    const waiting = await my.deliver();
    await lab.attempt(waiting, 500);
    const before = await lab.queued(waiting);
    const { body } = await my.replay('all');
    expect(body['matched']).toBe(0);
    await lab.work();
    expect(await lab.queued(waiting)).toEqual(before);
    expect(await my.shown(body['id'])).toMatchObject({ skipped: { already_pending: 1 } });
  });

  it('waits while the endpoint is paused and then continues', async () => {
    const done = await my.deliver();
    await lab.attempt(done, 200);
    const failed = await my.failed();
    const { body } = await my.replay('all');
    await lab.work();
    await act('pause');
    await expect(lab.claim(done)).rejects.toThrow('not due');
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({
      state: 'running',
      waiting_for: 'endpoint_paused',
      outcomes: { pending: 2 },
    });
    expect(await my.delivery(failed)).toMatchObject({ status: 'held' });
    expect(await my.delivery(done)).toMatchObject({ status: 'succeeded' });
    await act('resume', {});
    await lab.work();
    await lab.attempt(done, 200);
    await lab.attempt(failed, 200);
    await lab.work();
    expect(await my.shown(body['id'])).toMatchObject({
      state: 'finished',
      waiting_for: null,
      queued: 2,
      outcomes: { pending: 0, delivered: 2 },
    });
  });
});
