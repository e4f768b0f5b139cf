import type { Client } from 'pg';
import { countRecorded, firstAttemptId, untilRecorded } from './attempts-on-record.js';
import { cpuMsOf, cpuMsOfFamily } from './cpu-time.js';
import type { LoopMethods } from './loop.js';
import type { BenchOptions, Load } from './options.js';
import type { Product } from './product.js';
import type { PublisherMethods } from './publisher.js';
import type { ReceiverMethods } from './receiver.js';
import type { Remote } from './remote.js';

const LIMIT_MS = 180_000;
const LOOP_AT_ONCE = 100;

export interface Bench {
  options: BenchOptions;
  product: Product;
  database: Client;
  receiverUrl: string;
  tenantId: string;
  receiver: Remote<ReceiverMethods>;
  publisher: Remote<PublisherMethods>;
  loop: Remote<LoopMethods>;
}

export interface Measurement {
  /** Deliveries, or requests of a loop, a second. */
  perSecond: number;
  /** Microseconds of CPU for each of them, of the product's processes or the loop's. */
  cpuMicros: number;
  /** The same of PostgreSQL. */
  postgresCpuMicros: number;
}

/** From the first publish until every event was received and every attempt was on record. */
export async function measureLoad(bench: Bench, load: Load, events: number): Promise<Measurement> {
  const { options, product, database, receiver, publisher, tenantId } = bench;
  await receiver.call('expect', events);
  const first = await firstAttemptId(database);
  const cpuBefore = cpuMs(product);
  const published = publisher.call('publish', {
    url: product.url,
    key: product.adminKey,
    tenantId,
    events,
    perRequest: load === 'single' ? 1 : options.batchSize,
    atOnce: load === 'single' ? options.concurrency : options.batchesAtOnce,
    idempotencyKeys: options.idempotencyKeys,
  });
  const received = Promise.all([published, receiver.call('reached')]);
  const work = received.then(async ([{ firstAtMs }, reachedAtMs]) => {
    const recordedAtMs = await untilRecorded(database, first, events);
    return Math.max(reachedAtMs, recordedAtMs) - firstAtMs;
  });
  const durationMs = await withinLimit(work, async () => {
    const { distinct } = await receiver.call('counts');
    const recorded = await countRecorded(database, first);
    return `${distinct} of ${events} events were received and ${recorded} are on record`;
  });
  const cpuAfter = cpuMs(product);
  return {
    perSecond: (events / durationMs) * 1000,
    cpuMicros: ((cpuAfter.product - cpuBefore.product) / events) * 1000,
    postgresCpuMicros: ((cpuAfter.postgres - cpuBefore.postgres) / events) * 1000,
  };
}

/** The same receiver, the same body, and nothing between. */
export async function measureLoop(
  { loop, receiver, receiverUrl }: Bench,
  client: 'axios' | 'undici',
  requests: number,
): Promise<Measurement> {
  await receiver.call('expect', requests);
  const plan = { client, url: receiverUrl, requests, atOnce: LOOP_AT_ONCE };
  const { durationMs, cpuMs } = await withinLimit(loop.call('run', plan), async () => client);
  const { distinct } = await receiver.call('counts');
  if (distinct !== requests) throw new Error(`${distinct} of ${requests} requests were received.`);
  return {
    perSecond: (requests / durationMs) * 1000,
    cpuMicros: (cpuMs / requests) * 1000,
    postgresCpuMicros: 0,
  };
}

function cpuMs({ pids }: Product): { product: number; postgres: number } {
  return {
    product: pids.product.reduce((sum, pid) => sum + cpuMsOf(pid), 0),
    postgres: cpuMsOfFamily(pids.postgres),
  };
}

async function withinLimit<Result>(
  work: Promise<Result>,
  state: () => Promise<string>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), LIMIT_MS);
  });
  try {
    const first = await Promise.race([work, late]);
    if (first === 'late') throw new Error(`Not done after ${LIMIT_MS / 1000} s: ${await state()}.`);
    return first;
  } finally {
    clearTimeout(timer);
  }
}
