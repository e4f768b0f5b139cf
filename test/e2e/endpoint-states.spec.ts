import { beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEndpoint,
  createReceivingTenant,
  eventually,
  expectDelivery,
  onlyDelivery,
  publish,
  readEndpoint,
  useLab,
} from '../support/app/index.js';
import type { Postrider } from '../support/app/index.js';
import { reply, slow } from '../support/receiver.js';

const lab = useLab();
const DAY = { RETRY_SCHEDULE: '86400,86400' };

describe('an endpoint', () => {
  let app: Postrider;

  beforeAll(async () => {
    app = await lab.postrider({ databaseUrl: await lab.database(), env: DAY });
  });

  it('that answers 410 is disabled, its events are held and sent on resume', async () => {
    const receiver = await lab.receiver();
    receiver.answer(410, 200);
    const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    const refused = await publish(app, tenant);
    await expectDelivery(app, tenant, refused.id, { status: 'held', reason: 'endpoint_disabled' });
    await eventually(async () => {
      expect(await readEndpoint(app, tenant, endpoint.id)).toMatchObject({ status: 'disabled' });
    });
    const later = await publish(app, tenant);
    expect(await onlyDelivery(app, tenant.id, later.id)).toMatchObject({
      status: 'held',
      reason: 'endpoint_disabled',
      attempt_count: 0,
    });

    await actOnEndpoint(app, tenant, endpoint.id, 'resume');
    await expectDelivery(app, tenant, refused.id, { status: 'succeeded', attempt_count: 2 });
    await expectDelivery(app, tenant, later.id, { status: 'succeeded', attempt_count: 1 });
    expect(receiver.requests).toHaveLength(3);
  });

  it('that was changed while it answered 410 stays active, and the delivery on its schedule', async () => {
    const receiver = await lab.receiver();
    receiver.answer(slow(1000, 410));
    const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    const { id } = await publish(app, tenant);
    await receiver.waitFor(1, 30_000);
    const path = `/v1/tenants/${tenant.id}/endpoints/${endpoint.id}`;
    await app.ok('PATCH', path, { description: 'moved' }, tenant.key);
    await expectDelivery(app, tenant, id, {
      status: 'pending',
      reason: 'retry_scheduled',
      attempt_count: 1,
    });
    expect(await readEndpoint(app, tenant, endpoint.id)).toMatchObject({ status: 'active' });
  });

  it('that answers with Retry-After gets nothing until then, and no attempt is spent', async () => {
    const receiver = await lab.receiver();
    receiver.answer(reply(503, { 'retry-after': '2' }), 200);
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    const first = await publish(app, tenant);
    await expectDelivery(app, tenant, first.id, { status: 'pending', attempt_count: 1 });
    const others = await Promise.all([publish(app, tenant), publish(app, tenant)]);
    for (const { id } of others) {
      await expectDelivery(app, tenant, id, { status: 'succeeded', attempt_count: 1 });
    }
    const [asked, ...sent] = receiver.requests;
    expect(sent).toHaveLength(others.length);
    for (const { receivedAtMs } of sent) {
      expect(receivedAtMs - (asked?.receivedAtMs ?? 0)).toBeGreaterThanOrEqual(2000);
    }
  });

  it('that is paused holds events from the start and sends them on resume', async () => {
    const receiver = await lab.receiver();
    const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    await actOnEndpoint(app, tenant, endpoint.id, 'pause');
    const events = await Promise.all([publish(app, tenant), publish(app, tenant)]);
    for (const { id, deliveries } of events) {
      expect(deliveries).toBe(1);
      expect(await onlyDelivery(app, tenant.id, id)).toMatchObject({
        status: 'held',
        reason: 'endpoint_paused',
        next_attempt_at: null,
        attempts: [],
      });
    }
    expect(receiver.connections).toBe(0);

    await actOnEndpoint(app, tenant, endpoint.id, 'resume');
    for (const { id } of events) await expectDelivery(app, tenant, id, { status: 'succeeded' });
    expect(receiver.requests).toHaveLength(events.length);
  });

  it('that is resumed with held: skip never gets what was held', async () => {
    const receiver = await lab.receiver();
    const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    await actOnEndpoint(app, tenant, endpoint.id, 'pause');
    const held = await publish(app, tenant);
    await actOnEndpoint(app, tenant, endpoint.id, 'resume', { held: 'skip' });
    await expectDelivery(app, tenant, held.id, { status: 'skipped', reason: 'operator_skipped' });
    const next = await publish(app, tenant);
    await expectDelivery(app, tenant, next.id, { status: 'succeeded' });
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([next.id]);
  });
});

describe('a manual retry', () => {
  it('is the next attempt of the delivery and leaves its schedule alone', async () => {
    const app = await lab.postrider({ databaseUrl: await lab.database(), env: DAY });
    const receiver = await lab.receiver();
    receiver.answer(500, 500, 200);
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    const { id } = await publish(app, tenant);
    const failed = await expectDelivery(app, tenant, id, { attempt_count: 1, in_flight: false });
    expect(failed).toMatchObject({ status: 'pending', reason: 'retry_scheduled' });
    expect(failed.next_attempt_at).not.toBeNull();

    const retry = `/v1/tenants/${tenant.id}/deliveries/${failed.id}/retry`;
    await app.ok('POST', retry, undefined, tenant.key);
    const again = await expectDelivery(app, tenant, id, { attempt_count: 2, in_flight: false });
    expect(again).toMatchObject({
      status: 'pending',
      reason: 'retry_scheduled',
      next_attempt_at: failed.next_attempt_at,
      max_attempts: 3,
    });

    await app.ok('POST', retry, undefined, tenant.key);
    const done = await expectDelivery(app, tenant, id, { status: 'succeeded' });
    expect(done.attempts.map(({ number, trigger }) => [number, trigger])).toEqual([
      [1, 'automatic'],
      [2, 'manual'],
      [3, 'manual'],
    ]);
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([id, id, id]);
  });
});

describe('max_in_flight', () => {
  it('holds across two workers', async () => {
    const [databaseUrl, redis, receiver] = await Promise.all([
      lab.database(),
      lab.redis(),
      lab.receiver(),
    ]);
    const common = { databaseUrl, redisUrl: redis.url };
    const [api] = await Promise.all([
      lab.postrider({ ...common, role: 'api' }),
      lab.postrider({ ...common, role: 'worker' }),
      lab.postrider({ ...common, role: 'worker' }),
    ]);
    let open = 0;
    let most = 0;
    receiver.answer((response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.writeHead(200).end();
      }, 50);
    });
    const limit = 3;
    const options = { url: receiver.url, max_in_flight: limit };
    const { tenant } = await createReceivingTenant(api, options);
    const events = Array.from({ length: 60 }, (_, index) => ({
      tenant_id: tenant.id,
      type: 'session.created',
      data: { session_id: `session_${index}`, external_ref: null, is_sandbox: false },
    }));
    await api.ok('POST', '/v1/events/batch', { events }, tenant.publisherKey);
    const requests = await receiver.waitFor(events.length, 60_000);
    expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(events.length);
    expect(most).toBe(limit);
  });
});
