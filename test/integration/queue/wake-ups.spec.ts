import Bull from 'bull';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLogger, newUuid } from '../../../src/common/index.js';
import { createBullWakeUps } from '../../../src/queue/wake-ups/bull/index.js';
import type { WakeUps } from '../../../src/queue/index.js';
import { eventually, useLab } from '../../support/app/index.js';

const lab = useLab();
const logger = createLogger({ logLevel: 'silent' });
const JOBS = '{postrider}:deliveries:*';

let redis: Redis;
let api: WakeUps;
let worker: WakeUps;
let url: string;
let heard: string[][];
let onHeard: (ids: string[]) => unknown;

beforeEach(async () => {
  const server = await lab.redis();
  url = server.url;
  redis = new Redis(server.port, '127.0.0.1');
  heard = [];
  onHeard = () => undefined;
  api = createBullWakeUps(url, logger);
  worker = createBullWakeUps(url, logger);
  const ready = newUuid();
  let isReady = false;
  await worker.listen((ids) => {
    if (ids[0] === ready) isReady = true;
    else heard.push(ids);
    onHeard(ids);
    return Promise.resolve();
  });
  // What is announced before the connection stands is lost.
  await eventually(() => {
    api.announce([ready]);
    if (!isReady) throw new Error('Nothing was heard yet.');
  });
});

afterEach(async () => {
  await Promise.all([api.close(), worker.close()]);
  redis.disconnect();
});

const ids = (count: number): string[] => Array.from({ length: count }, newUuid);

/** Keys of jobs, and jobs that were taken and not ended. */
async function leftInRedis(): Promise<string[]> {
  const keys = (await redis.keys(JOBS)).map((key) => key.split(':').at(-1) ?? '');
  const taken = await redis.lrange('{postrider}:deliveries:active', 0, -1);
  return [...keys.filter((key) => /^[\d,a-f-]+$/.test(key)), ...taken];
}

/** How often Redis has run a command since its statistics were reset. */
async function callsOf(command: string): Promise<number> {
  const statistics = await redis.info('commandstats');
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(statistics)?.[1] ?? 0);
}

it('hands over what is announced, once, and leaves nothing of it in Redis', async () => {
  const announced = [ids(1), ids(3), ids(10), ids(11), ids(250), ids(1)];
  for (const each of announced) api.announce(each);
  await eventually(() => expect(heard.flat()).toHaveLength(announced.flat().length));
  expect(heard.flat().toSorted()).toEqual(announced.flat().toSorted());
  await eventually(async () => expect(await leftInRedis()).toEqual([]));
});

it('takes a job with few ids without the steps that Bull has for one, and a long one with them', async () => {
  const steps = async (count: number): Promise<number> => {
    await redis.config('RESETSTAT');
    api.announce(ids(count));
    await eventually(() => expect(heard.flat()).toHaveLength(count));
    await eventually(async () => expect(await leftInRedis()).toEqual([]));
    heard = [];
    return callsOf('hgetall');
  };
  expect(await steps(10)).toBe(0);
  expect(await steps(11)).toBe(1);
});

it('removes the jobs of a busy time together', async () => {
  await redis.config('RESETSTAT');
  const announced = ids(40);
  for (const id of announced) api.announce([id]);
  await eventually(() => expect(heard).toHaveLength(announced.length));
  await eventually(async () => expect(await leftInRedis()).toEqual([]));
  expect(await callsOf('del')).toBeLessThan(announced.length / 2);
});

it('removes what it has taken before it closes', async () => {
  const last = newUuid();
  const isHeard = new Promise<void>((resolve) => {
    onHeard = (taken) => taken.includes(last) && resolve();
  });
  for (const id of [newUuid(), last]) api.announce([id]);
  await isHeard;
  await worker.close();
  expect(await leftInRedis()).toEqual([]);
});

it('hands over what an api of the former build announces', async () => {
  const former = new Bull<{ ids: string[] }>('deliveries', url, { prefix: '{postrider}' });
  try {
    const announced = ids(2);
    await former.add({ ids: announced });
    await eventually(() => expect(heard).toEqual([announced]));
  } finally {
    await former.close();
  }
});

it('hands over nothing more than the listener takes', async () => {
  await worker.close();
  const slow = createBullWakeUps(url, logger);
  let begun = 0;
  let goOn = (): void => undefined;
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  await slow.listen(() => {
    begun += 1;
    return gate;
  });
  for (const id of ids(30)) api.announce([id]);
  await eventually(() => expect(begun).toBeGreaterThan(0));
  await eventually(async () =>
    expect(await redis.llen('{postrider}:deliveries:wait')).toBeGreaterThan(20),
  );
  expect(begun).toBeLessThanOrEqual(4);
  goOn();
  await eventually(() => expect(begun).toBe(30));
  await slow.close();
});
