import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';
import { UNHURRIED } from './unhurried.js';

/** The baseline of the other scenarios. */
export const quietDay: Scenario = {
  name: 'quiet-day',
  title: 'nothing breaks',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env: UNHURRIED });
    const receiver = await lab.startReceiver();
    const tenant = await lab.createReceivingTenant(receiver);
    const count = lab.scaled(2000, 50);
    await lab.publishSteadily({ tenant, count, ratePerSecond: 200 }).done;
    await lab.settle();
    const tally = await lab.reconcile();
    return {
      tally,
      checks: [
        check('all accepted', tally.accepted === count, tally.accepted),
        check('all delivered', tally.delivered === count, tally.delivered),
        check('no duplicates', tally.duplicates === 0, tally.repeated),
      ],
    };
  },
};
