import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReceivingTenant, eventually, publish, useLab } from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import type { Receiver } from '../support/receiver.js';
import { STAND_INS, startRedisStandIn } from '../support/redis-stand-in.js';
import type { TestRedis } from '../support/services/index.js';
import { startTcpRelay } from '../support/tcp-relay.js';
import type { TcpRelay } from '../support/tcp-relay.js';
import { untilConsumed } from '../support/wake-up-consumer.js';

const lab = useLab();
const READY = [200, 200, 200];

const USER = 'deliveries';
/** It holds what a URL must escape, so that it has two spellings. */
const PASSWORD = 'opensesame/9f1c+27';
const OPERATOR = 'operator-3b77d0';
const LOGIN = `${USER}:${encodeURIComponent(PASSWORD)}`;
const SECRETS = [PASSWORD, encodeURIComponent(PASSWORD), OPERATOR];
const GRANT = ['on', 'resetpass', `>${PASSWORD}`, 'allkeys', 'allchannels', 'allcommands'];

/** What an operator does, on a connection that every refusal leaves alone. */
type Act = (operator: Redis) => Promise<unknown>;

const setUser =
  (...rules: string[]): Act =>
  (operator) =>
    operator.acl('SETUSER', USER, ...rules);
const hangUp: Act = (operator) => operator.client('KILL', 'USER', USER);
const set =
  (name: string, value: string): Act =>
  (operator) =>
    operator.config('SET', name, value);

/** How a Redis comes to refuse its clients, and how that is undone. */
interface Refusal {
  kind: string;
  refuse: Act[];
  mend: Act[];
  /** It answers commands with errors and leaves the connection as it is. */
  keepsConnection?: true;
}

const grant = setUser(...GRANT);
const REFUSALS: Refusal[] = [
  {
    kind: 'has another password',
    refuse: [setUser('resetpass', '>another'), hangUp],
    mend: [grant],
  },
  { kind: 'has disabled the user', refuse: [setUser('off'), hangUp], mend: [grant] },
  {
    kind: 'no longer knows the user',
    refuse: [(operator) => operator.acl('DELUSER', USER)],
    mend: [grant],
  },
  {
    kind: 'takes no more clients',
    refuse: [set('maxclients', '1'), hangUp],
    mend: [set('maxclients', '1000')],
  },
  {
    kind: 'allows the user no command',
    refuse: [setUser('nocommands'), hangUp],
    mend: [grant],
    keepsConnection: true,
  },
  {
    kind: 'allows the user no channel',
    refuse: [setUser('resetchannels'), hangUp],
    mend: [grant],
    keepsConnection: true,
  },
];

const accountFor = async (redis: TestRedis): Promise<Redis> => {
  const operator = new Redis(redis.port, '127.0.0.1', { password: OPERATOR });
  await setUser(...GRANT)(operator);
  return operator;
};
const expectNoSecret = (outputs: string[]): void => {
  for (const output of outputs) {
    for (const secret of SECRETS) expect(output).not.toContain(secret);
    expect(output).not.toMatch(/:\/\/[^\s/]*:[^\s/[]+@/);
  }
};

describe('processes whose Redis', () => {
  let redis: TestRedis;
  let operator: Redis;
  let relay: TcpRelay;
  let processes: Postrider[];
  let tenant: Tenant;
  let receiver: Receiver;

  beforeAll(async () => {
    redis = await lab.redis({ settings: { requirepass: OPERATOR } });
    operator = await accountFor(redis);
    relay = await startTcpRelay('127.0.0.1', redis.port);
    const databaseUrl = await lab.database();
    receiver = await lab.receiver();
    const common = { databaseUrl, redisUrl: `redis://${LOGIN}@127.0.0.1:${relay.port}` };
    processes = await Promise.all([
      lab.postrider({ ...common, role: 'all' }),
      lab.postrider({ ...common, role: 'api' }),
      lab.postrider({ ...common, role: 'worker' }),
    ]);
    ({ tenant } = await createReceivingTenant(processes[0] as Postrider, { url: receiver.url }));
  });
  afterAll(async () => {
    operator.disconnect();
    await relay.cut();
  });

  /** Each api publishes, what it took arrives once; answers how ready every process is. */
  const deliver = async (): Promise<number[]> => {
    for (const app of processes.slice(0, 2)) {
      const { id } = await publish(app, tenant);
      await eventually(() => {
        const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
        expect(ids.filter((one) => one === id)).toHaveLength(1);
      });
    }
    const answers = await Promise.all(processes.map((app) => app.api('GET', '/health/ready')));
    return answers.map(({ status }) => status);
  };
  /** Each consumer tried again several times, so that whatever a refusal does to it has happened. */
  const expectTries = async (since: number): Promise<void> => {
    await eventually(() => expect(relay.accepted()).toBeGreaterThan(since + 12));
  };
  const expectConsumer = (): Promise<void> =>
    untilConsumed({ host: '127.0.0.1', port: redis.port, password: OPERATOR });

  it.each(REFUSALS)('$kind go on, and use it again when it takes them', async (refusal) => {
    const before = relay.accepted();
    for (const act of refusal.refuse) await act(operator);
    if (!refusal.keepsConnection) await expectTries(before);
    expect(await deliver()).toEqual(READY);
    for (const act of refusal.mend) await act(operator);
    await expectConsumer();
    expect(await deliver()).toEqual(READY);
  });

  it.each(Object.entries(STAND_INS))(
    '%s go on, and use it again when it is back',
    async (_kind, answer) => {
      const standIn = await startRedisStandIn(answer);
      relay.leadTo('127.0.0.1', standIn.port);
      const before = relay.accepted();
      await relay.cut();
      await relay.open();
      await eventually(() => expect(relay.accepted()).toBeGreaterThan(before));
      expect(await deliver()).toEqual(READY);
      relay.leadTo('127.0.0.1', redis.port);
      await standIn.close();
      await expectConsumer();
      expect(await deliver()).toEqual(READY);
    },
  );

  it('refuses them still stop in order, and have written no password', async () => {
    await setUser('off')(operator);
    await hangUp(operator);
    const before = relay.accepted();
    await expectTries(before);
    const ends = await Promise.all(processes.map((app) => app.stop()));
    expect(ends).toEqual([0, 0, 0]);
    expectNoSecret(processes.map((app) => app.output()));
  });
});
