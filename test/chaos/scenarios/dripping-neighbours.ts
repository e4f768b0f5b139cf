import { setTimeout as sleep } from 'node:timers/promises';
import { readLedger } from '../ledger/ledger-file.js';
import { describeLatencies, latenciesMs, percentile } from '../ledger/latencies.js';
import type { PublishLine } from '../ledger/lines.js';
import type { LabTenant } from '../lab/lab-tenant.js';
import type { ChaosLab } from '../lab/chaos-lab.js';
import type { ChaosReceiver } from '../lab/receiver.js';
import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';

/** Those of production: a request that drips keeps its slot for so long. */
const TIMES = { DELIVERY_TIMEOUT_MS: '10000', LEASE_MARGIN_MS: '5000' };
const ENDPOINTS_PER_TENANT = 50;
const ALLOWED_MS = 1_000;

export const drippingNeighbours: Scenario = {
  name: 'dripping-neighbours',
  title: '500 endpoints that drip one byte a second, beside healthy ones',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env: TIMES });
    const healthy = await lab.startReceiver();
    const tenant = await lab.createReceivingTenant(healthy);
    const count = lab.scaled(500, 50);
    const [heads, bodies] = [
      await lab.startReceiver({ kind: 'drip-headers', everyMs: 1000 }),
      await lab.startReceiver({ kind: 'drip', everyMs: 1000 }),
    ];
    const tenants = [
      ...(await dripping(lab, heads, count / 2)),
      ...(await dripping(lab, bodies, count / 2)),
    ];
    const seconds = lab.scaled(60, 20);
    // The first second of a process is not measured.
    await lab.publishSteadily({ tenant, count: 50, ratePerSecond: 25 }).done;
    const steady = lab.publishSteadily({ tenant, count: seconds * 10, ratePerSecond: 10 });
    // Each dripping endpoint gets an event every two seconds, and takes ten for it.
    const drips = tenants.map((slow) =>
      lab.publishSteadily({ tenant: slow, count: seconds / 2, ratePerSecond: 0.5 }),
    );
    await Promise.all([steady, ...drips].map(({ done }) => done));
    await sleep(3_000);
    const latencies = latenciesMs(readLedger<PublishLine>(steady.ledger), lab.received());
    const tally = await lab.reconcile();
    return {
      tally,
      checks: [
        check(
          `p99 of the healthy under ${ALLOWED_MS} ms`,
          percentile(latencies, 99) < ALLOWED_MS,
          describeLatencies(latencies),
        ),
      ],
      notes: [`${count} endpoints drip; beside them ${describeLatencies(latencies)}`],
    };
  },
};

async function dripping(
  lab: ChaosLab,
  receiver: ChaosReceiver,
  count: number,
): Promise<LabTenant[]> {
  const tenants: LabTenant[] = [];
  for (let first = 0; first < count; first += ENDPOINTS_PER_TENANT) {
    const tenant = await lab.admin.createTenant(`Dripping ${first}`);
    const last = Math.min(count, first + ENDPOINTS_PER_TENANT);
    for (let n = first; n < last; n += 1) {
      await lab.admin.createEndpoint(tenant, { url: receiver.url(`/${n}`) });
    }
    tenants.push(tenant);
  }
  return tenants;
}
