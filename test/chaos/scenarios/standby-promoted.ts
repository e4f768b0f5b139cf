import { setTimeout as sleep } from 'node:timers/promises';
import { relayTo } from '../../support/tcp-relay.js';
import { promote, startStandby } from '../lab/standby.js';
import type { Scenario } from '../scenario.js';
import { throughOutages, UNHURRIED } from './through-outages.js';

export const standbyPromoted: Scenario = {
  name: 'standby-promoted',
  title: 'the primary killed -9, its synchronous standby promoted',
  workers: 2,
  async run(lab) {
    const primary = await lab.startPostgres();
    const standby = await startStandby(primary);
    lab.atEnd(() => standby.stop());
    const { relay, url } = await relayTo(primary.url);
    lab.atEnd(() => relay.cut());
    await lab.startRedis();
    const env = { ...UNHURRIED, DATABASE_URL: url };
    await lab.startApi(1, { env });
    await lab.startWorkers(this.workers, { env });
    const plan = { count: lab.scaled(3000, 200), ratePerSecond: 100, faults: 1 };
    return throughOutages(lab, plan, async () => {
      await primary.kill();
      lab.follow(standby);
      await sleep(lab.random.integer(200, 3000));
      await promote(standby);
      relay.leadTo('127.0.0.1', standby.port);
    });
  },
};
