import { Redis } from 'ioredis';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import {
  aSession,
  createReceivingTenant,
  eventually,
  onlyDelivery,
  publish,
  useLab,
} from '../support/app/index.js';
import type { Postrider, Published, Tenant } from '../support/app/index.js';
import { stall } from '../support/receiver.js';
import type { Receiver } from '../support/receiver.js';

const lab = useLab();

describe('loss', () => {
  it('of everything in Redis between publish and delivery loses no event', async () => {
    const [databaseUrl, redis, receiver] = await services();
    const common = { databaseUrl, redisUrl: redis.url };
    const api = await lab.postrider({ ...common, role: 'api' });
    const { tenant } = await createReceivingTenant(api, { url: receiver.url });
    const ids = await publishMany(api, tenant, 20);

    const client = new Redis(redis.url);
    await eventually(async () => expect(await client.dbsize()).toBeGreaterThan(0));
    await client.flushall();
    expect(await client.dbsize()).toBe(0);
    await client.quit();

    await lab.postrider({ ...common, role: 'worker' });
    await expectDelivered(receiver, ids);
  });

  it('of the only worker in the middle of an attempt, three times, loses no event and no attempt', async () => {
    const [databaseUrl, redis, receiver] = await services();
    // One retry a day later: an attempt that spent the schedule would not come again in this test.
    const env = { RETRY_SCHEDULE: '86400', DELIVERY_TIMEOUT_MS: '4000', LEASE_MARGIN_MS: '500' };
    const common = { databaseUrl, redisUrl: redis.url, env };
    const api = await lab.postrider({ ...common, role: 'api' });
    const { tenant, endpoint } = await createReceivingTenant(api, { url: receiver.url });
    receiver.answer(stall(), stall(), stall(), 200);
    const { id } = await publish(api, tenant);
    for (const round of [1, 2, 3]) {
      const worker = await lab.postrider({ ...common, role: 'worker' });
      await receiver.waitFor(round, 30_000);
      await worker.kill9();
    }
    await lab.postrider({ ...common, role: 'worker' });
    const requests = await receiver.waitFor(4, 30_000);
    expect(requests.map(({ headers }) => headers['webhook-id'])).toEqual([id, id, id, id]);

    const delivery = await eventually(async () => {
      const one = await onlyDelivery(api, tenant.id, id);
      expect(one).toMatchObject({ endpoint_id: endpoint.id, status: 'succeeded' });
      return one;
    });
    const attempts = delivery.attempts.map(({ number, response, error }) => [
      number,
      error?.class ?? response?.status,
    ]);
    expect(attempts).toEqual([
      [1, 'worker_lost'],
      [2, 'worker_lost'],
      [3, 'worker_lost'],
      [4, 200],
    ]);
    expect(requests.map(({ headers }) => headers['x-webhook-attempt'])).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
  });

  it('of the process under constant traffic loses no event that was answered with 202', async () => {
    const [databaseUrl, redis, receiver] = await services();
    const env = { DELIVERY_TIMEOUT_MS: '1500', LEASE_MARGIN_MS: '500' };
    const common = { databaseUrl, redisUrl: redis.url, env };
    let app = await lab.postrider(common);
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    const ids: string[] = [];
    for (const round of [1, 2]) {
      const traffic = publishUntilItFails(app, tenant, ids);
      await receiver.waitFor(round * 50, 30_000);
      await app.kill9();
      await traffic;
      app = await lab.postrider(common);
    }
    expect(ids.length).toBeGreaterThan(0);
    await eventually(() => {
      const received = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
      expect(ids.filter((id) => !received.has(id))).toEqual([]);
    });
  });

  it('of every database connection, again and again, loses no event that was answered with 202', async () => {
    const [databaseUrl, receiver] = await Promise.all([lab.database(), lab.receiver()]);
    const env = { DELIVERY_TIMEOUT_MS: '1500', LEASE_MARGIN_MS: '500' };
    const app = await lab.postrider({ databaseUrl, env });
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    const ids: string[] = [];
    const statuses = new Set<number>();
    const stopping = new AbortController();
    const traffic = Array.from({ length: 4 }, async () => {
      while (!stopping.signal.aborted) {
        const event = { tenant_id: tenant.id, ...aSession() };
        const { status, body } = await app.api<Published>('POST', '/v1/events', event);
        statuses.add(status);
        if (status === 202) ids.push(body.id);
      }
    });
    for (const round of [1, 2, 3]) {
      await receiver.waitFor(round * 100, 30_000);
      await cutConnections(databaseUrl);
    }
    await receiver.waitFor(400, 30_000);
    stopping.abort();
    await Promise.all(traffic);
    expect([...statuses].filter((status) => status !== 202 && status !== 503)).toEqual([]);
    await eventually(() => {
      const received = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
      expect(ids.filter((id) => !received.has(id))).toEqual([]);
    });
    await eventually(async () => {
      const path = `/v1/tenants/${tenant.id}/deliveries?status=pending`;
      expect(await app.ok('GET', path)).toMatchObject({ data: [] });
    });
  });

  it('of Redis itself stops neither publishing nor delivery', async () => {
    const [databaseUrl, redis, receiver] = await services();
    const app = await lab.postrider({ databaseUrl, redisUrl: redis.url, role: 'all' });
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    await redis.kill();
    const without = await publishMany(app, tenant, 10);
    await expectDelivered(receiver, without);
    expect((await app.api('GET', '/health/ready')).status).toBe(200);

    await lab.redis({ port: redis.port });
    const again = await publishMany(app, tenant, 10);
    await expectDelivered(receiver, [...without, ...again]);
  });

  it('of Redis before the start hinders neither the start, nor the work, nor the end', async () => {
    const [databaseUrl, redis, receiver] = await services();
    const { port, url: redisUrl } = redis;
    await redis.kill();
    const [api, worker] = await Promise.all(
      (['api', 'worker'] as const).map((role) => lab.postrider({ databaseUrl, redisUrl, role })),
    );
    if (!api || !worker) throw new Error('Not started.');
    const { tenant } = await createReceivingTenant(api, { url: receiver.url });
    const without = await publishMany(api, tenant, 10);
    await expectDelivered(receiver, without);
    expect(await worker.stop()).toBe(0);

    await lab.redis({ port });
    await lab.postrider({ databaseUrl, redisUrl, role: 'worker' });
    const again = await publishMany(api, tenant, 10);
    await expectDelivered(receiver, [...without, ...again]);
    expect(await api.stop()).toBe(0);
  });
});

function services() {
  return Promise.all([lab.database(), lab.redis(), lab.receiver()]);
}

async function publishMany(app: Postrider, tenant: Tenant, count: number): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => publish(app, tenant)));
  return answers.map(({ id }) => id);
}

async function cutConnections(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await client.end();
}

/** Publishers that never pause; what was answered with 202 is in `ids`. */
async function publishUntilItFails(app: Postrider, tenant: Tenant, ids: string[]): Promise<void> {
  const publishers = Array.from({ length: 4 }, async () => {
    for (;;) ids.push((await publish(app, tenant)).id);
  });
  await Promise.allSettled(publishers);
}

/** Each once: nothing here gives a reason to send again. */
async function expectDelivered(receiver: Receiver, ids: string[]): Promise<void> {
  const requests = await receiver.waitFor(ids.length, 30_000);
  expect(requests.map(({ headers }) => String(headers['webhook-id'])).sort()).toEqual(ids.sort());
}
