import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Measurement } from './measure.js';
import type { BenchOptions, Load } from './options.js';

export type Subject = 'axios' | 'undici' | Load;

/** One measurement; `ofAxios` is its rate by that of the axios loops right before and after it. */
export interface Sample extends Measurement {
  subject: Subject;
  round: number;
  ofAxios: number;
}

export interface Summary extends Measurement {
  subject: Subject;
  ofAxios: number;
  target: number | null;
  meetsTarget: boolean | null;
}

export interface Report {
  options: BenchOptions;
  machine: { cores: number; cpu: string; node: string; loadAverage: number };
  summary: Summary[];
  samples: Sample[];
}

const TARGETS: Partial<Record<Subject, number>> = { single: 0.4, batch: 0.6 };
const NAMES: Record<Subject, string> = {
  single: 'single publishes',
  batch: 'batches',
  axios: 'bare axios loop',
  undici: 'bare undici loop',
};

export function makeReport(options: BenchOptions, samples: Sample[]): Report {
  const subjects = [...options.loads, 'axios', 'undici'] as const;
  return {
    options,
    machine: {
      cores: availableParallelism(),
      cpu: cpus()[0]?.model ?? 'unknown',
      node: process.version,
      loadAverage: loadavg()[0] ?? 0,
    },
    summary: subjects.map((subject) => summarise(subject, samples)),
    samples,
  };
}

function summarise(subject: Subject, samples: readonly Sample[]): Summary {
  const own = samples.filter((sample) => sample.subject === subject);
  const median = (pick: (sample: Sample) => number): number => medianOf(own.map(pick));
  const ofAxios = median((sample) => sample.ofAxios);
  const target = TARGETS[subject] ?? null;
  return {
    subject,
    perSecond: median((sample) => sample.perSecond),
    ofAxios,
    cpuMicros: median((sample) => sample.cpuMicros),
    postgresCpuMicros: median((sample) => sample.postgresCpuMicros),
    target,
    meetsTarget: target === null ? null : ofAxios >= target,
  };
}

/** Ratios first: rates are the machine's, and its neighbours'. */
export function printReport({ options, machine, summary }: Report): string {
  const { variant, events, rounds, logLevel, batchSize, workerConcurrency, maxInFlight } = options;
  const verdicts = summary.flatMap(({ subject, ofAxios, target, meetsTarget }) =>
    target === null
      ? []
      : [
          `${NAMES[subject]}: ${ofAxios.toFixed(2)} of a bare axios loop, ` +
            `${meetsTarget ? 'meets' : 'does not meet'} ${target}`,
        ],
  );
  const rows = summary.map(({ subject, perSecond, ofAxios, cpuMicros, postgresCpuMicros }) => [
    NAMES[subject],
    Math.round(perSecond).toLocaleString('en'),
    ofAxios.toFixed(2),
    Math.round(cpuMicros).toString(),
    postgresCpuMicros > 0 ? Math.round(postgresCpuMicros).toString() : '',
  ]);
  return [
    '',
    ...verdicts,
    '',
    ...table([['', 'per second', 'of axios', 'CPU µs each', 'PostgreSQL µs each'], ...rows]),
    '',
    `${variant}, ${events.toLocaleString('en')} events, median of ${rounds}, batches of ${batchSize}, ` +
      `LOG_LEVEL=${logLevel}, WORKER_CONCURRENCY=${workerConcurrency}, max_in_flight ${maxInFlight}`,
    `${machine.cores} cores (${machine.cpu}), Node ${machine.node}, ` +
      `load average ${machine.loadAverage.toFixed(1)}`,
    '',
  ].join('\n');
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

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
