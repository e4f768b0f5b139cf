import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { startInspectionApi } from './inspection-api.js';
import type { Call, InspectionApi } from './inspection-api.js';

interface QueueRow {
  trigger: string;
  due_at: Date;
  resume_at: Date | null;
  step: number;
}

describe('retry and skip', () => {
  let api: InspectionApi;
  let call: Call;
  let endpoint: string;
  let delivery: string;

  beforeAll(async () => {
    api = await startInspectionApi();
  });
  beforeEach(async () => {
    const tenant = await api.createTenant();
    call = await api.createKey('tenant', tenant);
    endpoint = await api.createEndpoint(tenant);
    [delivery = ''] = await api.deliveriesOf(tenant, await api.publish(tenant));
  });
  afterAll(() => api.close());

  const path = () => `/v1/tenants/me/deliveries/${delivery}`;
  const shown = async () => (await call('GET', path())).body;
  const retry = () => call('POST', `${path()}/retry`);
  const skip = () => call('POST', `${path()}/skip`);
  const pause = () => call('POST', `/v1/tenants/me/endpoints/${endpoint}/pause`);
  const resume = () => call('POST', `/v1/tenants/me/endpoints/${endpoint}/resume`, {});
  const queued = async () => {
    const { rows } = await api.sql.query<QueueRow>(
      'SELECT * FROM delivery_queue WHERE delivery_id = $1',
      [parseId('delivery', delivery)],
    );
    return rows[0];
  };
  const auditedActions = async () => {
    const { body } = await call('GET', '/v1/tenants/me/audit');
    return (body['data'] as { action: string; target: string }[])
      .filter(({ target }) => target === delivery)
      .map(({ action }) => action);
  };

  it('makes the next attempt due and gives the schedule its time back when it fails', async () => {
    await api.attempt(delivery, 500);
    const scheduled = await queued();
    const answer = await retry();
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id: delivery, status: 'pending', reason: 'queued' });
    await api.attempt(delivery, 500);
    expect(await queued()).toMatchObject({
      trigger: 'automatic',
      due_at: scheduled?.due_at,
      step: 1,
    });
    expect(await shown()).toMatchObject({
      attempt_count: 2,
      attempts: [{ trigger: 'automatic' }, { number: 2, trigger: 'manual' }],
    });
  });

  it('takes a second retry for the first', async () => {
    await api.attempt(delivery, 500);
    await retry();
    const once = await queued();
    expect((await retry()).status).toBe(202);
    expect(await queued()).toEqual(once);
    expect(await auditedActions()).toEqual(['delivery.retried']);
  });

  it('refuses both while an attempt is under way', async () => {
    const { answer } = await api.claim(delivery);
    for (const refused of [await retry(), await skip()]) {
      expect(refused.status).toBe(409);
      expect(refused.body['code']).toBe('attempt_in_flight');
    }
    await answer(200);
    expect(await shown()).toMatchObject({ status: 'succeeded' });
  });

  it('tries a skipped delivery again and leaves it skipped when that fails', async () => {
    await skip();
    expect((await retry()).body).toMatchObject({ status: 'pending', reason: 'queued' });
    await api.attempt(delivery, 500);
    expect(await shown()).toMatchObject({ status: 'skipped', reason: 'operator_skipped' });
    await retry();
    await api.attempt(delivery, 200);
    expect(await shown()).toMatchObject({ status: 'succeeded', reason: null });
  });

  it('sends a succeeded delivery once more without unsettling it', async () => {
    await api.attempt(delivery, 200);
    await retry();
    const { answer } = await api.claim(delivery);
    expect(await shown()).toMatchObject({ status: 'succeeded', in_flight: true });
    await answer(500);
    expect(await shown()).toMatchObject({ status: 'succeeded', attempt_count: 2 });
  });

  it('sends a held delivery although its endpoint is paused, and holds it again after a failure', async () => {
    await pause();
    expect(await shown()).toMatchObject({ status: 'held' });
    expect((await retry()).body).toMatchObject({ status: 'pending' });
    await api.attempt(delivery, 500);
    expect(await shown()).toMatchObject({ status: 'held', reason: 'endpoint_paused' });
  });

  it('lets a resume take over a held delivery whose retry waits', async () => {
    await pause();
    await retry();
    await resume();
    await api.attempt(delivery, 500);
    expect(await shown()).toMatchObject({ status: 'pending', next_attempt_at: expect.any(String) });
  });

  it('refuses to retry what a deleted endpoint left behind', async () => {
    await call('DELETE', `/v1/tenants/me/endpoints/${endpoint}`);
    expect(await shown()).toMatchObject({ status: 'cancelled', reason: 'endpoint_deleted' });
    const { status, body } = await retry();
    expect(status).toBe(409);
    expect(body['code']).toBe('endpoint_deleted');
  });

  it('skips what waits, once', async () => {
    const { status, body } = await skip();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'skipped',
      reason: 'operator_skipped',
      next_attempt_at: null,
      settled_at: expect.any(String),
    });
    expect(await queued()).toBeUndefined();
    const again = await skip();
    expect(again.status).toBe(409);
    expect(again.body['code']).toBe('already_settled');
    expect(await auditedActions()).toEqual(['delivery.skipped']);
    const listed = await call('GET', '/v1/tenants/me/deliveries?status=skipped');
    expect(listed.body['data']).toMatchObject([{ id: delivery }]);
  });

  it('skips what is held, so that a resume does not send it', async () => {
    await pause();
    expect((await skip()).body).toMatchObject({ status: 'skipped' });
    await resume();
    expect(await shown()).toMatchObject({ status: 'skipped' });
  });

  it('does not skip what has succeeded', async () => {
    await api.attempt(delivery, 200);
    await retry();
    expect((await skip()).body['code']).toBe('already_settled');
  });

  it('is nothing for a viewer', async () => {
    const tenant = String((await shown())['tenant_id']);
    const viewer = await api.createKey('viewer', tenant);
    expect((await viewer('POST', `${path()}/retry`)).status).toBe(403);
    expect((await viewer('POST', `${path()}/skip`)).status).toBe(403);
    const support = await api.createKey('support');
    const answer = await support('POST', `/v1/tenants/${tenant}/deliveries/${delivery}/retry`);
    expect(answer.status).toBe(202);
  });
});
