import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosLab } from '../lab/chaos-lab.js';
import type { ChaosReceiver } from '../lab/receiver.js';
import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';

const MARK = 'deadly-to-workers';
const LOST_LEASES = 8;
const GIVE_UP_MS = 300_000;

export const poison: Scenario = {
  name: 'poison',
  title: 'a delivery that takes its worker down every time, among others',
  workers: 3,
  async run(lab) {
    // Time to kill the worker that waits for the answer.
    await lab.startAll(this.workers, { env: { DELIVERY_TIMEOUT_MS: '6000' } });
    const receiver = await lab.startReceiver();
    await receiver.mark(MARK, { kind: 'hang' });
    const tenant = await lab.createReceivingTenant(receiver);
    const count = lab.scaled(1000, 100);
    const others = lab.publishSteadily({ tenant, count, ratePerSecond: 20 });
    const data = { note: MARK };
    await lab.publishSteadily({ tenant, count: 1, ratePerSecond: 1, data }).done;
    const kills = await killWhoeverSendsIt(lab, receiver);
    await others.done;
    await lab.settle();
    const tally = await lab.reconcile();
    const held = await lab.query<{ reason: string }>(
      `SELECT reason FROM deliveries WHERE status = 'held'`,
    );
    const reasons = held.map(({ reason }) => reason);
    const inFlight = await lab.lostAttempts();
    return {
      tally,
      checks: [
        check('all accepted', tally.accepted === count + 1, tally.accepted),
        check('held as poison', reasons.join() === 'poison', reasons),
        check('after eight lost leases', kills === LOST_LEASES, kills),
        check('all others delivered', tally.delivered === count, tally.delivered),
        check('no more duplicates than in flight', tally.duplicates <= inFlight, tally.duplicates),
      ],
      notes: [`${kills} workers taken down, ${inFlight} attempts in flight at that`],
    };
  },
};

/** Until the delivery is set aside; gives how many workers it took down. */
async function killWhoeverSendsIt(lab: ChaosLab, receiver: ChaosReceiver): Promise<number> {
  const deadline = Date.now() + GIVE_UP_MS;
  const returns: Promise<void>[] = [];
  let kills = 0;
  let next = receiver.arrival(MARK, kills);
  while (Date.now() < deadline) {
    const arrival = await Promise.race([next, sleep(200, undefined)]);
    if (arrival) {
      const victim = lab.processOf(arrival.sender);
      await victim?.kill();
      kills += 1;
      next = receiver.arrival(MARK, kills);
      if (victim) returns.push(victim.start());
    } else if (await isHeld(lab)) {
      await Promise.all(returns);
      return kills;
    }
  }
  throw new Error(`Not set aside after ${kills} lost leases.`);
}

async function isHeld(lab: ChaosLab): Promise<boolean> {
  const rows = await lab.query(`SELECT 1 FROM deliveries WHERE status = 'held' LIMIT 1`);
  return rows.length > 0;
}
