import { Redis } from 'ioredis';
import { beforeAll, expect, it } from 'vitest';
import {
  builtProgram,
  createReceivingTenant,
  eventually,
  publish,
  useLab,
} from '../support/app/index.js';
import type { Receiver } from '../support/receiver.js';
import { STAND_INS, startRedisStandIn } from '../support/redis-stand-in.js';
import type { TestRedis } from '../support/services/index.js';

const lab = useLab();
const SECRET = 'opensesame-9f1c27';

let locked: TestRedis;
let full: TestRedis;
let receiver: Receiver;

beforeAll(async () => {
  await builtProgram();
  locked = await lab.redis({ settings: { requirepass: 'another' } });
  full = await lab.redis();
  receiver = await lab.receiver();
  const operator = new Redis(locked.port, '127.0.0.1', { password: 'another' });
  await operator.acl('SETUSER', 'disabled', 'off', `>${SECRET}`, 'allkeys', 'allcommands');
  operator.disconnect();
  // It stays: the only place is taken.
  const holder = new Redis(full.port, '127.0.0.1');
  await holder.config('SET', 'maxclients', '1');
  return () => holder.disconnect();
});

const standIn = async (kind: keyof typeof STAND_INS): Promise<number> =>
  (await startRedisStandIn(STAND_INS[kind])).port;

const login = `:${SECRET}@127.0.0.1`;
const KINDS: [string, () => Promise<string> | string][] = [
  ['has another password', () => `redis://${login}:${locked.port}`],
  ['wants a password and is given none', () => `redis://127.0.0.1:${locked.port}`],
  ['has disabled the user', () => `redis://disabled${login}:${locked.port}`],
  ['takes no more clients', () => `redis://${login}:${full.port}`],
  ['is asked for TLS and has none', () => `rediss://${login}:${full.port}`],
  ['is no cluster', () => `redis+cluster://${login}:${full.port}`],
  ['is no sentinel', () => `redis+sentinel://${login}:${full.port}/main`],
  ['has another password, as a cluster', () => `redis+cluster://${login}:${locked.port}`],
  ['is a web server', async () => `redis://${login}:${await standIn('is a web server')}`],
  ['says nothing', async () => `redis://${login}:${await standIn('says nothing')}`],
  [
    'answers more than it is asked, as a cluster,',
    async () => `redis+cluster://${login}:${await standIn('answers more than it is asked')}`,
  ],
  [
    'answers lists that begin with nothing, as a sentinel,',
    async () =>
      `redis+sentinel://${login}:${await standIn('answers lists that begin with nothing')}/main`,
  ],
  ['leads to nowhere', async () => `redis+cluster://${login}:${await standIn('leads to nowhere')}`],
];

it.each(KINDS)('a start whose Redis %s says so, delivers and stops', async (_kind, url) => {
  const databaseUrl = await lab.database();
  const app = await lab.postrider({ databaseUrl, redisUrl: await url(), role: 'all' });
  const { tenant } = await createReceivingTenant(app, { url: receiver.url });
  const { id } = await publish(app, tenant);
  await eventually(() => {
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(ids.filter((one) => one === id)).toHaveLength(1);
  });
  await eventually(() => expect(app.output()).toContain('Redis (REDIS_URL) cannot be used'));
  expect(await app.stop()).toBe(0);
  expect(app.output()).not.toContain(SECRET);
});

it.each(['api', 'worker'] as const)('a start of the role %s does not need Redis', async (role) => {
  const databaseUrl = await lab.database();
  const redisUrl = `redis://${login}:${locked.port}`;
  const app = await lab.postrider({ databaseUrl, redisUrl, role });
  await eventually(() => expect(app.output()).toContain('Redis (REDIS_URL) cannot be used'));
  expect(await app.api('GET', '/health/ready')).toMatchObject({ status: 200 });
  expect(await app.stop()).toBe(0);
  expect(app.output()).not.toContain(SECRET);
});
