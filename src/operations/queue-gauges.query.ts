import { statement } from '../database/index.js';

/** How much is queued, and how late the most overdue delivery is. */
export const readQueueGauges = statement<{
  waiting: number;
  due: number;
  leased: number;
  overdue_seconds: number;
  unfanned: number;
}>(
  'read-queue-gauges',
  `
SELECT
  count(*) FILTER (WHERE leased_until IS NULL) AS waiting,
  count(*) FILTER (WHERE leased_until IS NULL AND due_at <= now()) AS due,
  count(*) FILTER (WHERE leased_until IS NOT NULL) AS leased,
  coalesce(extract(epoch FROM now() - min(due_at) FILTER (WHERE leased_until IS NULL AND due_at <= now())), 0)::float8 AS overdue_seconds,
  (SELECT count(*) FROM pending_fanouts) AS unfanned
FROM delivery_queue
`,
);
