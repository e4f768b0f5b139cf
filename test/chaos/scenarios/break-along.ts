import { setTimeout as sleep } from 'node:timers/promises';
import type { ProductProcess } from '../lab/product-process.js';
import type { Publishing } from '../lab/publishing.js';
import type { SeededRandom } from '../seeded-random.js';

export interface FaultPlan {
  processes: readonly ProductProcess[];
  /** What is accepted of the first decides when a fault is due. */
  publishings: readonly [Publishing, ...Publishing[]];
  /** Events that will be accepted in all: the faults are spread over them, the last on the last. */
  count: number;
  faults: number;
  /** Processes that must be ready at a fault, its victim included. */
  atLeast: number;
  random: SeededRandom;
}

/** Events that follow a fault before the next is prepared. */
const LEAST_AHEAD = 10;

/**
 * Does something to a random process, again and again, while events come in. However long processes
 * take to come back here, publishers do not run ahead of the plan: a fault always meets traffic.
 */
export async function breakAlong(
  plan: FaultPlan,
  fault: (victim: ProductProcess) => Promise<void>,
): Promise<void> {
  const { processes, publishings, count, faults, random } = plan;
  const ahead = Math.max(LEAST_AHEAD, Math.ceil(count / faults / 2));
  const allow = (limit: number) => Promise.all(publishings.map((each) => each.allow(limit)));
  const returns: Promise<void>[] = [];
  for (let nth = 1; nth <= faults; nth += 1) {
    const jitter = nth === faults ? 0 : random.next() - 0.5;
    const wanted = Math.floor((count * (nth + jitter)) / faults);
    await ready(processes, plan.atLeast);
    await allow(wanted + ahead);
    while ((await publishings[0].accepted()) < wanted) await sleep(20);
    const victim = random.pick(await ready(processes, plan.atLeast));
    await fault(victim);
    returns.push(victim.start());
    // Heard at the end, unless it comes to nothing now.
    returns.at(-1)?.catch(() => undefined);
  }
  await allow(count);
  await Promise.all(returns);
}

async function ready(
  processes: readonly ProductProcess[],
  atLeast: number,
): Promise<ProductProcess[]> {
  for (;;) {
    const found = processes.filter(({ isReady }) => isReady);
    if (found.length >= atLeast) return found;
    await sleep(20);
  }
}
