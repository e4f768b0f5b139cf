import type { Bench, Measurement } from './measure.js';
import { measureRequests, measureWork } from './measure.js';
import type { PacedEvent } from './publisher.js';
import { percentilesOf } from './statistics.js';
import type { Percentiles } from './statistics.js';

export interface Latency extends Measurement {
  /** Milliseconds from the moment when the publish was due to start until the receiver had it. */
  receipt: Percentiles;
  /** Milliseconds from the same moment until the 202. */
  accepted: Percentiles;
}

/**
 * Publishes one event after another by the clock, whatever the answers take. Latency counts from the
 * moment that the schedule names, so that a pause also counts for what should have started during it
 * (no coordinated omission).
 */
export async function measureLatency(
  bench: Bench,
  perSecond: number,
  seconds: number,
): Promise<Latency> {
  const { result, ...measured } = await measureWork(bench, 1, seconds * 1000, async () => {
    const result = await publishPaced(bench, perSecond, seconds);
    return { firstAtMs: result[0]?.[1] ?? Number.NaN, events: result.length, result };
  });
  return { ...measured, ...latenciesOf(result, new Map(await bench.receiver.call('arrivals'))) };
}

/** Publishes by the clock, and returns when the last publish was answered. */
export async function publishPaced(
  { product, publisher, tenants }: Bench,
  perSecond: number,
  seconds: number,
): Promise<PacedEvent[]> {
  return publisher.call('publishPaced', {
    url: product.url,
    key: product.adminKey,
    tenantIds: await tenants(1),
    idempotencyKeys: false,
    perSecond,
    events: Math.ceil(perSecond * seconds),
  });
}

/** The careful axios requests by the same clock: what this machine takes where nothing stands between. */
export async function measureLoopLatency(
  bench: Bench,
  perSecond: number,
  seconds: number,
): Promise<Latency> {
  const { loop, receiver, receiverUrl } = bench;
  const requests = Math.ceil(perSecond * seconds);
  const plan = { url: receiverUrl, perSecond, requests };
  const { measurement, result } = await measureRequests(bench, requests, seconds * 1000, () =>
    loop.call('runPaced', plan),
  );
  return {
    ...measurement,
    ...latenciesOf(result.events, new Map(await receiver.call('arrivals'))),
  };
}

/** Latencies by the schedule. Throws where an event has not arrived. */
export function latenciesOf(
  events: readonly PacedEvent[],
  arrivals: ReadonlyMap<string, number>,
): Pick<Latency, 'receipt' | 'accepted'> {
  const receipt = events.map(([id, dueAtMs]) => {
    const arrivedAtMs = arrivals.get(id);
    if (arrivedAtMs === undefined) throw new Error(`The event ${id} was not received.`);
    return arrivedAtMs - dueAtMs;
  });
  const accepted = events.map(([, dueAtMs, acceptedAtMs]) => acceptedAtMs - dueAtMs);
  return { receipt: percentilesOf(receipt), accepted: percentilesOf(accepted) };
}
