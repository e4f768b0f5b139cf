import type { PublishLine } from '../ledger/lines.js';
import { readLedger } from '../ledger/ledger-file.js';
import { groupBy } from '../ledger/reconcile.js';
import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';
import { breakAlong } from './break-along.js';
import { UNHURRIED } from './unhurried.js';

const RATE_PER_SECOND = 40;

export const apiKilled: Scenario = {
  name: 'api-killed',
  title: 'kill -9 of an api, 20 times during intake; half the publishes retried by key',
  workers: 2,
  async run(lab) {
    await Promise.all([lab.startPostgres(), lab.startRedis()]);
    await Promise.all([lab.startApi(2), lab.startWorkers(this.workers, { env: UNHURRIED })]);
    const receiver = await lab.startReceiver();
    const careful = await lab.createReceivingTenant(receiver);
    const careless = await lab.createReceivingTenant(receiver);
    const count = lab.scaled(2000, 100);
    const faults = lab.scaled(20, 4);
    const rate = { count, ratePerSecond: RATE_PER_SECOND };
    const once = { tenant: careful, idempotencyKeys: true, retryUntilAccepted: true };
    const retried = lab.publishSteadily({ ...once, ...rate });
    const unretried = lab.publishSteadily({ tenant: careless, ...rate });
    const { apis: processes, random } = lab;
    const plan = {
      processes,
      publishings: [retried, unretried] as const,
      count,
      faults,
      atLeast: 1,
      random,
    };
    const { back } = await breakAlong(plan, (victim) => victim.kill());
    await Promise.all([retried.done, unretried.done]);
    await lab.settle();
    await back;
    const tally = await lab.reconcile();
    const lines = readLedger<PublishLine>(retried.ledger);
    const ids = [...idsByKey(lines).values()];
    const stored = await eventsOf(careful.id);
    const duplicates = lines.filter(({ duplicate }) => duplicate).length;
    const refused = readLedger<PublishLine>(unretried.ledger).filter(
      ({ status }) => status !== 202,
    );
    return {
      tally,
      checks: [
        check('every key accepted', ids.length === count, ids.length),
        check('one event a key', ids.every(({ size }) => size === 1) && stored === count, stored),
        check('every 202 delivered', tally.delivered === tally.accepted, tally.delivered),
        check('no duplicates', tally.duplicates === 0, tally.repeated),
        check(
          'kills were felt',
          lines.some(({ try: tries }) => tries > 1),
        ),
      ],
      notes: [
        `${faults} kills; ${lines.length - count} tries again, ${duplicates} of them answered as ` +
          `duplicates; ${refused.length} publishes without a key were not answered`,
      ],
    };

    async function eventsOf(tenantId: string): Promise<number> {
      const [row] = await lab.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM events WHERE 'ten_' || replace(tenant_id::text, '-', '') = $1`,
        [tenantId],
      );
      return row?.count ?? 0;
    }
  },
};

/** The events that each key was answered with; one, as it should be. */
function idsByKey(lines: readonly PublishLine[]): Map<string, Set<string>> {
  const accepted = lines.filter(({ status }) => status === 202);
  const groups = groupBy(accepted, ({ n }) => String(n));
  return new Map([...groups].map(([key, group]) => [key, new Set(group.map(({ id = '' }) => id))]));
}
