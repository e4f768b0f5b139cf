import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.js';
import { UNHURRIED } from './through-outages.js';
import { withoutRedis } from './without-redis.js';

export const redisAway: Scenario = {
  name: 'redis-away',
  title: 'Redis down for a minute',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env: UNHURRIED });
    const plan = { count: lab.scaled(3000, 300), ratePerSecond: 40, faults: 1 };
    const awayMs = lab.scaled(60_000, 4000);
    const verdict = await withoutRedis(lab, plan, async () => {
      await lab.redis.kill();
      await sleep(awayMs);
      await lab.redis.start();
    });
    return { ...verdict, notes: [`away for ${awayMs / 1000} s`] };
  },
};
