import { statement } from '../../database/index.js';
import { storeDeliveries } from '../../queue/index.js';
import { COUNT_SUBJECTS, leaveUnplaced } from './publish-steps.js';

export interface PendingRow {
  event_id: string;
  tenant_id: string;
  type: string;
  is_sandbox: boolean;
  about_endpoint_id: string | null;
}

/** The oldest events ($1 at most) that were committed by a foreign transaction and not fanned out. */
export const findPendingFanouts = statement<PendingRow>(
  'find-pending-fanouts',
  `
SELECT p.event_id, e.tenant_id, e.type, e.is_sandbox, p.about_endpoint_id
FROM (SELECT event_id, about_endpoint_id FROM pending_fanouts ORDER BY event_id LIMIT $1) p
JOIN events e ON e.id = p.event_id
ORDER BY p.event_id
`,
);

/**
 * Fans them out in one commit: sequence, deliveries, queue, and the end of their waiting. An event whose
 * tenant changed since it was planned, or that another worker has taken, is not answered.
 *
 * $1 events, $2 tenants, $3 fan-out versions (null: the tenant is gone), $4 unsent;
 * from $5 planned deliveries and the number of automatic attempts.
 */
export const fanOutPending = statement<{ id: string }>(
  'fan-out-pending',
  `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[]) AS i (id, tenant_id, fanout_version, unsent)
), current AS MATERIALIZED (
  SELECT t.id FROM tenants t
  JOIN (SELECT DISTINCT tenant_id, fanout_version FROM input) i
    ON i.tenant_id = t.id AND i.fanout_version = t.fanout_version
  ORDER BY t.id
  FOR SHARE OF t
), taken AS (
  DELETE FROM pending_fanouts p USING input i
  WHERE p.event_id = i.id AND (i.fanout_version IS NULL OR i.tenant_id IN (SELECT id FROM current))
  RETURNING p.event_id, i.unsent
), fresh AS MATERIALIZED (
  SELECT e.id, e.tenant_id, e.type, e.created_at, e.subject_hash, t.unsent,
    row_number() OVER (PARTITION BY e.tenant_id, e.subject_hash ORDER BY e.id)
      - count(*) OVER (PARTITION BY e.tenant_id, e.subject_hash) AS from_last
  FROM taken t JOIN events e ON e.id = t.event_id
), counted AS (${COUNT_SUBJECTS}
), numbered AS MATERIALIZED (
  SELECT f.*, coalesce(c.last_sequence + f.from_last, 1) AS sequence
  FROM fresh f FULL JOIN counted c USING (tenant_id, subject_hash)
), stored AS (
  UPDATE events e SET unsent = n.unsent::jsonb, sequence = n.sequence FROM numbered n WHERE e.id = n.id
), ${leaveUnplaced('numbered', 'id')}, ${storeDeliveries(5)}
SELECT id FROM fresh
`,
);
