import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosLab } from '../lab/chaos-lab.js';
import { check } from '../scenario.js';
import type { Verdict } from '../scenario.js';
import type { OutagePlan } from './through-outages.js';

/** Without a delivery while one was outstanding. */
const LONGEST_GAP_MS = 15_000;

/** Publishes while `fault` is applied to Redis repeatedly: no publish may be refused. */
export async function withoutRedis(
  lab: ChaosLab,
  { count, ratePerSecond, faults }: OutagePlan,
  fault: () => Promise<void>,
): Promise<Verdict> {
  const receiver = await lab.startReceiver();
  const tenant = await lab.createReceivingTenant(receiver);
  const publishing = lab.publishSteadily({ tenant, count, ratePerSecond });
  for (let nth = 1; nth <= faults; nth += 1) {
    const wanted = Math.floor((count * (nth - lab.random.next() / 2)) / (faults + 1));
    while ((await publishing.accepted()) < wanted) await sleep(20);
    await fault();
  }
  await publishing.done;
  await lab.settle();
  const tally = await lab.reconcile();
  return {
    tally,
    checks: [
      check('202 throughout', tally.accepted === count, tally.accepted),
      check('all delivered', tally.delivered === count, tally.delivered),
      check('no duplicates', tally.duplicates === 0, tally.repeated),
      check('resumes within 15 s', tally.longestGapMs <= LONGEST_GAP_MS, tally.longestGapMs),
    ],
  };
}
