import { statement } from '../../database/index.js';

interface PositionRow {
  position: number;
}

/** Where the consumer $2 of tenant $1 stands; it counts as seen now. */
export const findConsumer = statement<PositionRow>(
  'find-stream-consumer',
  'UPDATE stream_consumers SET seen_at = now() WHERE tenant_id = $1 AND name = $2 RETURNING position',
);

/**
 * A consumer that begins at position $3, for as long as the tenant has less than $4 that were seen in
 * the last 30 days; the others make room. No row where there is none for it.
 */
export const addConsumer = statement<PositionRow>(
  'add-stream-consumer',
  `
WITH forgotten AS (
  DELETE FROM stream_consumers WHERE tenant_id = $1 AND seen_at < now() - interval '30 days'
)
INSERT INTO stream_consumers AS known (tenant_id, name, position)
SELECT $1, $2, $3::bigint
WHERE (SELECT count(*) FROM stream_consumers WHERE tenant_id = $1 AND seen_at >= now() - interval '30 days') < $4::int
ON CONFLICT (tenant_id, name) DO UPDATE SET seen_at = now()
RETURNING position
`,
);

/** Moves the consumer $2 of tenant $1 on to position $3; never back. Answers where it stands. */
export const moveConsumer = statement<PositionRow>(
  'move-stream-consumer',
  `INSERT INTO stream_consumers AS known (tenant_id, name, position) VALUES ($1, $2, $3)
   ON CONFLICT (tenant_id, name) DO UPDATE SET position = greatest(known.position, excluded.position), seen_at = now()
   RETURNING position`,
);
