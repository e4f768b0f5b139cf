import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosLab } from '../lab/chaos-lab.js';
import type { PublishLine } from '../ledger/lines.js';
import { groupBy } from '../ledger/reconcile.js';
import { check } from '../scenario.js';
import type { Verdict } from '../scenario.js';

export interface OutagePlan {
  /** Events. */
  count: number;
  ratePerSecond: number;
  /** Number of repetitions, spread over the events. */
  faults: number;
}

/** Longer than any statement, look-up and connection may take together. */
const LONGEST_ANSWER_MS = 15_000;
const RESUMED_WITHIN_MS = 15_000;
/** No attempt is to be given up only because the machine is busy. */
export const UNHURRIED = { DELIVERY_TIMEOUT_MS: '10000' };

/**
 * Publishes until every event is accepted, by idempotency keys, while `fault` is done to the database
 * again and again; it resolves when the database is back. What cannot be taken meanwhile must be
 * refused in time, with the word when to try again, and each key must have come to one event.
 */
export async function throughOutages(
  lab: ChaosLab,
  { count, ratePerSecond, faults }: OutagePlan,
  fault: (nth: number) => Promise<void>,
): Promise<Verdict> {
  const receiver = await lab.startReceiver();
  const tenant = await lab.createReceivingTenant(receiver);
  const keyed = { tenant, idempotencyKeys: true, retryUntilAccepted: true };
  const publishing = lab.publishSteadily({ ...keyed, count, ratePerSecond });
  const outages: { fromMs: number; toMs: number }[] = [];
  for (let nth = 1; nth <= faults; nth += 1) {
    const wanted = Math.floor((count * (nth - lab.random.next() / 2)) / (faults + 1));
    while ((await publishing.accepted()) < wanted) await sleep(20);
    const fromMs = Date.now();
    await fault(nth);
    outages.push({ fromMs, toMs: Date.now() });
  }
  await publishing.done;
  await lab.settle();
  const tally = await lab.reconcile();
  const lines = lab.published();
  const refused = lines.filter(({ status }) => status !== 202);
  const unfit = refused.filter(
    ({ status, retryAfter }) => status !== 503 || !(Number(retryAfter) > 0),
  );
  const slowestMs = Math.max(...lines.map(({ sentAtMs, atMs }) => atMs - sentAtMs));
  const resumedMs = Math.max(...outages.map(({ toMs }) => firstAcceptedAfter(lines, toMs) - toMs));
  return {
    tally,
    checks: [
      check('every event accepted', tally.accepted === count, tally.accepted),
      check('one event a key', manyOfOneKey(lines).length === 0, manyOfOneKey(lines)),
      check('all delivered', tally.delivered === tally.accepted, tally.delivered),
      check('refused by 503 with Retry-After', unfit.length === 0, unfit.slice(0, 3)),
      check('the outages were felt', refused.length > 0),
      check('no request waited for long', slowestMs <= LONGEST_ANSWER_MS, slowestMs),
      check('accepts again within 15 s', resumedMs <= RESUMED_WITHIN_MS, resumedMs),
    ],
    notes: [
      `${faults} outages; ${refused.length} publishes refused and tried again, slowest answer ` +
        `${seconds(slowestMs)}, accepted again after ${seconds(resumedMs)} at most; ` +
        `${tally.unanswered} events whose 202 did not reach the publisher`,
    ],
  };
}

function firstAcceptedAfter(lines: readonly PublishLine[], afterMs: number): number {
  const later = lines.filter(({ status, atMs }) => status === 202 && atMs >= afterMs);
  return later.length === 0 ? afterMs : Math.min(...later.map(({ atMs }) => atMs));
}

/** Keys that were answered with more than one event. */
function manyOfOneKey(lines: readonly PublishLine[]): string[] {
  const accepted = lines.filter(({ status }) => status === 202);
  const groups = groupBy(accepted, ({ n }) => String(n));
  return [...groups]
    .filter(([, group]) => new Set(group.map(({ id }) => id)).size > 1)
    .map(([key]) => key);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
