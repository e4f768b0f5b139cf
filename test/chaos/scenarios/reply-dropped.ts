import { groupBy } from '../ledger/reconcile.js';
import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';
import { UNHURRIED } from './unhurried.js';

/** Fewer failures than open a breaker, which would make this last. */
const EVENTS_PER_ENDPOINT = 8;

export const replyDropped: Scenario = {
  name: 'reply-dropped',
  title: 'the receiver commits and drops the reply',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env: UNHURRIED });
    const receiver = await lab.startReceiver({ kind: 'drop-reply', times: 1 });
    const endpoints = lab.scaled(25, 3);
    const count = endpoints * EVENTS_PER_ENDPOINT;
    for (let n = 0; n < endpoints; n += 1) {
      const tenant = await lab.createReceivingTenant(receiver);
      await lab.publishSteadily({ tenant, count: EVENTS_PER_ENDPOINT, ratePerSecond: 50 }).done;
    }
    await lab.settle();
    const tally = await lab.reconcile();
    const deliveries = [...groupBy(lab.received(), ({ delivery }) => delivery).values()];
    const odd = deliveries.filter(
      (requests) => requests.map(({ attempt }) => attempt).join() !== '1,2',
    );
    const [recorded] = await lab.query<{ dropped: number; succeeded: number }>(
      `SELECT count(*) FILTER (WHERE number = 1 AND response_status IS NULL AND error_class IS NOT NULL)::int AS dropped,
         count(*) FILTER (WHERE number = 2 AND response_status = 200)::int AS succeeded
       FROM attempts`,
    );
    return {
      tally,
      checks: [
        check('all accepted', tally.accepted === count, tally.accepted),
        check('all delivered', tally.delivered === count, tally.delivered),
        check(
          'exactly one extra attempt each',
          deliveries.length === count && odd.length === 0,
          odd.length,
        ),
        check(
          'both attempts on record',
          recorded?.dropped === count && recorded.succeeded === count,
          recorded,
        ),
      ],
    };
  },
};
