import type { ChaosLab } from '../lab/chaos-lab.js';
import { groupBy, isSuccess } from '../ledger/reconcile.js';
import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';
import { breakAlong } from './break-along.js';

/** The lab's deadline of an attempt and margin. */
const LEASE_MS = 5000;
const AFTER_LEASE_MS = 10_000;
const RATE_PER_SECOND = 60;

export const workersKilled: Scenario = {
  name: 'workers-killed',
  title: 'kill -9 of a random worker, 50 times in 10,000 events',
  workers: 4,
  async run(lab) {
    await lab.startAll(this.workers);
    // Slow enough that a kill finds something in flight.
    const receiver = await lab.startReceiver({ kind: 'answer', delayMs: 100 });
    const tenant = await lab.createReceivingTenant(receiver);
    const count = lab.scaled(10_000, 200);
    const faults = lab.scaled(50, 4);
    const publishing = lab.publishSteadily({ tenant, count, ratePerSecond: RATE_PER_SECOND });
    const { workers: processes, random } = lab;
    let lastKillMs = 0;
    const plan = {
      processes,
      publishings: [publishing] as const,
      count,
      faults,
      atLeast: 2,
      random,
    };
    const { back } = await breakAlong(plan, async (victim) => {
      await victim.kill();
      lastKillMs = Date.now();
    });
    await publishing.done;
    const tookMs = (await lab.settle()) - lastKillMs;
    await back;
    const tally = await lab.reconcile();
    const inFlight = await lab.lostAttempts();
    const strange = strangers(lab);
    return {
      tally,
      checks: [
        check('all accepted', tally.accepted === count, tally.accepted),
        check('all delivered', tally.delivered === count, tally.delivered),
        check('no more duplicates than in flight', tally.duplicates <= inFlight, tally.duplicates),
        check('repeated only what a killed worker had sent', strange.length === 0, strange),
        check(
          'finished within a lease and 10 s of the last kill',
          tookMs <= LEASE_MS + AFTER_LEASE_MS,
          `${tookMs} ms`,
        ),
      ],
      notes: [
        `${faults} kills, ${inFlight} attempts in flight at them, finished ` +
          `${(tookMs / 1000).toFixed(1)} s after the last`,
      ],
    };
  },
};

/** Repeated deliveries of which an answer, other than the last, went to a worker that was not killed. */
function strangers(lab: ChaosLab): string[] {
  const killed = new Map(
    lab.workers.flatMap(({ lives }) => lives.map((life) => [life.sender, life.killedAtMs])),
  );
  const answered = groupBy(lab.received().filter(isSuccess), ({ delivery }) => delivery);
  return [...answered.values()].flatMap((group) =>
    group
      .toSorted((a, b) => a.arrivedAtMs - b.arrivedAtMs)
      .slice(0, -1)
      .filter(({ sender, arrivedAtMs }) => {
        const killedAtMs = killed.get(sender) ?? Infinity;
        return arrivedAtMs < killedAtMs - LEASE_MS;
      })
      .map(({ delivery }) => delivery),
  );
}
