/** The tables that are partitioned by the time in their ids. */
export const PARTITIONED = [
  'events',
  'event_bodies',
  'event_refs',
  'deliveries',
  'attempts',
  'attempt_bodies',
];

/** Makes the partitions of so many past days, as processes that ran then would have made them. */
export async function makePastPartitions(
  run: (text: string) => Promise<unknown>,
  days: number,
): Promise<void> {
  for (const parent of PARTITIONED) {
    const step = parent.endsWith('_bodies') ? 'week' : 'quarter';
    await run(`DO $$
      DECLARE
        first timestamptz := date_trunc('${step}', now(), 'UTC');
        next timestamptz;
      BEGIN
        WHILE first > now() - interval '${days} days' LOOP
          next := first;
          first := date_trunc('${step}', next - interval '1 hour', 'UTC');
          EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF ${parent} FOR VALUES FROM (%L) TO (%L)',
            '${parent}_' || to_char(first AT TIME ZONE 'UTC', 'YYYY_MM_DD'), uuid_at(first), uuid_at(next));
        END LOOP;
      END $$`);
  }
}
