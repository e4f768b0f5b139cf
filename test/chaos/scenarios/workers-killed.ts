import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosLab } from '../lab/chaos-lab.js';
import type { Publishing } from '../lab/publishing.js';
import { groupBy, isSuccess } from '../ledger/reconcile.js';
import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';

const LEASE_MS = 4000;
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
    const kills = lab.scaled(50, 4);
    const publishing = lab.publishSteadily({ tenant, count, ratePerSecond: RATE_PER_SECOND });
    const lastKillMs = await killAlong(lab, publishing, { count, kills });
    await publishing.done;
    const settledMs = await lab.settle();
    const tally = await lab.reconcile();
    const inFlight = await lostAttempts(lab);
    const tookMs = settledMs - lastKillMs;
    return {
      tally,
      checks: [
        check('all accepted', tally.accepted === count, tally.accepted),
        check('all delivered', tally.delivered === count, tally.delivered),
        check('duplicates were in flight', tally.duplicates <= inFlight, tally.duplicates),
        check('repeats only of what a killed worker had sent', ...strangers(lab)),
        check(
          'finished within a lease and 10 s of the last kill',
          tookMs <= LEASE_MS + AFTER_LEASE_MS,
          tookMs,
        ),
      ],
      notes: [
        `${kills} kills, ${inFlight} attempts in flight at them, finished ` +
          `${(tookMs / 1000).toFixed(1)} s after the last`,
      ],
    };
  },
};

/** The last kill falls on the last event. Gives its moment. */
async function killAlong(
  lab: ChaosLab,
  publishing: Publishing,
  { count, kills }: { count: number; kills: number },
): Promise<number> {
  const starts: Promise<void>[] = [];
  let lastMs = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const jitter = kill === kills ? 0 : lab.random.next() - 0.5;
    const wanted = Math.floor((count * (kill + jitter)) / kills);
    while ((await publishing.accepted()) < wanted) await sleep(20);
    let running = lab.workers.filter(({ isRunning }) => isRunning);
    // One is left to go on; the others are on their way back.
    for (; running.length < 2; await sleep(20)) {
      running = lab.workers.filter(({ isRunning }) => isRunning);
    }
    const victim = lab.random.pick(running);
    await victim.kill();
    lastMs = Date.now();
    starts.push(victim.start());
  }
  await Promise.all(starts);
  return lastMs;
}

async function lostAttempts(lab: ChaosLab): Promise<number> {
  const [row] = await lab.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM attempts WHERE error_class = 'worker_lost'`,
  );
  return row?.count ?? 0;
}

/** Whether each answer but the last of a repeated delivery went to a worker that was then killed. */
function strangers(lab: ChaosLab): [boolean, string[]] {
  const killed = new Map(
    lab.workers.flatMap(({ lives }) =>
      lives.flatMap(({ sender, killedAtMs }) =>
        killedAtMs === undefined ? [] : [[sender, killedAtMs] as const],
      ),
    ),
  );
  const answered = groupBy(lab.received().filter(isSuccess), ({ delivery }) => delivery);
  const found = [...answered.values()].flatMap((group) =>
    group
      .toSorted((a, b) => a.arrivedAtMs - b.arrivedAtMs)
      .slice(0, -1)
      .filter(({ sender, arrivedAtMs }) => {
        const killedAtMs = killed.get(sender) ?? Infinity;
        return arrivedAtMs < killedAtMs - LEASE_MS;
      })
      .map(({ delivery }) => delivery),
  );
  return [found.length === 0, found];
}
