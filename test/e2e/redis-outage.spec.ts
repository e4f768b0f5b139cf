import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReceivingTenant, eventually, publish, useLab } from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import type { Receiver } from '../support/receiver.js';
import { freePort } from '../support/services/free-port.js';
import { startRedis } from '../support/services/start-redis.js';
import type { TestRedis } from '../support/services/start-redis.js';
import { untilConsumed } from '../support/wake-up-consumer.js';

const lab = useLab();
const READY = [200, 200];

describe('processes whose Redis', () => {
  let port: number;
  let redis: TestRedis;
  let api: Postrider;
  let worker: Postrider;
  let tenant: Tenant;
  let receiver: Receiver;

  beforeAll(async () => {
    const databaseUrl = await lab.database();
    receiver = await lab.receiver();
    port = await freePort();
    const common = { databaseUrl, redisUrl: `redis://127.0.0.1:${port}` };
    [api, worker] = await Promise.all([
      lab.postrider({ ...common, role: 'api' }),
      lab.postrider({ ...common, role: 'worker' }),
    ]);
    ({ tenant } = await createReceivingTenant(api, { url: receiver.url }));
  });
  afterAll(() => redis.stop());

  /** Publishes, waits for the delivery and answers whether both processes are ready. */
  const deliver = async (): Promise<number[]> => {
    const { id } = await publish(api, tenant);
    await eventually(() => {
      const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
      expect(ids.filter((one) => one === id)).toHaveLength(1);
    });
    const answers = await Promise.all([api, worker].map((app) => app.api('GET', '/health/ready')));
    return answers.map(({ status }) => status);
  };
  const consumed = (): Promise<void> => untilConsumed({ host: '127.0.0.1', port });
  const withRedis = async (use: (client: Redis) => Promise<unknown>): Promise<void> => {
    const client = new Redis(port, '127.0.0.1');
    try {
      await use(client);
    } finally {
      client.disconnect();
    }
  };

  it('is not there yet take, deliver and are ready; when it comes they use it', async () => {
    expect(await deliver()).toEqual(READY);
    redis = await startRedis({ port });
    await consumed();
    expect(await deliver()).toEqual(READY);
  });

  it('is killed go on, and use it again when it is back', async () => {
    await redis.kill();
    expect(await deliver()).toEqual(READY);
    redis = await startRedis({ port });
    await consumed();
    expect(await deliver()).toEqual(READY);
  });

  it('is emptied go on', async () => {
    await withRedis((client) => client.flushall());
    expect(await deliver()).toEqual(READY);
    await consumed();
  });

  it('is full go on, and use it again when there is room', async () => {
    await withRedis((client) => client.config('SET', 'maxmemory', '1'));
    expect(await deliver()).toEqual(READY);
    await withRedis((client) => client.config('SET', 'maxmemory', '0'));
    await consumed();
    expect(await deliver()).toEqual(READY);
  });

  it('has become a read-only replica go on, and use it again when it is none', async () => {
    const unusedPort = await freePort();
    await withRedis((client) => client.replicaof('127.0.0.1', unusedPort));
    expect(await deliver()).toEqual(READY);
    await withRedis((client) => client.replicaof('NO', 'ONE'));
    await consumed();
    expect(await deliver()).toEqual(READY);
  });
});
