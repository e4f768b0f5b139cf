import { setTimeout as sleep } from 'node:timers/promises';
import type { ProductProcess } from '../lab/product-process.js';
import type { Publishing } from '../lab/publishing.js';
import type { SeededRandom } from '../seeded-random.js';

export interface FaultPlan {
  processes: readonly ProductProcess[];
  /** The number of events that the first publisher had accepted decides when a fault is due. */
  publishings: readonly [Publishing, ...Publishing[]];
  /** Events that will be accepted in all: the faults are spread over them, the last on the last. */
  count: number;
  faults: number;
  /** Processes that must be ready at a fault, its victim included. */
  atLeast: number;
  random: SeededRandom;
}

interface Fault {
  /** The fault is due at this number of accepted events. */
  atEvents: number;
  victim: ProductProcess;
}

/** Events that follow a fault before the next is prepared. */
const LEAST_AHEAD = 10;

/**
 * Does something to a random process, again and again, while events come in. However long processes
 * take to come back here, publishers do not run ahead of the plan: a fault always meets traffic.
 * Resolves at the last fault; `back` once everything runs again.
 */
export async function breakAlong(
  plan: FaultPlan,
  fault: (victim: ProductProcess) => Promise<void>,
): Promise<{ back: Promise<unknown> }> {
  const { processes, publishings, count, faults } = plan;
  const ahead = Math.max(LEAST_AHEAD, Math.ceil(count / faults / 2));
  const allow = (limit: number) => Promise.all(publishings.map((each) => each.allow(limit)));
  const returns: Promise<void>[] = [];
  for (const { atEvents, victim } of faultsOf(plan)) {
    await untilReady(victim, processes, plan.atLeast);
    await allow(atEvents + ahead);
    while ((await publishings[0].accepted()) < atEvents) await sleep(20);
    await fault(victim);
    returns.push(victim.start());
    // Heard at the end, unless it comes to nothing now.
    returns.at(-1)?.catch(() => undefined);
  }
  await allow(count);
  return { back: Promise.all(returns) };
}

/** Decided before anything happens, so that the seed alone makes the plan. */
function faultsOf({ processes, count, faults, random }: FaultPlan): Fault[] {
  return Array.from({ length: faults }, (_, index) => {
    const nth = index + 1;
    const jitter = nth === faults ? 0 : random.next() - 0.5;
    return {
      atEvents: Math.floor((count * (nth + jitter)) / faults),
      victim: random.pick(processes),
    };
  });
}

async function untilReady(
  victim: ProductProcess,
  processes: readonly ProductProcess[],
  atLeast: number,
): Promise<void> {
  const isPossible = (): boolean =>
    victim.isReady && processes.filter(({ isReady }) => isReady).length >= atLeast;
  while (!isPossible()) await sleep(20);
}
