import { setTimeout as sleep } from 'node:timers/promises';
import { readLedger } from '../ledger/ledger-file.js';
import { describeLatencies, latenciesMs, percentile } from '../ledger/latencies.js';
import type { PublishLine } from '../ledger/lines.js';
import { besideBusyCores } from '../lab/busy-cores.js';
import { MemoryWatch } from '../lab/memory.js';
import type { Publishing } from '../lab/publishing.js';
import { check } from '../scenario.js';
import type { Scenario } from '../scenario.js';

/** Those of production: a request that hangs keeps its slot for so long. */
const TIMES = { DELIVERY_TIMEOUT_MS: '10000', LEASE_MARGIN_MS: '5000' };
const RATE_PER_SECOND = 20;
/** With fewer, a single pause of the intake's first moment is the 99th percentile. */
const ENOUGH_FOR_P99 = 1_000;
const FLOOR_MS = 50;
const MEMORY_MB = 64;
const INTAKE_PER_SECOND = 1_000;
const WARM_UP_EVENTS = 3_000;

export const hangingNeighbour: Scenario = {
  name: 'hanging-neighbour',
  title: '100,000 events to a receiver that hangs; a tenant beside it gets a few a second',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env: TIMES });
    const [receiver, hanging] = [
      await lab.startReceiver(),
      await lab.startReceiver({ kind: 'hang' }),
    ];
    const tenant = await lab.createReceivingTenant(receiver);
    const neighbour = await lab.createReceivingTenant(hanging);
    const seconds = lab.scaled(60, 10);
    const steady = { tenant, ratePerSecond: RATE_PER_SECOND };

    // A process that has just started compiles what it does for the first time, batches too.
    const rate = { ratePerSecond: INTAKE_PER_SECOND, batch: 100, atOnce: 4 };
    const other = await lab.createReceivingTenant(receiver);
    await Promise.all([
      lab.publishSteadily({ ...steady, count: 10 * RATE_PER_SECOND }).done,
      lab.publishSteadily({ tenant: other, count: WARM_UP_EVENTS, ...rate }).done,
    ]);
    const alone = lab.publishSteadily({ ...steady, count: seconds * RATE_PER_SECOND });
    await alone.done;
    // The intake keeps the cores busy too: what that alone costs a delivery on this machine.
    const besideWork = await besideBusyCores(async () => {
      const publishing = lab.publishSteadily({ ...steady, count: seconds * RATE_PER_SECOND });
      await publishing.done;
      return publishing;
    });

    const memory = new MemoryWatch(lab.workers);
    const beside = lab.publishSteadily({ ...steady, count: Number.MAX_SAFE_INTEGER });
    const count = lab.scaled(100_000, 2_000);
    const flood = lab.publishSteadily({ tenant: neighbour, count, ...rate });
    await flood.done;
    const floodedAtMs = Date.now();
    lab.note(`${count} events wait for the receiver that hangs`);
    await sleep(seconds * 1000);
    await beside.finish();
    await beside.done;
    const endMs = Date.now();
    await sleep(2_000);
    await memory.stop();

    const received = lab.received();
    const latencies = (publishing: Publishing, fromMs = 0, toMs = Infinity): number[] => {
      const lines = readLedger<PublishLine>(publishing.ledger);
      const within = lines.filter(({ sentAtMs }) => sentAtMs >= fromMs && sentAtMs < toMs);
      return latenciesMs(within, received);
    };
    const idle = latencies(alone);
    const busy = latencies(besideWork);
    const intake = latencies(beside, 0, floodedAtMs);
    const backlog = latencies(beside, floodedAtMs);
    const allowedMs = Math.max(FLOOR_MS, 2 * percentile(idle, 99));
    const tail = intake.length < ENOUGH_FOR_P99 ? 95 : 99;
    const allowedOfIntakeMs = Math.max(FLOOR_MS, 2 * percentile(busy, tail));
    const third = (endMs - floodedAtMs) / 3;
    const before = memory.largestMb(floodedAtMs, floodedAtMs + third);
    const after = memory.largestMb(endMs - third, endMs);
    const tally = await lab.reconcile();
    return {
      tally,
      checks: [
        check('all accepted', tally.accepted >= count, tally.accepted),
        check(
          `p99 beside the backlog at most ${allowedMs} ms`,
          percentile(backlog, 99) <= allowedMs,
          describeLatencies(backlog),
        ),
        check(
          `p${tail} during the intake at most ${allowedOfIntakeMs} ms`,
          percentile(intake, tail) <= allowedOfIntakeMs,
          describeLatencies(intake),
        ),
        check('memory of the workers flat', after <= before + MEMORY_MB, { before, after }),
      ],
      notes: [
        `alone: ${describeLatencies(idle)}; beside busy cores: ${describeLatencies(busy)}; during the intake: ${describeLatencies(intake)}; ` +
          `beside the backlog: ${describeLatencies(backlog)}; largest worker ${before} MB, then ${after} MB`,
      ],
    };
  },
};
