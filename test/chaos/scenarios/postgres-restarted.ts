import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.js';
import { throughOutages, UNHURRIED } from './through-outages.js';

export const postgresRestarted: Scenario = {
  name: 'postgres-restarted',
  title: 'PostgreSQL restarted mid-run, by fast shutdown and by kill -9 in turns',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env: UNHURRIED });
    const plan = { count: lab.scaled(4000, 150), ratePerSecond: 60, faults: lab.scaled(8, 2) };
    return throughOutages(lab, plan, async (nth) => {
      await (nth % 2 === 1 ? lab.postgres.kill() : lab.postgres.stop());
      await sleep(lab.random.integer(200, 3000));
      await lab.postgres.start();
    });
  },
};
