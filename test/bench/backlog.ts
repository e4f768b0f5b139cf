import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './measure.js';
import { peakMemoryOf, residentOf } from './process-cost.js';
import { countSucceeded, firstDeliveryId, untilSettled } from './settled.js';

const EVENTS = 1000;
const LOOK_MS = 30_000;

/** The worker's memory while it works off many waiting deliveries. Bytes. */
export interface Backlog {
  deliveries: number;
  /** Resident memory after half a minute, and the most since the process began. */
  resident: number;
  peak: number;
  /** Deliveries a second meanwhile. */
  perSecond: number;
}

/** Queues deliveries of published events once more, all due, and looks at the worker for 30 s. */
export async function measureBacklog(bench: Bench, deliveries: number): Promise<Backlog> {
  const { database, product, publisher, receiver, tenants } = bench;
  const [tenantId = ''] = await tenants(1);
  const first = await firstDeliveryId(database);
  await publisher.call('publish', {
    url: product.url,
    key: product.adminKey,
    tenantIds: [tenantId],
    events: EVENTS,
    perRequest: 100,
    atOnce: 1,
    idempotencyKeys: false,
  });
  await untilSettled(database);
  if ((await countSucceeded(database, first)) < EVENTS)
    throw new Error('The events were not sent.');
  await receiver.call('restart');
  await database.query(QUEUE_AGAIN, [first, Math.ceil(deliveries / EVENTS)]);
  const before = await receiver.call('count');
  const startedAtMs = performance.now();
  await sleep(LOOK_MS);
  const seconds = (performance.now() - startedAtMs) / 1000;
  const worker = product.pids.product.at(-1) ?? 0;
  return {
    deliveries,
    resident: residentOf(worker),
    peak: peakMemoryOf(worker),
    perSecond: ((await receiver.call('count')) - before) / seconds,
  };
}

/** $1: the first of the deliveries; $2: how many times each is queued. */
const QUEUE_AGAIN = `
WITH waiting AS MATERIALIZED (
  SELECT uuid_at(clock_timestamp()) AS moment, d.*, nth
  FROM generate_series(1, $2::int) nth CROSS JOIN deliveries d WHERE d.id >= $1::uuid
), numbered AS MATERIALIZED (
  SELECT overlay(md5(id::text || nth) PLACING left(replace(moment::text, '-', ''), 13) FROM 1)::uuid
    AS delivery_id, w.* FROM waiting w
), stored AS (
  INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, channel, format, status,
    max_attempts, created_at)
  SELECT delivery_id, event_id, tenant_id, endpoint_id, event_type, channel, format, 'pending',
    max_attempts, created_at FROM numbered
)
INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at)
SELECT delivery_id, event_id, endpoint_id, tenant_id, clock_timestamp() FROM numbered
`;
