import type { Client } from 'pg';
import type { LoopKind, LoopMethods, LoopResult } from './loop.js';
import type { BenchOptions } from './options.js';
import type { LoadStep } from './plan.js';
import { cpuMsOf, cpuMsOfFamily } from './process-cost.js';
import type { Product } from './product.js';
import type { PublisherMethods } from './publisher.js';
import type { ReceiverMethods } from './receiver.js';
import type { Remote } from './remote.js';
import { countSucceeded, firstDeliveryId, untilSettled } from './settled.js';

/** Time that a load may take beyond the time it is meant to take. */
const LIMIT_MS = 180_000;

/** A running product and what measures it. */
export interface Bench {
  options: BenchOptions;
  product: Product;
  database: Client;
  receiverUrl: string;
  receiver: Remote<ReceiverMethods>;
  publisher: Remote<PublisherMethods>;
  loop: Remote<LoopMethods>;
  /** The tenants of the scenario with so many endpoints each. */
  tenants: (endpoints: number) => Promise<string[]>;
}

/** Microseconds of CPU for one delivery, or for one request of a loop (all of it under `node`). */
export interface Cost {
  node: number;
  postgres: number;
  redis: number;
}

export interface Measurement {
  /** Deliveries, or requests of a loop, a second. */
  perSecond: number;
  cpuMicros: Cost;
}

export interface LoadMeasurement extends Measurement {
  /** Deliveries received in each second, of a load that takes minutes. */
  series?: number[];
}

export function totalOf({ node, postgres, redis }: Cost): number {
  return node + postgres + redis;
}

/** From the first publish until every delivery was received and is on record. */
export async function measureLoad(
  bench: Bench,
  step: LoadStep,
  events: number,
): Promise<LoadMeasurement> {
  const { product, publisher, receiver } = bench;
  const tenantIds = await bench.tenants(step.endpoints);
  const forMs = step.minutes * 60_000;
  const { perRequest, atOnce, idempotencyKeys } = step;
  const { result: _, ...measured } = await measureWork(bench, step.endpoints, forMs, async () => {
    const published = await publisher.call('publish', {
      url: product.url,
      key: product.adminKey,
      tenantIds,
      ...(forMs > 0 ? { forMs } : { events }),
      perRequest,
      atOnce,
      idempotencyKeys,
    });
    return { ...published, result: undefined };
  });
  if (forMs === 0) return measured;
  return { ...measured, series: await receiver.call('perSecond') };
}

interface Work<Result> {
  firstAtMs: number;
  events: number;
  result: Result;
}

/** Measures from the start of work that publishes until everything that follows is done. */
export async function measureWork<Result>(
  { product, database, receiver }: Bench,
  endpoints: number,
  expectedMs: number,
  publish: () => Promise<Work<Result>>,
): Promise<Measurement & { result: Result }> {
  await receiver.call('restart');
  const first = await firstDeliveryId(database);
  const cpuBefore = cpuMs(product);
  const work = async () => {
    const { firstAtMs, events, result } = await publish();
    const deliveries = events * endpoints;
    const reachedAtMs = await receiver.call('reached', deliveries);
    const settledAtMs = await untilSettled(database);
    const durationMs = Math.max(reachedAtMs, settledAtMs) - firstAtMs;
    return { durationMs, deliveries, result };
  };
  const { durationMs, deliveries, result } = await withinLimit(work(), expectedMs, async () => {
    const recorded = await countSucceeded(database, first);
    return `${await receiver.call('count')} deliveries were received and ${recorded} are on record`;
  });
  const cpuAfter = cpuMs(product);
  const recorded = await countSucceeded(database, first);
  if (recorded !== deliveries) throw new Error(`${recorded} of ${deliveries} are on record.`);
  const each = (name: keyof Cost) => ((cpuAfter[name] - cpuBefore[name]) / deliveries) * 1000;
  return {
    perSecond: (deliveries / durationMs) * 1000,
    cpuMicros: { node: each('node'), postgres: each('postgres'), redis: each('redis') },
    result,
  };
}

/** The same receiver, the same body, and nothing between. */
export async function measureLoop(
  bench: Bench,
  kind: LoopKind,
  requests: number,
): Promise<Measurement> {
  const { loop, receiverUrl } = bench;
  const plan = { kind, url: receiverUrl, requests };
  const { measurement } = await measureRequests(bench, requests, 0, () => loop.call('run', plan));
  return measurement;
}

/** Measures requests that do not pass the product, and checks that the receiver had all of them. */
export async function measureRequests<Result extends LoopResult>(
  { receiver }: Pick<Bench, 'receiver'>,
  requests: number,
  expectedMs: number,
  send: () => Promise<Result>,
): Promise<{ measurement: Measurement; result: Result }> {
  await receiver.call('restart');
  const result = await withinLimit(send(), expectedMs, async () => `${requests} requests`);
  const received = await receiver.call('count');
  if (received !== requests) throw new Error(`${received} of ${requests} requests were received.`);
  const { durationMs, cpuMs } = result;
  const measurement = {
    perSecond: (requests / durationMs) * 1000,
    cpuMicros: { node: (cpuMs / requests) * 1000, postgres: 0, redis: 0 },
  };
  return { measurement, result };
}

/** CPU milliseconds that the product and its servers have used. */
export function cpuMs({ pids }: Product): Cost {
  return {
    node: pids.product.reduce((sum, pid) => sum + cpuMsOf(pid), 0),
    postgres: cpuMsOfFamily(pids.postgres),
    redis: pids.redis === undefined ? 0 : cpuMsOfFamily(pids.redis),
  };
}

async function withinLimit<Result>(
  work: Promise<Result>,
  expectedMs: number,
  state: () => Promise<string>,
): Promise<Result> {
  const limitMs = expectedMs + LIMIT_MS;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  try {
    const first = await Promise.race([work, late]);
    if (first === 'late') throw new Error(`Not done after ${limitMs / 1000} s: ${await state()}.`);
    return first;
  } finally {
    clearTimeout(timer);
  }
}
