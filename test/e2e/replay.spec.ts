import { describe, expect, it } from 'vitest';
import {
  aSession,
  createReceivingTenant,
  eventually,
  onlyDelivery,
  publish,
  useLab,
} from '../support/app/index.js';
import type { Endpoint, Postrider, Tenant } from '../support/app/index.js';
import { slow } from '../support/receiver.js';
import type { Receiver } from '../support/receiver.js';

interface Replay {
  id: string;
  state: string;
  matched: number;
  queued: number;
  outcomes: { pending: number; delivered: number; failed: number };
}

const lab = useLab();
/** A first attempt and no further one that a test would live to see. */
const ENV = {
  RETRY_SCHEDULE: '86400',
  DELIVERY_TIMEOUT_MS: '3000',
  LEASE_MARGIN_MS: '500',
  WORKER_CONCURRENCY: '20',
};

const start = (app: Postrider, tenant: Tenant, endpoint: Endpoint, status: string) =>
  app.ok<Replay>(
    'POST',
    `/v1/tenants/${tenant.id}/endpoints/${endpoint.id}/replay`,
    { since: new Date(Date.now() - 3_600_000).toISOString(), status },
    tenant.key,
  );

const read = (app: Postrider, tenant: Tenant, id: string) =>
  app.ok<Replay>('GET', `/v1/tenants/${tenant.id}/replays/${id}`, undefined, tenant.key);

const untilFinished = (app: Postrider, tenant: Tenant, id: string): Promise<Replay> =>
  eventually(async () => {
    const replay = await read(app, tenant, id);
    expect(replay).toMatchObject({ state: 'finished', outcomes: { pending: 0 } });
    return replay;
  }, 60_000);

/** Events that the endpoint did not take, and takes now. */
async function missed(app: Postrider, count: number, receiver: Receiver, fields: object = {}) {
  const { tenant, endpoint } = await createReceivingTenant(app, {
    url: receiver.url,
    event_types: ['case.*'],
    ...fields,
  });
  const events = Array.from({ length: count }, () => ({ tenant_id: tenant.id, ...aSession() }));
  const { results } = await app.ok<{ results: { id: string }[] }>(
    'POST',
    '/v1/events/batch',
    { events },
    tenant.publisherKey,
  );
  const path = `/v1/tenants/${tenant.id}/endpoints/${endpoint.id}`;
  await app.ok('PATCH', path, { event_types: null }, tenant.key);
  return { tenant, endpoint, ids: results.map(({ id }) => id) };
}

const idsOf = ({ requests }: Pick<Receiver, 'requests'>): string[] =>
  requests.map(({ headers }) => String(headers['webhook-id']));

describe('a replay', () => {
  it('delivers what a receiver has refused, once the receiver works', async () => {
    const [databaseUrl, receiver] = await Promise.all([lab.database(), lab.receiver()]);
    const app = await lab.postrider({ databaseUrl, env: { ...ENV, RETRY_SCHEDULE: '1' } });
    const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    receiver.answer(400);
    const ids = [];
    for (let nth = 0; nth < 5; nth += 1) ids.push((await publish(app, tenant)).id);
    for (const id of ids) {
      await eventually(async () =>
        expect(await onlyDelivery(app, tenant.id, id)).toMatchObject({
          status: 'failed',
          attempt_count: 2,
        }),
      );
    }
    receiver.answer(200);
    const { id, matched } = await start(app, tenant, endpoint, 'failed');
    expect(matched).toBe(5);
    expect(await untilFinished(app, tenant, id)).toMatchObject({
      queued: 5,
      outcomes: { delivered: 5, failed: 0 },
    });
    const requests = receiver.requests.slice(10);
    expect(idsOf({ requests }).toSorted()).toEqual(ids.toSorted());
    expect(new Set(requests.map(({ headers }) => headers['x-webhook-attempt']))).toEqual(
      new Set(['3']),
    );
    const delivery = await onlyDelivery(app, tenant.id, ids[0] ?? '');
    expect(delivery).toMatchObject({ status: 'succeeded', max_attempts: 4 });
    expect(delivery.attempts.map(({ trigger }) => trigger)).toEqual([
      'automatic',
      'automatic',
      'replay',
    ]);
  });

  it('continues when its worker is killed, and omits nothing', async () => {
    const [databaseUrl, redis, receiver] = await Promise.all([
      lab.database(),
      lab.redis(),
      lab.receiver(),
    ]);
    const common = { databaseUrl, redisUrl: redis.url, env: ENV };
    const api = await lab.postrider({ ...common, role: 'api' });
    const { tenant, endpoint, ids } = await missed(api, 100, receiver);
    receiver.answer(slow(50));
    let worker = await lab.postrider({ ...common, role: 'worker' });
    const { id, matched } = await start(api, tenant, endpoint, 'missing');
    expect(matched).toBe(100);
    for (const seen of [5, 30]) {
      await receiver.waitFor(seen, 30_000);
      await worker.kill9();
      expect(await read(api, tenant, id)).toMatchObject({ state: 'running' });
      worker = await lab.postrider({ ...common, role: 'worker' });
    }
    expect(await untilFinished(api, tenant, id)).toMatchObject({
      queued: 100,
      outcomes: { delivered: 100 },
    });
    expect([...new Set(idsOf(receiver))].toSorted()).toEqual(ids.toSorted());
  });

  it('is overtaken by what is published meanwhile', async () => {
    const [databaseUrl, receiver] = await Promise.all([lab.database(), lab.receiver()]);
    const app = await lab.postrider({ databaseUrl, env: ENV });
    const { tenant, endpoint, ids } = await missed(app, 200, receiver, { max_in_flight: 1 });
    receiver.answer(slow(20));
    await start(app, tenant, endpoint, 'missing');
    await receiver.waitFor(20, 30_000);
    const fresh = await publish(app, tenant);
    await eventually(() => expect(idsOf(receiver)).toContain(fresh.id));
    const before = idsOf(receiver).indexOf(fresh.id);
    expect(before).toBeLessThan(ids.length / 2 + 20);
    const { id } = await start(app, tenant, endpoint, 'missing');
    const path = `/v1/tenants/${tenant.id}/replays/${id}`;
    await app.ok('DELETE', path, undefined, tenant.key);
    expect(await read(app, tenant, id)).toMatchObject({ state: 'cancelled' });
  });
});
