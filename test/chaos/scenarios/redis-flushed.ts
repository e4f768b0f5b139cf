import type { Scenario } from '../scenario.js';
import { UNHURRIED } from './through-outages.js';
import { withoutRedis } from './without-redis.js';

export const redisFlushed: Scenario = {
  name: 'redis-flushed',
  title: 'FLUSHALL, again and again',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env: UNHURRIED });
    const plan = { count: lab.scaled(3000, 200), ratePerSecond: 100, faults: lab.scaled(20, 4) };
    let keys = 0;
    const verdict = await withoutRedis(lab, plan, async () => {
      keys += await lab.redis.flushAll();
    });
    return { ...verdict, notes: [`${plan.faults} times, ${keys} keys thrown away`] };
  },
};
