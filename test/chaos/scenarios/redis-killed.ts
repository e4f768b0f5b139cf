import type { Scenario } from '../scenario.js';
import { UNHURRIED } from './through-outages.js';
import { withoutRedis } from './without-redis.js';

export const redisKilled: Scenario = {
  name: 'redis-killed',
  title: 'Redis without AOF killed -9, and started empty',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env: UNHURRIED });
    const plan = { count: lab.scaled(3000, 200), ratePerSecond: 100, faults: lab.scaled(10, 2) };
    return withoutRedis(lab, plan, async () => {
      await lab.redis.kill();
      await lab.redis.start();
    });
  },
};
