import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.js';
import { throughOutages, UNHURRIED } from './through-outages.js';

export const connectionsCut: Scenario = {
  name: 'connections-cut',
  title: 'every connection to PostgreSQL cut, again and again',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env: UNHURRIED });
    const plan = { count: lab.scaled(4000, 200), ratePerSecond: 100, faults: lab.scaled(10, 2) };
    return throughOutages(lab, plan, async () => {
      for (let cuts = 0; cuts < 20; cuts += 1) {
        await lab.postgres.cutConnections();
        await sleep(lab.random.integer(10, 150));
      }
    });
  },
};
