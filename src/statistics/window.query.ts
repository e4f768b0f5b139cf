import { Conditions } from '../records/index.js';
import type { Dimension } from './measures.js';
import type { StatisticsRequest } from './read-query.js';
import { ALL, DETAIL, isCurrent } from './totals.query.js';
import type { TotalsColumn } from './totals.query.js';

const DAY_MS = 86_400_000;

/** The columns of `statistics` that the dimensions are in. */
const COLUMNS: Record<Dimension, string> = {
  tenant: 'tenant_id',
  endpoint: 'endpoint_id',
  type: 'type',
  status: 'status',
  class: 'class',
  code: 'code',
  reason: 'reason',
  channel: 'channel',
};

/** Hours or days of a window. */
interface Part {
  unit: 'hour' | 'day';
  fromMs: number;
  toMs: number;
}

/** A relation with the dimensions that are asked for, `time` and the given columns of the rows in the window. */
export function windowOf(
  request: StatisticsRequest,
  bound: Conditions,
  wanted: readonly TotalsColumn[],
): string {
  const dimensions = request.by.map((name) => `s.${COLUMNS[name]}`);
  const columns = [...dimensions, 's.time', ...wanted.map((name) => `s.${name}`)].join(', ');
  const details = wanted.map((name) => `${DETAIL[name]} AS ${name}`);
  const detail = [...dimensions, 's.time', ...details].join(', ');
  const read = readerOf(request, bound, { columns, detail });
  return partsOf(request).flatMap(read).join(' UNION ALL ');
}

/** Whether the totals of endpoints, of tenants or of all have what is asked for. */
export function readsTotals({ by }: Pick<StatisticsRequest, 'by'>): boolean {
  return by.every((name) => name === 'tenant' || name === 'endpoint');
}

/** Of whole days where that is possible, else of hours. */
function partsOf({ sinceMs, untilMs, step }: StatisticsRequest): Part[] {
  const daysFromMs = Math.ceil(sinceMs / DAY_MS) * DAY_MS;
  const daysToMs = Math.floor(untilMs / DAY_MS) * DAY_MS;
  if (step === 'hour' || daysFromMs >= daysToMs) {
    return [{ unit: 'hour', fromMs: sinceMs, toMs: untilMs }];
  }
  const parts: Part[] = [
    { unit: 'hour', fromMs: sinceMs, toMs: daysFromMs },
    { unit: 'day', fromMs: daysFromMs, toMs: daysToMs },
    { unit: 'hour', fromMs: daysToMs, toMs: untilMs },
  ];
  return parts.filter(({ fromMs, toMs }) => fromMs < toMs);
}

/** Returns how the rows of a part are read: statements whose values are bound already. */
function readerOf(
  request: StatisticsRequest,
  bound: Conditions,
  { columns, detail }: { columns: string; detail: string },
): (part: Part) => string[] {
  const { tenantIds, by, isSandbox, endpointId } = request;
  const counted = bound.fork().mayEqual('s.endpoint_id', endpointId);
  if (isSandbox !== null) counted.add(`s.is_sandbox = ${isSandbox}`);
  const scope = bound.fork().within('s.tenant_id', tenantIds);
  const filter = `${counted.toString()} AND ${scope.toString()}`;
  const during = (row: string, [step, from, to]: string[]): string =>
    `${row}.step = ${step} AND ${row}.time >= ${from} AND ${row}.time < ${to}`;
  const timed = (read: (within: (row: string) => string) => string[]) => (part: Part) => {
    const { unit, fromMs, toMs } = part;
    const ends = [fromMs, toMs].map((ms) => bound.bind(new Date(ms)));
    return read((row) => during(row, [`'${unit}'`, ...ends]));
  };
  if (!readsTotals(request)) {
    return timed((within) => [
      `SELECT ${detail} FROM statistics s WHERE ${within('s')} AND ${filter}`,
    ]);
  }
  // Both sides of each join are limited, whichever the planner begins with.
  const details = (within: (row: string) => string): string =>
    `SELECT ${detail} FROM statistics_stale x
     JOIN statistics s ON s.tenant_id = x.tenant_id AND s.step = x.step AND s.time = x.time
     WHERE ${within('x')} AND ${within('s')} AND x.tenant_id <> '${ALL}' AND ${filter}`;
  const totals = (within: (row: string) => string, joined = ''): string =>
    `SELECT ${columns} FROM statistics_totals s ${joined} WHERE ${within('s')} AND ${filter} AND ${isCurrent('s')}`;
  if (tenantIds === null && by.length === 0 && endpointId === undefined) {
    return timed((within) => [
      `${totals(within)} AND s.tenant_id = '${ALL}' AND s.endpoint_id = '${ALL}'`,
      `${totals(within, 'JOIN statistics_stale a ON a.step = s.step AND a.time = s.time')}
         AND ${within('a')} AND a.tenant_id = '${ALL}' AND s.tenant_id <> '${ALL}' AND s.endpoint_id = '${ALL}'`,
      `${details(within)} AND EXISTS (
         SELECT FROM statistics_stale a WHERE a.tenant_id = '${ALL}' AND a.step = x.step AND a.time = x.time)`,
    ]);
  }
  const ofEndpoints = by.includes('endpoint') || endpointId !== undefined;
  return timed((within) => [
    `${totals(within)} AND s.tenant_id <> '${ALL}' AND s.endpoint_id ${ofEndpoints ? '<>' : '='} '${ALL}'`,
    details(within),
  ]);
}
