import type { QueryResultRow } from 'pg';
import type { ChaosLab } from '../lab/chaos-lab.js';
import type { ProductProcess } from '../lab/product-process.js';
import type { ChaosReceiver } from '../lab/receiver.js';
import { TableLock } from '../lab/table-lock.js';
import { until } from '../lab/until.js';
import { check } from '../scenario.js';
import type { Check, Scenario } from '../scenario.js';

const WITHIN_MS = 60_000;
// After one failure nothing moves by itself any more in this run.
const env = { RETRY_SCHEDULE: '86400', DELIVERY_TIMEOUT_MS: '8000' };
/** Time to stop a worker before its answer comes. */
const ANSWER_AFTER_MS = 1000;

/** The state that must not change, as comparable text. */
const STATE = `
SELECT d.id, d.status, d.reason, d.step, q.due_at::text, q.step AS queued_step, q.fence,
  q.attempts AS begun, q.leased_until::text
FROM deliveries d LEFT JOIN delivery_queue q ON q.delivery_id = d.id
JOIN endpoints e ON e.id = d.endpoint_id
WHERE e.url = $1`;

const RETRY_SCHEDULED = `${STATE} AND q.leased_until IS NULL AND q.step = 1`;

const ATTEMPTS = `
SELECT number, response_status, error_class FROM attempts
WHERE url = $1 AND error_class IS DISTINCT FROM 'worker_lost' ORDER BY number`;

const WAITING_RECORDS = `
SELECT count(*)::int AS count FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO attempts AS a%' AND pid <> pg_backend_pid()`;

interface Attempt extends QueryResultRow {
  number: number;
  response_status: number | null;
}

export const workerPaused: Scenario = {
  name: 'worker-paused',
  title: 'a worker stopped (SIGSTOP) past its lease, then continued',
  workers: 2,
  async run(lab) {
    await lab.startAll(this.workers, { env });
    const receiver = await lab.startReceiver();
    const failure = await lateFailure(lab, receiver, '/fails');
    const success = await lateSuccess(lab, receiver, '/succeeds');
    await lab.settle();
    return { tally: await lab.reconcile(), checks: [...failure, ...success] };
  },
};

/** Stopped while it waits for its answer; another attempt fails meanwhile and sets the next time. */
async function lateFailure(lab: ChaosLab, receiver: ChaosReceiver, path: string): Promise<Check[]> {
  const url = receiver.url(path);
  await receiver.behave({ kind: 'answer', status: 500, delayMs: ANSWER_AFTER_MS }, path);
  const { id: tenantId, holder } = await publishOne(lab, receiver, path);
  holder.signal('SIGSTOP');
  await receiver.arrival(path, 1);
  const before = await rowsOnce(lab, RETRY_SCHEDULED, [url], ({ length }) => length === 1);
  holder.signal('SIGCONT');
  const attempts = await rowsOnce<Attempt>(lab, ATTEMPTS, [url], ({ length }) => length === 2);
  const after = await lab.query(STATE, [url]);
  // By hand, for the schedule would bring it tomorrow.
  await receiver.behave({ kind: 'answer' }, path);
  const id = String(before[0]?.id).replaceAll('-', '');
  await lab.admin.ok('POST', `/v1/tenants/${tenantId}/deliveries/dlv_${id}/retry`);
  const numbers = attempts.map(({ number }) => number).join();
  return [
    check('the late failure is on record', numbers === '1,2', attempts),
    check('its change of state is refused', JSON.stringify(before) === JSON.stringify(after), {
      before,
      after,
    }),
  ];
}

/**
 * Stopped when it has its 200 and cannot put it on record: the table is locked, and its statement
 * has given up by the time that the worker goes on.
 */
async function lateSuccess(lab: ChaosLab, receiver: ChaosReceiver, path: string): Promise<Check[]> {
  const url = receiver.url(path);
  await receiver.behave({ kind: 'answer', delayMs: ANSWER_AFTER_MS }, path);
  const { holder } = await publishOne(lab, receiver, path);
  await receiver.behave({ kind: 'answer', status: 500 }, path);
  const lock = await TableLock.take(lab.postgres.url, 'attempts');
  await rowsOnce(lab, WAITING_RECORDS, [], ([row]) => row?.count === 1);
  holder.signal('SIGSTOP');
  await rowsOnce(lab, WAITING_RECORDS, [], ([row]) => row?.count === 0);
  await lock.release();
  await receiver.arrival(path, 1);
  await rowsOnce(lab, RETRY_SCHEDULED, [url], ({ length }) => length === 1);
  holder.signal('SIGCONT');
  const settled = await rowsOnce(lab, STATE, [url], ([row]) => row?.status === 'succeeded');
  const attempts = await lab.query<Attempt>(ATTEMPTS, [url]);
  return [
    check('the late success is on record', attempts[0]?.response_status === 200, attempts),
    check('it settles the delivery', settled[0]?.fence === null, settled),
  ];
}

/** Publishes one event; gives the worker whose request for it has arrived. */
async function publishOne(
  lab: ChaosLab,
  receiver: ChaosReceiver,
  path: string,
): Promise<{ id: string; holder: ProductProcess }> {
  const tenant = await lab.createReceivingTenant(receiver, { url: receiver.url(path) });
  const publishing = lab.publishSteadily({ tenant, count: 1, ratePerSecond: 1 });
  const { sender } = await receiver.arrival(path, 0);
  const holder = lab.processOf(sender);
  if (!holder) throw new Error(`${sender} is none of ours.`);
  await publishing.done;
  return { id: tenant.id, holder };
}

/** The rows, once they are as wanted. */
async function rowsOnce<Row extends QueryResultRow>(
  lab: ChaosLab,
  sql: string,
  values: unknown[],
  wanted: (rows: Row[]) => boolean,
): Promise<Row[]> {
  const rows = await until(() => lab.query<Row>(sql, values), wanted, WITHIN_MS);
  if (!wanted(rows)) throw new Error(`Still ${JSON.stringify(rows)} for ${sql}`);
  return rows;
}
