/** Where the counts come from. */
export type Source = 'events' | 'deliveries' | 'attempts';

/** The columns of `statistics` that name what is counted, except `step` and `time`. */
const OTHERS = 'tenant_id, is_sandbox, endpoint_id, type, channel, status, class, code, reason';

/** Statements whose rows are facts: the key, how often it counts, whether it is a first try, milliseconds to measure. */
interface Facts {
  /** Of rows by ids from $1 on, below $2. */
  ofRange: string;
  /** Of the changes in `taken`. */
  ofChanges: string;
}

const ATTEMPT = (at: string, n: string, from: string): string => `
SELECT d.tenant_id, ${at} AS at, e.is_sandbox, d.endpoint_id, d.event_type AS type, d.channel,
  f.status, f.class, f.code, '' AS reason, ${n} AS n, a.number = 1 AS is_first, f.ms
FROM ${from} JOIN deliveries d ON d.id = a.delivery_id JOIN events e ON e.id = d.event_id`;

const DELIVERY = (status: string, n: string, from: string): string => `
SELECT d.tenant_id, d.created_at AS at, e.is_sandbox, d.endpoint_id, d.event_type AS type, d.channel,
  ${status}, f.class, f.code, f.reason, ${n} AS n, false AS is_first, f.ms
FROM ${from} JOIN events e ON e.id = d.event_id`;

const EVENT = (n: string): string => `
SELECT e.tenant_id, e.created_at AS at, e.is_sandbox,
  '00000000-0000-0000-0000-000000000000'::uuid AS endpoint_id, e.type, '' AS channel, '' AS status, '' AS class,
  0 AS code, '' AS reason, ${n} AS n, false AS is_first, NULL::integer AS ms`;

const FACTS: Record<Source, Facts> = {
  attempts: {
    ofRange: `${ATTEMPT('a.started_at', '1', 'attempts a')}
      CROSS JOIN LATERAL attempt_facts(a.error_class, a.response_status, a.duration_ms) f
      WHERE a.id >= $1 AND a.id < $2`,
    ofChanges: ATTEMPT('f.at', 'f.sign', 'taken f JOIN attempts a ON a.id = f.row_id'),
  },
  deliveries: {
    ofRange: `${DELIVERY('d.status', '1', 'deliveries d')}
      CROSS JOIN LATERAL delivery_facts(d.id, d.status, d.reason, d.last_code, d.created_at, d.settled_at) f
      WHERE d.id >= $1 AND d.id < $2`,
    ofChanges: DELIVERY('f.status', 'f.sign', 'taken f JOIN deliveries d ON d.id = f.row_id'),
  },
  events: {
    ofRange: `${EVENT('1')} FROM events e WHERE e.id >= $1 AND e.id < $2`,
    ofChanges: `${EVENT('f.sign')} FROM taken f JOIN events e ON e.id = f.row_id`,
  },
};

/** The columns that the facts of each source add to. */
const COUNTED: Record<Source, { counts: readonly string[]; histogram?: string }> = {
  events: { counts: ['events'] },
  deliveries: { counts: ['deliveries'], histogram: 'lag' },
  attempts: { counts: ['attempts', 'first_tries', 'first_successes'], histogram: 'latency' },
};

/** Returns the end of a statement that adds its CTE `facts` to the rows of their hours and days. */
function addFacts(source: Source): string {
  const { counts, histogram } = COUNTED[source];
  const columns = histogram ? [...counts, histogram] : counts;
  const values = ['n', 'first_tries', 'first_successes'].slice(0, counts.length);
  if (histogram) values.push('histogram');
  const sums = counts.map((name) => `${name} = s.${name} + excluded.${name}`);
  if (histogram) sums.push(`${histogram} = add_histograms(s.${histogram}, excluded.${histogram})`);
  return `
by_hour AS (
  SELECT date_trunc('hour', at) AS hour, ${OTHERS}, histogram_bucket(ms) AS bucket, max(at) AS last_at, sum(n) AS n,
    coalesce(sum(n) FILTER (WHERE is_first), 0) AS first_tries,
    coalesce(sum(n) FILTER (WHERE is_first AND status = 'succeeded'), 0) AS first_successes
  FROM facts GROUP BY hour, ${OTHERS}, bucket
), by_step AS (
  SELECT p.step, date_trunc(p.step, h.hour) AS time, ${OTHERS}, bucket, max(last_at) AS last_at, sum(n) AS n,
    sum(first_tries) AS first_tries, sum(first_successes) AS first_successes
  FROM by_hour h CROSS JOIN (VALUES ('hour'), ('day')) p (step)
  GROUP BY p.step, date_trunc(p.step, h.hour), ${OTHERS}, bucket
), added AS (
  INSERT INTO statistics AS s (step, time, ${OTHERS}, last_at, ${columns.join(', ')})
  SELECT step, time, ${OTHERS}, last_at, ${values.join(', ')} FROM (
    SELECT step, time, ${OTHERS}, max(last_at) AS last_at, sum(n) AS n, sum(first_tries) AS first_tries, sum(first_successes) AS first_successes,
      array_agg(ARRAY[bucket, n::integer] ORDER BY bucket) FILTER (WHERE bucket IS NOT NULL AND n <> 0) AS histogram
    FROM by_step GROUP BY step, time, ${OTHERS}
  ) t
  -- Locked in this order by every statement that adds.
  ORDER BY tenant_id, step, time, endpoint_id, type, status, is_sandbox, channel, class, code, reason
  ON CONFLICT (tenant_id, step, time, endpoint_id, type, status, is_sandbox, channel, class, code, reason)
  DO UPDATE SET last_at = greatest(s.last_at, excluded.last_at), ${sums.join(', ')}
)
SELECT (SELECT count(*) FROM facts)::integer AS folded`;
}

/**
 * Counts the rows with ids from $1 on, below $2. What was noted of them is in the rows already: it is forgotten in the
 * same snapshot.
 */
export const foldRange = (source: Source): string => `
WITH known AS (
  DELETE FROM statistics_changes WHERE source = '${source}' AND row_id >= $1 AND row_id < $2
), facts AS MATERIALIZED (${FACTS[source].ofRange}),
${addFacts(source)}`;

/** Takes at most $2 changes, and counts those of rows with ids below $1. The others will be counted with their rows. */
export const foldChanges = (source: Source): string => `
WITH taken AS MATERIALIZED (
  DELETE FROM statistics_changes WHERE id = ANY (ARRAY(
    SELECT id FROM statistics_changes WHERE source = '${source}' ORDER BY id LIMIT $2))
  RETURNING row_id, sign, at, status, class, code, reason, ms
), facts AS MATERIALIZED (SELECT * FROM (${FACTS[source].ofChanges} WHERE f.row_id < $1) x),
${addFacts(source)}, (SELECT count(*) FROM taken)::integer AS taken`;
