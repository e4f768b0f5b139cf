import { DataSource } from 'typeorm';
import { asSystem, createLogger, firstUuidAt, newUuid } from '../../../src/common/index.js';
import { StatisticsFold } from '../../../src/statistics/index.js';
import type { Engine } from '../../support/engine.js';

/** An id that was made so many seconds ago. */
export function agedId(seconds: number): string {
  return firstUuidAt(Date.now() - seconds * 1_000).slice(0, 13) + newUuid().slice(13);
}

type Tables = Pick<Engine, 'sql'>;

/** One that another worker would run. */
export function newFold({ get }: Pick<Engine, 'get'>): StatisticsFold {
  return new StatisticsFold(get(DataSource), createLogger({ logLevel: 'silent' }));
}

/** Runs until everything that is mature is counted. Without writers two runs are enough: the first makes the mark. */
export function foldAll(fold: StatisticsFold): Promise<void> {
  return asSystem(async () => {
    await fold.run();
    while (await fold.run());
    while (await fold.run());
  });
}

export interface StoredDelivery {
  tenantId: string;
  endpointId: string;
  ageSeconds: number;
  type?: string;
  isSandbox?: boolean;
  /** Error classes of the attempts that failed before the last one. */
  failures?: string[];
  /** Whether the last attempt succeeded; null: it waits for another. */
  succeeds?: boolean | null;
  durationMs?: number;
}

/** Stores an event with a delivery and its attempts, all of them of one moment; returns the delivery's id. */
export async function storeDelivery(engine: Tables, stored: StoredDelivery): Promise<string> {
  const { tenantId, endpointId, ageSeconds, type = 'session.created', isSandbox = false } = stored;
  const { failures = [], succeeds = true, durationMs = 40 } = stored;
  const [event, delivery] = [agedId(ageSeconds), agedId(ageSeconds)];
  const at = new Date(Date.now() - ageSeconds * 1_000);
  const status = succeeds === null ? 'pending' : succeeds ? 'succeeded' : 'failed';
  await engine.sql(
    'INSERT INTO events (id, tenant_id, type, created_at, is_sandbox) VALUES ($1, $2, $3, $4, $5)',
    [event, tenantId, type, at, isSandbox],
  );
  for (const [place, errorClass] of [...failures, ...(succeeds ? [null] : [])].entries()) {
    await storeAttempt(engine, { delivery, number: place + 1, ageSeconds, errorClass, durationMs });
  }
  await engine.sql(
    `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, reason, last_code,
       unhappy, max_attempts, created_at, settled_at)
     VALUES ($1, $2, $3, $4, $5, 'envelope', $6, $7, $8, $9, 12, $10::timestamptz, $10::timestamptz + interval '80 ms')`,
    [
      delivery,
      event,
      tenantId,
      endpointId,
      type,
      status,
      { pending: 'retry_scheduled', failed: 'attempts_exhausted', succeeded: null }[status],
      succeeds ? 200 : failures.length > 0 ? 500 : null,
      status === 'failed',
      at,
    ],
  );
  return delivery;
}

interface StoredAttempt {
  delivery: string;
  number: number;
  ageSeconds: number;
  errorClass: string | null;
  durationMs?: number;
}

export async function storeAttempt(engine: Tables, attempt: StoredAttempt): Promise<string> {
  const { delivery, number, ageSeconds, errorClass, durationMs = 40 } = attempt;
  const id = agedId(ageSeconds);
  const code = errorClass === null ? 200 : errorClass === 'http_status' ? 500 : null;
  await engine.sql(
    `INSERT INTO attempts (id, delivery_id, number, trigger, url, started_at, duration_ms, response_status, error_class)
     VALUES ($1, $2, $3, 'automatic', 'https://example.com/', $4, $5, $6, $7)`,
    [id, delivery, number, new Date(Date.now() - ageSeconds * 1_000), durationMs, code, errorClass],
  );
  return id;
}

/** Counts of the records themselves, by the columns of `statistics`. */
const RECOUNT = `
WITH counted AS (
  SELECT tenant_id, created_at AS at, is_sandbox, NULL::uuid AS endpoint_id, type, '' AS channel, '' AS status,
    '' AS class, 0 AS code, '' AS reason, 1 AS events, 0 AS deliveries, 0 AS attempts, 0 AS first, 0 AS first_ok,
    NULL::int AS latency, NULL::int AS lag
  FROM events
  UNION ALL
  SELECT d.tenant_id, d.created_at, e.is_sandbox, d.endpoint_id, d.event_type, d.channel, d.status,
    CASE d.status WHEN 'failed' THEN coalesce((SELECT error_class FROM attempts a WHERE a.delivery_id = d.id ORDER BY number DESC LIMIT 1), '') ELSE '' END,
    CASE d.status WHEN 'pending' THEN 0 ELSE coalesce(d.last_code, 0) END,
    CASE d.status WHEN 'pending' THEN '' ELSE coalesce(d.reason, '') END, 0, 1, 0, 0, 0, NULL,
    CASE d.status WHEN 'succeeded' THEN (extract(epoch FROM d.settled_at - d.created_at) * 1000)::int END
  FROM deliveries d JOIN events e ON e.id = d.event_id
  UNION ALL
  SELECT d.tenant_id, a.started_at, e.is_sandbox, d.endpoint_id, d.event_type, d.channel,
    CASE WHEN a.error_class IS NULL THEN 'succeeded' ELSE 'failed' END, coalesce(a.error_class, ''),
    coalesce(a.response_status, 0), '', 0, 0, 1, (a.number = 1)::int, (a.number = 1 AND a.error_class IS NULL)::int,
    CASE WHEN a.response_status IS NOT NULL OR a.error_class = 'timeout' THEN a.duration_ms END, NULL
  FROM attempts a JOIN deliveries d ON d.id = a.delivery_id JOIN events e ON e.id = d.event_id
)
SELECT step, date_trunc(step, at) AS time, tenant_id, coalesce(endpoint_id, '00000000-0000-0000-0000-000000000000') AS endpoint_id,
  is_sandbox, type, channel, status, class, code, reason, sum(events)::int AS events, sum(deliveries)::int AS deliveries,
  sum(attempts)::int AS attempts, sum(first)::int AS first_tries, sum(first_ok)::int AS first_successes,
  count(latency)::int AS latencies, count(lag)::int AS lags
FROM counted CROSS JOIN (VALUES ('hour'), ('day')) s (step)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`;

const STORED = `
SELECT step, time, tenant_id, endpoint_id, is_sandbox, type, channel, status, class, code, reason, events, deliveries,
  attempts, first_tries, first_successes,
  (SELECT coalesce(sum(latency[i][2]), 0)::int FROM generate_subscripts(latency, 1) i) AS latencies,
  (SELECT coalesce(sum(lag[i][2]), 0)::int FROM generate_subscripts(lag, 1) i) AS lags
FROM statistics WHERE events <> 0 OR deliveries <> 0 OR attempts <> 0
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`;

type Rows = Record<string, unknown>[];

/** Returns every hour and every day as the statistics have them. */
export async function counted(engine: Tables): Promise<Rows> {
  return engine.sql(STORED);
}

/** Returns the same by the records: nothing is lost, and nothing counted twice, where both are equal. */
export async function recounted(engine: Tables): Promise<Rows> {
  return engine.sql(RECOUNT);
}
