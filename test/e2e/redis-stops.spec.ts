import { Redis } from 'ioredis';
import { beforeAll, expect, it } from 'vitest';
import { builtProgram, eventually, useLab } from '../support/app/index.js';
import type { TestRedis } from '../support/services/index.js';

const lab = useLab();
const ROLES = ['all', 'api', 'worker'] as const;
/** Of these, two consume: each waits for a job on a connection of its own. */
const CONSUMERS = 2;

beforeAll(() => builtProgram());

type Client = Record<string, string>;

async function clientsOf(operator: Redis): Promise<Client[]> {
  const list = String(await operator.client('LIST'));
  const clients = list
    .trim()
    .split('\n')
    .map((line): Client =>
      Object.fromEntries(line.split(' ').map((field) => field.split('=') as [string, string])),
    );
  const own = String(await operator.client('ID'));
  return clients.filter(({ id }) => id !== own);
}

const isWaiting = ({ cmd }: Client): boolean => cmd === 'brpoplpush';

/** Cuts connections, and takes no new ones. */
async function cut(operator: Redis, isMeant: (client: Client) => boolean): Promise<void> {
  const clients = await clientsOf(operator);
  await operator.config('SET', 'maxclients', '1');
  for (const client of clients.filter(isMeant)) {
    await operator.call('CLIENT', 'KILL', 'ID', client['id'] ?? '');
  }
}

const FAULTS: [string, (redis: TestRedis, operator: Redis) => unknown][] = [
  ['answers no more', ({ pid }) => process.kill(pid, 'SIGSTOP')],
  ['answers later', (_redis, operator) => operator.call('CLIENT', 'PAUSE', '60000')],
  ['is gone', (redis) => redis.kill()],
  ['has cut the connections that wait for jobs', (_redis, operator) => cut(operator, isWaiting)],
  ['has cut the others', (_redis, operator) => cut(operator, (client) => !isWaiting(client))],
  ['has cut all connections', (_redis, operator) => cut(operator, () => true)],
];

it.each(FAULTS)('every role ends in order while Redis %s', async (_fault, occur) => {
  const databaseUrl = await lab.database();
  const redis = await lab.redis();
  const operator = new Redis(redis.port, '127.0.0.1');
  operator.on('error', () => undefined);
  try {
    const roles = ROLES.map((role) => lab.postrider({ databaseUrl, redisUrl: redis.url, role }));
    const apps = await Promise.all(roles);
    await eventually(async () => {
      expect((await clientsOf(operator)).filter(isWaiting)).toHaveLength(CONSUMERS);
    });
    await occur(redis, operator);
    expect(await Promise.all(apps.map((app) => app.stop()))).toEqual(ROLES.map(() => 0));
    for (const app of apps) expect(app.output()).not.toContain('did not close in time');
  } finally {
    operator.disconnect();
    // A process that stands still does not end by SIGTERM.
    await redis.kill();
  }
});
