import type { Cost } from './measure.js';
import type { LatencyResult, LoadResult, Report, RestingResult, BacklogResult } from './report.js';
import { totalOf } from './measure.js';

/** A heading row and rows of cells, all texts. */
export interface Table {
  title: string;
  rows: string[][];
}

/** What was measured; a kind of measurement that was not made has no table. */
export function tablesOf(report: Report): Table[] {
  const { latencies, resting, backlogs } = report;
  return [
    ...(report.loads.length === 0 ? [] : [loadTable(report)]),
    ...(latencies.length === 0 ? [] : [latencyTable(latencies)]),
    ...(resting.length === 0 ? [] : [restingTable(resting)]),
    ...(backlogs.length === 0 ? [] : [backlogTable(backlogs)]),
  ];
}

function loadTable({ loads, careful }: Report): Table {
  const heading = 'CPU ratio, rate ratio, per second, Node µs, PostgreSQL µs, Redis µs, rounds';
  const loop = careful && ['careful axios loop', '1.00', '1.00', whole(careful.perSecond)];
  return {
    title: 'Cost and rate of a delivery, as ratios to the careful axios loop',
    rows: [
      ['', ...heading.split(', ')],
      ...loads.map(loadRow),
      ...(loop ? [[...loop, whole(careful.cpuMicros.node), '', '', '']] : []),
    ],
  };
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

function latencyTable(latencies: readonly LatencyResult[]): Table {
  return {
    title: 'Latency in ms, from the moment when a publish was due',
    rows: [
      ['', 'receipt p50', 'p95', 'p99', '202 p50', 'p95', 'p99', 'CPU ratio'],
      ...latencies.map(({ name, measured, cpuRatio = Number.NaN }) =>
        measured
          ? [
              name,
              ...[measured.receipt, measured.accepted]
                .flatMap(({ p50, p95, p99 }) => [p50, p95, p99])
                .map((ms) => ms.toFixed(1)),
              cpuRatio.toFixed(2),
            ]
          : [name, 'no quiet round', ...Array.from({ length: 6 }, () => '')],
      ),
    ],
  };
}

function restingTable(resting: readonly RestingResult[]): Table {
  const parts = ({ node, postgres, redis }: Cost, show: (value: number) => string) =>
    [node, postgres, redis].map(show);
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
  const names = ['Node', 'PostgreSQL', 'Redis'];
  return {
    title: 'At rest, 30 s after the work',
    rows: [
      ['', 'CPU of one core', ...names, 'memory MB (PSS)', ...names],
      ...resting.map(({ name, cpu, memory }) => [
        name,
        percent(totalOf(cpu)),
        ...parts(cpu, percent),
        megabytes(totalOf(memory)),
        ...parts(memory, megabytes),
      ]),
    ],
  };
}

function backlogTable(backlogs: readonly BacklogResult[]): Table {
  return {
    title: 'Memory of a worker that works off a backlog',
    rows: [
      ['', 'waiting', 'resident MB', 'peak MB', 'per second'],
      ...backlogs.map(({ name, deliveries, resident, peak, perSecond }) => [
        name,
        whole(deliveries),
        megabytes(resident),
        megabytes(peak),
        whole(perSecond),
      ]),
    ],
  };
}

/** The machine and the build, in one sentence. */
export function describeRun({ machine, commit, at }: Report): string {
  const { cores, cpu, memoryGiB, system, node, loadAverage } = machine;
  return (
    `Commit ${commit}, ${at.slice(0, 10)}: ${cores} cores (${cpu}), ${memoryGiB} GiB, ${system}, ` +
    `Node ${node}, load average ${loadAverage.toFixed(1)}`
  );
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function megabytes(bytes: number): string {
  return whole(bytes / 1e6);
}
