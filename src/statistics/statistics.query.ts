import { Conditions } from '../records/index.js';
import type { Dimension } from './measures.js';
import type { StatisticsRequest } from './read-query.js';
import { readsTotals, windowOf } from './window.query.js';

/** A statement with its values. */
export interface Bound {
  text: string;
  values: unknown[];
}

/** The value of each dimension that was asked for: UUIDs, not public ids. */
export type Group = Partial<Record<Dimension, string | number | null>>;
export type CountRow = Group & { time: Date } & Record<CountColumn, number>;
/** The histogram is JSON, which Node.js reads four times as fast as an array of PostgreSQL. */
export type HistogramRow = Group & { time: Date; histogram: string };
export type NowRow = Group & { value: number };

const NIL = '00000000-0000-0000-0000-000000000000';

/** Dimensions as columns of `statistics`; what is not known is null. */
const EXPRESSIONS: Record<Dimension, string> = {
  tenant: 's.tenant_id',
  endpoint: `nullif(s.endpoint_id, '${NIL}')`,
  type: 's.type',
  status: `nullif(s.status, '')`,
  class: `nullif(s.class, '')`,
  code: 'nullif(s.code, 0)',
  reason: `nullif(s.reason, '')`,
  channel: `nullif(s.channel, '')`,
};

/** The sums that measures are made of. */
export type CountColumn =
  'events' | 'deliveries' | 'attempts' | 'succeeded' | 'failed' | 'first_tries' | 'first_successes';

/** Counts of each group and time. Groups in which nothing was counted are left out; `limit` rows at most. */
export function countsOf(
  request: StatisticsRequest,
  columns: readonly CountColumn[],
  limit: number,
): Bound {
  const bound = new Conditions();
  const { groups, ordinals } = groupsOf(request, bound);
  const counted = columns.map((name) => `coalesce(sum(s.${name}), 0)`);
  const having = request.by.length > 0 || request.step ? `HAVING ${nonZero(counted)}` : '';
  const text = `
SELECT ${groups}, ${counted.map((sum, place) => `${sum}::float8 AS ${columns[place]}`).join(', ')}
FROM (${windowOf(request, bound, columns)}) s
GROUP BY ${ordinals} ${having} LIMIT ${bound.bind(limit)}`;
  return { text, values: [...bound.values] };
}

const nonZero = (sums: readonly string[]): string => sums.map((sum) => `${sum} <> 0`).join(' OR ');

const json = (array: string): string => `translate((${array})::text, '{}', '[]')`;

/** The histogram of each group and time; `limit` rows at most. */
export function histogramsOf(
  request: StatisticsRequest,
  column: 'latency' | 'lag',
  limit: number,
): Bound {
  const bound = new Conditions();
  const { groups, names } = groupsOf(request, bound);
  const rows = `
SELECT ${groups}, s.${column} AS histogram
FROM (${windowOf(request, bound, [column])}) s WHERE s.${column} IS NOT NULL`;
  const merged = (from: string): string => `
SELECT ${names}, ${json('array_agg(ARRAY[bucket, n] ORDER BY bucket)')} AS histogram
FROM (
  SELECT ${names}, histogram[i][1] AS bucket, sum(histogram[i][2])::integer AS n
  FROM ${from} CROSS JOIN LATERAL generate_subscripts(histogram, 1) i GROUP BY ${names}, bucket
) b GROUP BY ${names}`;
  const most = `LIMIT ${bound.bind(limit)}`;
  if (!request.step || !readsTotals(request)) {
    return { text: `${merged(`(${rows}) r`)} ${most}`, values: [...bound.values] };
  }
  // An hour or a day is one row of the totals: its histogram is taken as it is.
  const text = `
WITH found AS MATERIALIZED (SELECT r.*, count(*) OVER (PARTITION BY ${names}) AS parts FROM (${rows}) r)
SELECT ${names}, ${json('histogram')} AS histogram FROM found WHERE parts = 1
UNION ALL (${merged('(SELECT * FROM found WHERE parts > 1) r')}) ${most}`;
  return { text, values: [...bound.values] };
}

/** How many deliveries of each group are held now. */
export function heldOf(request: StatisticsRequest): Bound {
  const bound = new Conditions();
  const { groups, grouping } = groupsNow(request);
  const where = scopeOf(request, bound).add(
    `s.step = 'hour' AND s.status = 'held' AND s.deliveries > 0`,
  );
  const text = `
SELECT ${groups}, sum(s.deliveries)::float8 AS value FROM statistics s
WHERE ${where.toString()} ${grouping}`;
  return { text, values: [...bound.values] };
}

/**
 * The age of the oldest delivery of each group that is pending now, in seconds. The statistics know its hour, the
 * deliveries of this hour its age.
 */
export function oldestOf(request: StatisticsRequest): Bound {
  const bound = new Conditions();
  const { groups, grouping } = groupsNow(request);
  const where = scopeOf(request, bound).add(
    `s.step = 'hour' AND s.status = 'pending' AND s.deliveries > 0`,
  );
  const text = `
SELECT ${groups}, floor(extract(epoch FROM now() - min(d.created_at)))::float8 AS value
FROM (
  SELECT tenant_id, endpoint_id, type, channel, is_sandbox, status, class, code, reason, min(time) AS hour
  FROM statistics s WHERE ${where.toString()}
  GROUP BY tenant_id, endpoint_id, type, channel, is_sandbox, status, class, code, reason
) s
CROSS JOIN LATERAL (
  SELECT d.created_at FROM deliveries d JOIN events e ON e.id = d.event_id
  WHERE d.endpoint_id = s.endpoint_id AND d.status = 'pending' AND d.event_type = s.type AND d.channel = s.channel
    AND d.id >= uuid_at(s.hour - interval '1 minute') AND d.id < uuid_at(s.hour + interval '61 minutes')
    AND e.is_sandbox = s.is_sandbox
  ORDER BY d.id LIMIT 1
) d
${grouping}`;
  return { text, values: [...bound.values] };
}

/** The columns of the groups and of the time, with their names and their places in the SELECT. */
function groupsOf({ by, step, sinceMs }: StatisticsRequest, bound: Conditions) {
  const time = step
    ? `date_trunc('${step}', s.time, 'UTC')`
    : `${bound.bind(new Date(sinceMs))}::timestamptz`;
  const columns = by.map((name) => `${EXPRESSIONS[name]} AS "${name}"`);
  return {
    groups: [...columns, `${time} AS "time"`].join(', '),
    names: [...by, 'time'].map((name) => `"${name}"`).join(', '),
    ordinals: [...by, 'time'].map((_, place) => place + 1).join(', '),
  };
}

function groupsNow({ by }: StatisticsRequest) {
  const columns = by.map((name) => `${EXPRESSIONS[name]} AS "${name}"`);
  return {
    groups: columns.length > 0 ? columns.join(', ') : 'true AS every',
    grouping: by.length > 0 ? `GROUP BY ${by.map((_, place) => place + 1).join(', ')}` : '',
  };
}

function scopeOf({ tenantIds, isSandbox, endpointId }: StatisticsRequest, bound: Conditions) {
  const where = bound.fork().within('s.tenant_id', tenantIds).mayEqual('s.endpoint_id', endpointId);
  return isSandbox === null ? where : where.add(`s.is_sandbox = ${isSandbox}`);
}
