import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { Backlog } from './backlog.js';
import type { Latency } from './latency.js';
import type { Measurement } from './measure.js';
import type { Resting } from './resting.js';
import type { Summary } from './rounds.js';
import { medianOf } from './statistics.js';
import { describeRun, tablesOf } from './tables.js';

/** A load beside the careful loop; `summary` is missing where every round was disturbed. */
export interface LoadResult {
  /** Of the scenario and the load, e.g. `embedded: single`. */
  name: string;
  kept: number;
  disturbed: number;
  summary?: Summary;
  /** Deliveries received in each second, of a load that takes minutes. */
  perSecond?: number[];
}

/** A load by the clock; only the name where every round was disturbed. */
export interface LatencyResult {
  name: string;
  measured?: Latency;
  /** CPU of a delivery ÷ CPU of a request in the careful loop. */
  cpuRatio?: number;
}

export interface RestingResult extends Resting {
  name: string;
}

export interface BacklogResult extends Backlog {
  name: string;
}

export interface Results {
  loads: LoadResult[];
  latencies: LatencyResult[];
  resting: RestingResult[];
  backlogs: BacklogResult[];
  /** Every run of the careful loop. */
  careful: Measurement[];
}

export interface Report extends Omit<Results, 'careful'> {
  at: string;
  commit: string;
  machine: {
    cores: number;
    cpu: string;
    memoryGiB: number;
    node: string;
    system: string;
    loadAverage: number;
  };
  /** Medians of all runs of the careful loop; missing where it did not run. */
  careful?: Measurement;
}

export function makeReport({ careful, ...results }: Results): Report {
  return {
    at: new Date().toISOString(),
    commit: commitOf(),
    machine: {
      cores: availableParallelism(),
      cpu: cpus()[0]?.model ?? 'unknown',
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
      system: `${process.platform} ${process.arch}`,
      loadAverage: loadavg()[0] ?? 0,
    },
    ...(careful.length > 0 && { careful: medianLoop(careful) }),
    ...results,
  };
}

function medianLoop(runs: readonly Measurement[]): Measurement {
  return {
    perSecond: medianOf(runs.map(({ perSecond }) => perSecond)),
    cpuMicros: {
      node: medianOf(runs.map(({ cpuMicros }) => cpuMicros.node)),
      postgres: 0,
      redis: 0,
    },
  };
}

/** The short hash, with a plus sign where files differ from it; `unknown` outside of a repository. */
function commitOf(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? '+' : '');
  } catch {
    return 'unknown';
  }
}

/**
 * One report of several that were measured apart, on one machine: a measurement of a later one takes the
 * place of an earlier one with the same name.
 */
export function mergeReports(reports: readonly Report[]): Report {
  const last = reports.at(-1);
  if (!last) throw new Error('There is no report to read.');
  const named = <Item extends { name: string }>(pick: (report: Report) => Item[]): Item[] => [
    ...new Map(reports.flatMap(pick).map((item) => [item.name, item])).values(),
  ];
  return {
    ...last,
    loads: named(({ loads }) => loads),
    latencies: named(({ latencies }) => latencies),
    resting: named(({ resting }) => resting),
    backlogs: named(({ backlogs }) => backlogs),
  };
}

/** The report for a terminal. */
export function printReport(report: Report): string {
  const tables = tablesOf(report).flatMap(({ title, rows }) => ['', title, ...aligned(rows)]);
  return [...tables, '', describeRun(report), ''].join('\n');
}

function aligned(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('   '),
  );
}
