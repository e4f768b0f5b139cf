import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { Latency } from './latency.js';
import type { Cost, Measurement } from './measure.js';
import { medianOf } from './statistics.js';
import type { Resting } from './resting.js';
import type { Summary } from './rounds.js';

/** A load beside the careful loop; `summary` is missing where every round was disturbed. */
export interface LoadResult {
  /** Of the scenario and the load, e.g. `embedded: single`. */
  name: string;
  kept: number;
  disturbed: number;
  summary?: Summary;
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

export interface Results {
  loads: LoadResult[];
  latencies: LatencyResult[];
  resting: RestingResult[];
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
  careful: Measurement;
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
    careful: {
      perSecond: medianOf(careful.map(({ perSecond }) => perSecond)),
      cpuMicros: {
        node: medianOf(careful.map(({ cpuMicros }) => cpuMicros.node)),
        postgres: 0,
        redis: 0,
      },
    },
    ...results,
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

/** The report for a terminal. */
export function printReport(report: Report): string {
  const { machine, careful, loads, latencies, resting, commit } = report;
  return [
    '',
    ...table([
      [
        '',
        'CPU ratio',
        'rate ratio',
        'per second',
        'Node µs',
        'PostgreSQL µs',
        'Redis µs',
        'rounds',
      ],
      ...loads.map(loadRow),
      [
        'careful axios loop',
        '1.00',
        '1.00',
        whole(careful.perSecond),
        whole(careful.cpuMicros.node),
        '',
        '',
        '',
      ],
    ]),
    '',
    ...(latencies.length === 0 ? [] : [...latencyTable(latencies), '']),
    ...(resting.length === 0 ? [] : [...restingTable(resting), '']),
    'ratios: to the careful loop, which runs before and after each measurement; the CPU ratio decides',
    `${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node}, ` +
      `load average ${machine.loadAverage.toFixed(1)}, commit ${commit}`,
    '',
  ].join('\n');
}

function loadRow({ name, kept, disturbed, summary }: LoadResult): string[] {
  const rounds = `${kept} of ${kept + disturbed}`;
  if (!summary) return [name, 'no quiet round', '', '', '', '', '', rounds];
  const { cpuMicros, cpuRatio, rateRatio, perSecond } = summary;
  const optional = (micros: number) => (micros > 0 ? whole(micros) : '');
  return [
    name,
    cpuRatio.toFixed(2),
    rateRatio.toFixed(2),
    whole(perSecond),
    whole(cpuMicros.node),
    optional(cpuMicros.postgres),
    optional(cpuMicros.redis),
    rounds,
  ];
}

function latencyTable(latencies: readonly LatencyResult[]): string[] {
  return table([
    ['ms', 'receipt p50', 'p95', 'p99', '202 p50', 'p95', 'p99', 'CPU ratio'],
    ...latencies.map(({ name, measured, cpuRatio = Number.NaN }) =>
      measured
        ? [
            name,
            ...[measured.receipt, measured.accepted]
              .flatMap(({ p50, p95, p99 }) => [p50, p95, p99])
              .map(tenths),
            cpuRatio.toFixed(2),
          ]
        : [name, 'no quiet round', ...Array.from({ length: 6 }, () => '')],
    ),
  ]);
}

function restingTable(resting: readonly RestingResult[]): string[] {
  const total = ({ node, postgres, redis }: Cost): number => node + postgres + redis;
  const megabytes = (bytes: number): string => whole(bytes / 1e6);
  return table([
    ['30 s after the work', 'CPU of one core', 'memory MB', 'Node', 'PostgreSQL', 'Redis'],
    ...resting.map(({ name, cpu, memory }) => [
      name,
      `${(total(cpu) * 100).toFixed(2)} %`,
      ...[total(memory), memory.node, memory.postgres, memory.redis].map(megabytes),
    ]),
  ]);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function tenths(value: number): string {
  return value.toFixed(1);
}

function table(rows: readonly string[][]): string[] {
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
