/** Stands for all tenants, or for everything whatever its endpoint is, in `statistics_totals`. */
export const ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Whether totals are to be made again. */
export const TOTALS_ARE_DUE = `EXISTS (SELECT FROM statistics_stale WHERE due_at <= now())`;

/** Takes at most $1 hours and days whose totals are to be made again, those of all tenants last. */
export const TAKE_STALE = `
DELETE FROM statistics_stale WHERE (tenant_id, step, time) IN (
  SELECT tenant_id, step, time FROM statistics_stale WHERE due_at <= now() ORDER BY due_at LIMIT $1)
RETURNING tenant_id, step, time`;

const COUNTS = [
  'events',
  'deliveries',
  'attempts',
  'succeeded',
  'failed',
  'first_tries',
  'first_successes',
] as const;
const HISTOGRAMS = ['latency', 'lag'] as const;

/** What `statistics_totals` has, of a row of `statistics`. */
export const DETAIL = {
  events: 's.events',
  deliveries: 's.deliveries',
  attempts: 's.attempts',
  succeeded: `CASE WHEN s.status = 'succeeded' THEN s.deliveries ELSE 0 END`,
  failed: `CASE WHEN s.status = 'failed' THEN s.deliveries ELSE 0 END`,
  first_tries: 's.first_tries',
  first_successes: 's.first_successes',
  latency: 's.latency',
  lag: 's.lag',
} as const;
export type TotalsColumn = keyof typeof DETAIL;

const KEY = 'tenant_id, endpoint_id, step, time, is_sandbox';
const cells = `unnest($1::uuid[], $2::text[], $3::timestamptz[]) c (tenant_id, step, time)`;

/** Sums `parts`, which have the columns of `statistics_totals`, by their key, and stores the sums. */
const STORE = `
counts AS (
  SELECT ${KEY}, ${COUNTS.map((name) => `sum(${name})::integer AS ${name}`).join(', ')} FROM parts GROUP BY ${KEY}
), ${HISTOGRAMS.map(
  (name) => `
${name}_pairs AS (
  SELECT ${KEY}, ${name}[i][1] AS bucket, sum(${name}[i][2])::integer AS n
  FROM parts CROSS JOIN LATERAL generate_subscripts(${name}, 1) i GROUP BY ${KEY}, bucket
)`,
).join(', ')}
INSERT INTO statistics_totals AS t (${KEY}, ${[...COUNTS, ...HISTOGRAMS].join(', ')})
SELECT ${KEY}, ${COUNTS.map((name) => `sum(${name})`).join(', ')},
  ${HISTOGRAMS.map(
    (name) =>
      `array_agg(ARRAY[bucket, n] ORDER BY bucket) FILTER (WHERE histogram = '${name}' AND n <> 0)`,
  ).join(', ')}
FROM (
  SELECT ${KEY}, '' AS histogram, NULL::integer AS bucket, 0 AS n, ${COUNTS.join(', ')} FROM counts
  ${HISTOGRAMS.map(
    (name) =>
      `UNION ALL SELECT ${KEY}, '${name}', bucket, n, ${COUNTS.map(() => '0').join(', ')} FROM ${name}_pairs`,
  ).join('\n  ')}
) u GROUP BY ${KEY}
ORDER BY ${KEY}
ON CONFLICT (${KEY}) DO UPDATE SET
  ${[...COUNTS, ...HISTOGRAMS].map((name) => `${name} = excluded.${name}`).join(', ')}`;

const DETAILS = Object.entries(DETAIL)
  .map(([name, value]) => `${value} AS ${name}`)
  .join(', ');

/** Makes the totals of tenants: hours and days $1, $2, $3. Those of an endpoint and those of everything. */
export const TOTAL_TENANTS = `
WITH parts AS MATERIALIZED (
  SELECT s.tenant_id, e.endpoint_id, s.step, s.time, s.is_sandbox, ${DETAILS}
  FROM ${cells} JOIN statistics s ON s.tenant_id = c.tenant_id AND s.step = c.step AND s.time = c.time
  CROSS JOIN LATERAL (VALUES (s.endpoint_id), ('${ALL}'::uuid)) e (endpoint_id)
), ${STORE}`;

/** The same of all tenants together, from the totals of each where these are current. */
export const TOTAL_ALL = `
WITH parts AS MATERIALIZED (
  SELECT '${ALL}'::uuid AS tenant_id, s.endpoint_id, s.step, s.time, s.is_sandbox, ${[...COUNTS, ...HISTOGRAMS].map((name) => `s.${name}`).join(', ')}
  FROM ${cells} JOIN statistics_totals s ON s.step = c.step AND s.time = c.time AND s.endpoint_id = '${ALL}'
  WHERE s.tenant_id <> c.tenant_id AND ${isCurrent('s')}
  UNION ALL
  SELECT '${ALL}', '${ALL}', s.step, s.time, s.is_sandbox, ${DETAILS}
  FROM ${cells} JOIN statistics_stale x ON x.step = c.step AND x.time = c.time AND x.tenant_id <> c.tenant_id
  JOIN statistics s ON s.tenant_id = x.tenant_id AND s.step = x.step AND s.time = x.time
), ${STORE}`;

/** A condition: the totals are not stale. */
export function isCurrent(totals: string): string {
  return `NOT EXISTS (SELECT FROM statistics_stale x
    WHERE x.tenant_id = ${totals}.tenant_id AND x.step = ${totals}.step AND x.time = ${totals}.time)`;
}
