import { groupBy } from '../ledger/reconcile.js';
import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';

const KILLS = 3;
// A retry a day later: had a kill spent an attempt, the delivery would not come in this run.
const env = { RETRY_SCHEDULE: '86400', DELIVERY_TIMEOUT_MS: '8000' };

export const holderKilled: Scenario = {
  name: 'holder-killed',
  title: 'the worker that holds one delivery killed three times',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env });
    const receiver = await lab.startReceiver({ kind: 'hang' });
    const tenant = await lab.createReceivingTenant(receiver);
    await lab.publishSteadily({ tenant, count: 1, ratePerSecond: 1 }).done;
    const returns: Promise<void>[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { sender } = await receiver.arrival('/hook', kill);
      const holder = lab.processOf(sender);
      await holder?.kill();
      if (kill === KILLS - 1) await receiver.behave({ kind: 'answer' });
      if (holder) returns.push(holder.start());
    }
    await Promise.all(returns);
    await lab.settle();
    const tally = await lab.reconcile();
    const [requests = []] = groupBy(lab.received(), ({ delivery }) => delivery).values();
    const numbers = requests.map(({ attempt }) => attempt);
    const lost = await lab.lostAttempts();
    return {
      tally,
      checks: [
        check('delivered', tally.delivered === 1, tally.delivered),
        check('four attempts, numbered', numbers.join() === '1,2,3,4', numbers),
        check('three on record as lost with their worker', lost === KILLS, lost),
        check('no duplicates', tally.duplicates === 0, tally.duplicates),
      ],
    };
  },
};
