import { Client } from 'pg';
import { afterAll, expect, it } from 'vitest';
import { createTestDatabase, sharedRedisUrl, startRedis } from './index.js';
import { Redis } from 'ioredis';

const databases: { drop(): Promise<void> }[] = [];

async function freshDatabase() {
  const database = await createTestDatabase();
  databases.push(database);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  // Dropping the database cuts this connection.
  client.on('error', () => undefined);
  return client;
}

afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
});

it('gives every test file the migrated schema and no rows of another file', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  await one.query(`CREATE TABLE only_here (id int)`);
  const found = await other.query(
    `SELECT to_regclass('only_here') AS own, to_regclass('delivery_queue') AS migrated`,
  );
  expect(found.rows).toEqual([{ own: null, migrated: 'delivery_queue' }]);
});

it('answers on the shared Redis', async () => {
  const redis = new Redis(sharedRedisUrl());
  expect(await redis.ping()).toBe('PONG');
  await redis.quit();
});

it('starts a Redis of one’s own that can be killed and comes back empty on its port', async () => {
  const first = await startRedis();
  const redis = new Redis(first.url);
  redis.on('error', () => undefined);
  await redis.set('key', 'value');
  await first.kill();
  const second = await startRedis({ port: first.port });
  expect(second.pid).not.toBe(first.pid);
  expect(await redis.get('key')).toBeNull();
  redis.disconnect();
  await second.stop();
});
