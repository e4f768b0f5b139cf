import type { EntityManager } from 'typeorm';
import type { EndpointFailure } from '../../catalogue/index.js';

interface FailureRow {
  class: string;
  status: number | null;
  message: string | null;
  at: Date;
}

/**
 * The last failed attempt of endpoint $1, among deliveries that are queued and those that failed last.
 * Attempts whose worker was lost do not count, since they say nothing about the endpoint.
 */
const LAST_FAILURE = `
SELECT a.error_class AS class, a.response_status AS status, a.error_message AS message, a.started_at AS at
FROM (
  (SELECT delivery_id AS id FROM delivery_queue
   WHERE endpoint_id = $1 AND leased_until IS NULL AND attempts > 0 ORDER BY due_at DESC LIMIT 200)
  UNION
  (SELECT delivery_id FROM delivery_queue
   WHERE endpoint_id = $1 AND leased_until IS NOT NULL AND attempts > 1 LIMIT 200)
  UNION
  (SELECT id FROM deliveries WHERE endpoint_id = $1 AND unhappy ORDER BY id DESC LIMIT 50)
) d
CROSS JOIN LATERAL (
  SELECT * FROM attempts
  WHERE delivery_id = d.id AND error_class <> 'worker_lost' AND id >= uuid_at(now() - interval '35 days')
  ORDER BY number DESC LIMIT 1
) a
WHERE a.trigger <> 'test'
ORDER BY a.started_at DESC LIMIT 1`;

/** Finds the endpoint's last failed attempt of the past 35 days; null if there is none. */
export async function lastFailure(
  manager: EntityManager,
  endpointId: string,
): Promise<EndpointFailure | null> {
  const [row] = await manager.query<FailureRow[]>(LAST_FAILURE, [endpointId]);
  return row ? { ...row, at: row.at.toISOString() } : null;
}
