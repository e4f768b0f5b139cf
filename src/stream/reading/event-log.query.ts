import { statement } from '../../database/index.js';

/** An event at its position. `type` is null if its record was deleted. */
export interface LogRow {
  position: number;
  id: string;
  type: string | null;
  created_at: Date | null;
  sequence: number | null;
  sealed_labels: Buffer | null;
  has_assets: boolean | null;
  redacted_at: Date | null;
}

/**
 * Keeps the planner from flattening a look-up by key into a join: a plan made while the table is small
 * would scan all of it, and a prepared statement keeps that plan when the table has grown.
 */
const byKey = (select: string): string => `${select} OFFSET 0`;

/** The events of tenant $1 behind position $2 in order, about $3 of them. */
export const readLog = statement<LogRow>(
  'read-event-log',
  `
SELECT l.position - cardinality(l.event_ids) + o.n AS position, o.id,
  e.type, e.created_at, e.sequence, e.sealed_labels, e.has_assets, e.redacted_at
FROM (
  SELECT position, event_ids,
    sum(cardinality(event_ids)) OVER (ORDER BY position) - cardinality(event_ids) AS before
  FROM (
    SELECT position, event_ids FROM event_log
    WHERE tenant_id = $1 AND position > $2 ORDER BY position LIMIT $3::int
  ) nearest
) l
CROSS JOIN LATERAL unnest(l.event_ids) WITH ORDINALITY AS o (id, n)
LEFT JOIN LATERAL (${byKey('SELECT * FROM events WHERE id = o.id')}) e ON true
WHERE l.before < $3::int AND l.position - cardinality(l.event_ids) + o.n > $2
ORDER BY 1
`,
);

/**
 * The bodies of the events $1 in this order, up to $2 bytes in total but at least one. A body that was
 * deleted is null.
 */
export const readBodies = statement<{ event_id: string; sealed_data: Buffer | null }>(
  'read-event-bodies',
  `
SELECT event_id, sealed_data FROM (
  SELECT w.event_id, w.n, b.sealed_data,
    sum(coalesce(octet_length(b.sealed_data), 0)) OVER (ORDER BY w.n) - coalesce(octet_length(b.sealed_data), 0) AS before
  FROM unnest($1::uuid[]) WITH ORDINALITY AS w (event_id, n)
  LEFT JOIN LATERAL (${byKey('SELECT sealed_data FROM event_bodies WHERE event_id = w.event_id')}) b ON true
) wanted
WHERE before < $2::int
ORDER BY n
`,
);

/** The end and the beginning of tenant $1's log; no row if it never had an event. */
export const readHead = statement<{ last_position: number; purged_position: number }>(
  'read-event-log-head',
  'SELECT last_position, purged_position FROM event_log_heads WHERE tenant_id = $1',
);
