import { busiestSecond } from '../../support/busiest-second.js';
import { readLedger } from '../ledger/ledger-file.js';
import type { PublishLine, RequestLine } from '../ledger/lines.js';
import { firstAcceptances, groupBy } from '../ledger/reconcile.js';
import type { ChaosLab } from '../lab/chaos-lab.js';
import { check } from '../scenario.js';
import type { Check, Scenario } from '../scenario.js';

const LIMIT_PER_SECOND = 100;
const SUBJECTS = 50;
const PATHS = { unordered: '/unordered', ordered: '/ordered' };

export const heldReleased: Scenario = {
  name: 'held-released',
  title: '5,000 held events are released onto an endpoint limited to 100/s, in order where asked',
  workers: 4,
  async run(lab) {
    await lab.startAll(this.workers);
    const receiver = await lab.startReceiver();
    const count = lab.scaled(5_000, 200);
    const ledgers: string[] = [];
    const resume: (() => Promise<unknown>)[] = [];
    for (const [kind, path] of Object.entries(PATHS)) {
      const tenant = await lab.admin.createTenant(kind);
      const endpoint = await lab.admin.createEndpoint(tenant, {
        url: receiver.url(path),
        rate_limit_per_second: LIMIT_PER_SECOND,
        ordered: kind === 'ordered',
      });
      await lab.admin.act(endpoint, 'pause');
      // One request at a time, so that the numbers are the sequence.
      const plan = {
        tenant,
        count,
        ratePerSecond: 5_000,
        batch: 100,
        atOnce: 1,
        subjects: SUBJECTS,
      };
      const publishing = lab.publishSteadily(plan);
      await publishing.done;
      if (kind === 'ordered') ledgers.push(publishing.ledger);
      resume.push(() => lab.admin.act(endpoint, 'resume'));
    }
    const before = await lab.reconcile();
    const sinceMs = Date.now();
    await Promise.all(resume.map((go) => go()));
    const settledMs = await lab.settle(600_000);
    const tally = await lab.reconcile();
    const arrivals = groupBy(lab.received(), ({ path }) => path);
    return {
      tally,
      checks: [
        check('all held first', before.held === 2 * count, before),
        check('all delivered', tally.delivered === 2 * count, tally.delivered),
        check('no duplicates', tally.duplicates === 0, tally.repeated),
        ...Object.entries(PATHS).map(([kind, path]) => limitKept(kind, arrivals.get(path) ?? [])),
        orderKept(
          lab,
          ledgers.flatMap((ledger) => readLedger<PublishLine>(ledger)),
        ),
      ],
      notes: [
        ...Object.entries(PATHS).map(([kind, path]) => {
          const times = (arrivals.get(path) ?? []).map(({ arrivedAtMs }) => arrivedAtMs);
          const took = (Math.max(...times) - Math.min(...times)) / 1000;
          return `${kind}: busiest second ${busiestSecond(times)}, mean ${Math.round(times.length / took)}/s`;
        }),
        `settled ${((settledMs - sinceMs) / 1000).toFixed(1)} s after the resume`,
      ],
    };
  },
};

function limitKept(kind: string, arrivals: readonly RequestLine[]): Check {
  const most = busiestSecond(arrivals.map(({ arrivedAtMs }) => arrivedAtMs));
  return check(
    `${kind}: never more than ${LIMIT_PER_SECOND} in a second`,
    most <= LIMIT_PER_SECOND,
    most,
  );
}

/** Checks that the events of each subject arrived in the order of publishing. */
function orderKept(lab: ChaosLab, published: readonly PublishLine[]): Check {
  const numbers = new Map([...firstAcceptances(published)].map(([id, { n }]) => [id, n]));
  const last = new Map<number, number>();
  const overtakers: string[] = [];
  for (const { event } of lab.received().filter(({ path }) => path === PATHS.ordered)) {
    const n = numbers.get(event) ?? -1;
    const subject = n % SUBJECTS;
    if (n < (last.get(subject) ?? -1)) overtakers.push(event);
    last.set(subject, n);
  }
  return check('order kept', overtakers.length === 0, overtakers.slice(0, 5));
}
