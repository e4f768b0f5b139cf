import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { invalid, publicId } from '../common/index.js';
import { percentile } from './histogram.js';
import type { Histogram } from './histogram.js';
import { rate } from './measures.js';
import type { Measure } from './measures.js';
import { readAsOf } from './progress.query.js';
import type { StatisticsRequest } from './read-query.js';
import type { StatisticsDto, StatisticsRowDto } from './statistics.dto.js';
import { countsOf, heldOf, histogramsOf, oldestOf } from './statistics.query.js';
import type {
  Bound,
  CountColumn,
  CountRow,
  Group,
  HistogramRow,
  NowRow,
} from './statistics.query.js';

/** Rows of an answer. */
const MOST_ROWS = 20_000;
const STEP_MS = { hour: 3_600_000, day: 86_400_000 };

/** The counts that measures are made of. */
const NEEDS: Partial<Record<Measure, readonly CountColumn[]>> = {
  events: ['events'],
  deliveries: ['deliveries'],
  attempts: ['attempts'],
  succeeded: ['succeeded'],
  failed: ['failed'],
  first_try_rate: ['first_tries', 'first_successes'],
  success_rate: ['succeeded', 'failed'],
};

/** What was found of one group at one time. */
interface Found {
  group: Group;
  time: Date;
  counts: Partial<Record<CountColumn, number>>;
  latency: Histogram;
  lag: Histogram;
  held?: number;
  oldest?: number;
}

/** Answers requests for statistics from the rows that `StatisticsFold` keeps. */
@Injectable()
export class Statistics {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  /** @throws AppError 422 for an answer of more than 20,000 rows */
  async of(request: StatisticsRequest): Promise<StatisticsDto> {
    const { measures, by, step } = request;
    const wants = (...names: Measure[]) => names.some((name) => measures.includes(name));
    const columns = [...new Set(measures.flatMap((name) => NEEDS[name] ?? []))];
    const [asOf, counts, latency, lag, held, oldest] = await Promise.all([
      readAsOf(this.source.manager),
      this.rows<CountRow>(columns.length > 0 && countsOf(request, columns, MOST_ROWS + 1)),
      this.rows<HistogramRow>(
        wants('latency_p50', 'latency_p95', 'latency_p99') &&
          histogramsOf(request, 'latency', MOST_ROWS + 1),
      ),
      this.rows<HistogramRow>(wants('lag_p95') && histogramsOf(request, 'lag', MOST_ROWS + 1)),
      this.rows<NowRow>(wants('held') && heldOf(request)),
      this.rows<NowRow>(wants('oldest_undelivered_seconds') && oldestOf(request)),
    ]);
    if ([counts, latency, lag].some((rows) => rows.length > MOST_ROWS)) throw tooManyRows();
    const found = new Groups(request);
    for (const row of counts) found.at(row, row.time).counts = row;
    for (const row of latency) found.at(row, row.time).latency = histogramOf(row);
    for (const row of lag) found.at(row, row.time).lag = histogramOf(row);
    for (const row of held) if (row.value > 0) found.now(row).held = row.value;
    for (const row of oldest) if (row.value !== null) found.now(row).oldest = row.value;
    if (by.length === 0 && step === undefined) found.now({});
    const fields = measures.map((name) => ({ name, read: READ[name] }));
    const data = found.sorted().map((one) => present(one, fields, found.isLatest(one)));
    return { data, as_of: asOf.toISOString() };
  }

  private async rows<Row>(bound: Bound | false): Promise<Row[]> {
    return bound === false ? [] : this.source.query<Row[]>(bound.text, bound.values);
  }
}

function histogramOf({ histogram }: HistogramRow): Histogram {
  return JSON.parse(histogram) as Histogram;
}

/** The groups of an answer by their dimensions and their time. */
class Groups {
  private readonly all = new Map<string, Found>();
  /** What is measured of now belongs to this time. */
  private readonly latest: Date;

  constructor(private readonly request: StatisticsRequest) {
    const { step, sinceMs, untilMs } = request;
    const lastMs = Math.min(untilMs - 1, Math.max(Date.now(), sinceMs));
    this.latest = new Date(
      step === undefined ? sinceMs : Math.floor(lastMs / STEP_MS[step]) * STEP_MS[step],
    );
  }

  at(row: Group, time: Date): Found {
    // Keys sort by time, because milliseconds have thirteen digits from 2001 to 2286, and what is null comes last.
    let key = String(time.getTime());
    for (const name of this.request.by) key += `\n${String(row[name] ?? '\uffff')}`;
    const known = this.all.get(key);
    if (known) return known;
    const group: Group = {};
    for (const name of this.request.by) group[name] = row[name] ?? null;
    const found: Found = { group, time, counts: {}, latency: [], lag: [] };
    this.all.set(key, found);
    return found;
  }

  now(row: Group): Found {
    return this.at(row, this.latest);
  }

  isLatest({ time }: Found): boolean {
    return time.getTime() === this.latest.getTime();
  }

  /** By time, then by the dimensions. */
  sorted(): Found[] {
    return [...this.all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
  }
}

type Reader = (found: Found, isLatest: boolean) => number | null;

const count =
  (name: CountColumn): Reader =>
  ({ counts }) =>
    counts[name] ?? 0;

/** How each measure is read from what was found. */
const READ: Record<Measure, Reader> = {
  events: count('events'),
  deliveries: count('deliveries'),
  attempts: count('attempts'),
  succeeded: count('succeeded'),
  failed: count('failed'),
  held: ({ held = 0 }, isLatest) => (isLatest ? held : null),
  first_try_rate: ({ counts }) => rate(counts.first_successes ?? 0, counts.first_tries ?? 0),
  success_rate: ({ counts: { succeeded = 0, failed = 0 } }) => rate(succeeded, succeeded + failed),
  latency_p50: ({ latency }) => percentile(latency, 0.5),
  latency_p95: ({ latency }) => percentile(latency, 0.95),
  latency_p99: ({ latency }) => percentile(latency, 0.99),
  lag_p95: ({ lag }) => percentile(lag, 0.95),
  oldest_undelivered_seconds: ({ oldest }) => oldest ?? null,
};

function present(
  found: Found,
  fields: readonly { name: Measure; read: Reader }[],
  isLatest: boolean,
): StatisticsRowDto {
  const { group, time } = found;
  const row: Record<string, unknown> = { ...group };
  if (group.tenant !== undefined) row['tenant'] = publicId('tenant', String(group.tenant));
  if (typeof group.endpoint === 'string') row['endpoint'] = publicId('endpoint', group.endpoint);
  row['time'] = time.toISOString();
  for (const { name, read } of fields) row[name] = read(found, isLatest);
  return row as unknown as StatisticsRowDto;
}

function tooManyRows() {
  const message = `the answer would have more than ${MOST_ROWS} rows: shorten the window, or ask by less or for days`;
  return invalid([{ pointer: '/by', code: 'too_many_rows', message }]);
}
