import type { EntityManager } from 'typeorm';

/** Every row with a lower id is counted; a row that is not counted yet was made after this time. */
const AS_OF = `
SELECT least(now(), min(time_of_uuid(CASE p.source
  WHEN 'events' THEN (SELECT id FROM events WHERE id >= p.folded_to ORDER BY id LIMIT 1)
  WHEN 'deliveries' THEN (SELECT id FROM deliveries WHERE id >= p.folded_to ORDER BY id LIMIT 1)
  ELSE (SELECT id FROM attempts WHERE id >= p.folded_to ORDER BY id LIMIT 1) END))) AS as_of
FROM statistics_progress p`;

/** Returns the time up to which everything is counted: now, if nothing waits to be counted. */
export async function readAsOf(manager: EntityManager): Promise<Date> {
  const [row] = await manager.query<{ as_of: Date }[]>(AS_OF);
  return row?.as_of ?? new Date();
}
