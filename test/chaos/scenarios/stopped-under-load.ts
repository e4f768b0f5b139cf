import type { Ended } from '../lab/product-process.js';
import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';
import { breakAlong } from './break-along.js';
import { UNHURRIED } from './unhurried.js';

const GRACE_MS = 15_000;
const RATE_PER_SECOND = 60;
const env = { ...UNHURRIED, SHUTDOWN_GRACE_MS: String(GRACE_MS) };

export const stoppedUnderLoad: Scenario = {
  name: 'stopped-under-load',
  title: 'SIGTERM to a random api or worker under load, 20 times',
  workers: 3,
  async run(lab) {
    await Promise.all([lab.startPostgres(), lab.startRedis()]);
    await Promise.all([lab.startApi(2, { env }), lab.startWorkers(this.workers, { env })]);
    const receiver = await lab.startReceiver({ kind: 'answer', delayMs: 300 });
    const tenant = await lab.createReceivingTenant(receiver);
    const count = lab.scaled(4000, 200);
    const faults = lab.scaled(20, 4);
    const once = { idempotencyKeys: true, retryUntilAccepted: true };
    const publishing = lab.publishSteadily({
      tenant,
      count,
      ratePerSecond: RATE_PER_SECOND,
      ...once,
    });
    const ends: Ended[] = [];
    const processes = [...lab.apis, ...lab.workers];
    // Four of five: an api and a worker are left at least.
    const plan = {
      processes,
      publishings: [publishing] as const,
      count,
      faults,
      atLeast: 4,
      random: lab.random,
    };
    const { back } = await breakAlong(plan, async (victim) => {
      ends.push(await victim.terminate(2 * GRACE_MS));
    });
    await publishing.done;
    await lab.settle();
    await back;
    const tally = await lab.reconcile();
    const lost = await lab.lostAttempts();
    const slowest = Math.max(...ends.map(({ tookMs }) => tookMs));
    const unclean = ends.filter(({ code }) => code !== 0);
    return {
      tally,
      checks: [
        check('all accepted', tally.accepted === count, tally.accepted),
        check('all delivered', tally.delivered === count, tally.delivered),
        check('each exits with status 0', unclean.length === 0, unclean),
        check('each exits within the grace', slowest <= GRACE_MS, `${slowest} ms`),
        check('no attempt lost with its worker', lost === 0, lost),
        check('no duplicates', tally.duplicates === 0, tally.repeated),
      ],
      notes: [`${faults} ends, the slowest took ${slowest} ms`],
    };
  },
};
