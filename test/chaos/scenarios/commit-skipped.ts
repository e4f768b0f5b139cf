import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';
import { UNHURRIED } from './unhurried.js';

const PRELOAD = new URL('../mutant/skip-commit.mjs', import.meta.url).href;

/** Tests the ledger itself: it must detect an api that answers 202 for a rolled back transaction. */
export const commitSkipped: Scenario = {
  name: 'commit-skipped',
  title: 'mutant: every second commit is skipped',
  workers: 1,
  mustLose: true,
  async run(lab) {
    await Promise.all([lab.startPostgres(), lab.startRedis()]);
    await lab.startApi(1, { preload: PRELOAD });
    await lab.startWorkers(this.workers, { env: UNHURRIED });
    const receiver = await lab.startReceiver();
    const tenant = await lab.createReceivingTenant(receiver);
    const count = lab.scaled(1000, 50);
    await lab.publishSteadily({ tenant, count, ratePerSecond: 200 }).done;
    await lab.settle();
    const tally = await lab.reconcile();
    return {
      tally,
      checks: [
        check('all accepted', tally.accepted === count, tally.accepted),
        check('the rest delivered', tally.delivered + tally.lost === count, tally.delivered),
      ],
    };
  },
};
