import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestLine } from '../ledger/lines.js';
import type { ChaosLab } from '../lab/chaos-lab.js';
import { until } from '../lab/until.js';
import { check } from '../scenario.js';
import type { Check, Scenario } from '../scenario.js';

const TRIPS_AFTER = 10;
/** A worker may have begun so many before the tenth failure was on record. */
const MAX_IN_FLIGHT = 20;
const RATE_PER_SECOND = 50;
const RAMP_SECONDS = 5;
/** Time for deliveries that a slow machine has not begun when the last event is published. */
const ALL_TRIED_WITHIN_MS = 60_000;
/** Arrivals jitter, and the breaker lets its probe through besides. */
const TOLERANCE = 1.5;
const KINDS = ['errors', 'hangs', 'refuses'] as const;

/** Returns the deliveries that the ramp allows in this time; it begins with 10 a second and doubles. */
const rampTotal = (seconds: number): number => (10 * (2 ** seconds - 1)) / Math.LN2 + 5;

export const recovery: Scenario = {
  name: 'recovery',
  title: 'endpoints that fail, hang or refuse, and come back with a backlog',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers);
    const receiver = await lab.startReceiver();
    await receiver.behave({ kind: 'answer', status: 500 }, '/errors');
    await receiver.behave({ kind: 'hang' }, '/hangs');
    await receiver.behave({ kind: 'answer', status: 404 }, '/refuses');
    const count = lab.scaled(1_000, 500);
    const begunAtMs = Date.now();
    const publishings = await Promise.all(
      KINDS.map(async (kind) => {
        const tenant = await lab.admin.createTenant(kind);
        const url = receiver.url(`/${kind}`);
        await lab.admin.createEndpoint(tenant, { url, max_in_flight: MAX_IN_FLIGHT });
        return lab.publishSteadily({ tenant, count, ratePerSecond: RATE_PER_SECOND });
      }),
    );
    await Promise.all(publishings.map(({ done }) => done));
    const refused = await untilAllTried(lab, '/refuses', count);
    const down = lab.received();
    const spent = await attemptsOnRecord(lab);
    const backAtMs = Date.now();
    for (const kind of KINDS) await receiver.behave({ kind: 'answer' }, `/${kind}`);
    await lab.settle(300_000);
    await sleep(100);
    const back = lab.received().filter(({ arrivedAtMs }) => arrivedAtMs >= backAtMs);
    const tally = await lab.reconcile();
    const of = (lines: readonly RequestLine[], kind: string): RequestLine[] =>
      lines.filter(({ path }) => path === `/${kind}`);
    return {
      tally,
      checks: [
        check('all delivered', tally.delivered === KINDS.length * count, tally),
        ...(['errors', 'hangs'] as const).flatMap((kind) => [
          ...breakerKept(kind, of(down, kind), spent.get(kind) ?? 0, backAtMs - begunAtMs),
          ...rampKept(kind, of(back, kind)),
        ]),
        check('answers that concern an event alone do not trip it', refused === count, {
          tried: refused,
          of: count,
        }),
      ],
      notes: KINDS.map((kind) => {
        const first = perSecond(of(back, kind)).slice(0, 8).join(', ');
        return `${kind}: ${of(down, kind).length} requests for ${count} events while it was down; by second once back: ${first}`;
      }),
    };
  },
};

/**
 * Waits until every event was tried while its receiver refused, however slow the machine is, and answers
 * how many were: a breaker that opened lets single probes through, a few in a minute.
 */
function untilAllTried(lab: ChaosLab, path: string, count: number): Promise<number> {
  const countTried = () => {
    const lines = lab.received().filter((line) => line.path === path);
    return new Set(lines.map(({ event }) => event)).size;
  };
  return until(countTried, (tried) => tried >= count, ALL_TRIED_WITHIN_MS);
}

/** Requests while it was down: those until it tripped, and then one probe at a time. */
function breakerKept(
  kind: string,
  down: readonly RequestLine[],
  spent: number,
  downMs: number,
): Check[] {
  const seconds = downMs / 1000;
  // Pauses of 4 s at least that double: so many probes fit.
  const probes = Math.ceil(Math.log2(seconds / 4 + 1)) + 1;
  const most = TRIPS_AFTER + 2 * MAX_IN_FLIGHT + probes;
  return [
    check(`${kind}: tripped, at most ${most} requests`, down.length <= most, down.length),
    check(`${kind}: no attempt without a request`, spent <= down.length, spent),
  ];
}

/** Arrivals since the first of them, the probe. */
function rampKept(kind: string, back: readonly RequestLine[]): Check[] {
  const counts = perSecond(back);
  let total = 0;
  return Array.from({ length: RAMP_SECONDS }, (_, second) => {
    total += counts[second] ?? 0;
    const most = Math.ceil(rampTotal(second + 1) * TOLERANCE);
    return check(
      `${kind}: at most ${most} in ${second + 1} s after it came back`,
      total <= most,
      total,
    );
  });
}

function perSecond(requests: readonly RequestLine[]): number[] {
  const firstMs = Math.min(...requests.map(({ arrivedAtMs }) => arrivedAtMs));
  const counts: number[] = [];
  for (const { arrivedAtMs } of requests) {
    const second = Math.floor((arrivedAtMs - firstMs) / 1000);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return Array.from(counts, (count) => count ?? 0);
}

/** Attempts so far, by the endpoint's path. */
async function attemptsOnRecord(lab: ChaosLab): Promise<Map<string, number>> {
  const rows = await lab.query<{ kind: string; count: number }>(
    `SELECT substring(url FROM '[a-z]+$') AS kind, count(*)::int AS count FROM attempts GROUP BY 1`,
  );
  return new Map(rows.map(({ kind, count }) => [kind, count]));
}
