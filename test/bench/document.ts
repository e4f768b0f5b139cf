import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { totalOf } from './measure.js';
import type { Report } from './report.js';
import { barChart, lineChart } from './svg.js';
import type { Bar } from './svg.js';
import { describeRun, tablesOf } from './tables.js';

const DOCS = new URL('../../docs/', import.meta.url);
const RECORD = new URL('performance/results.json', DOCS);

/** The report of the last recorded run. */
export async function readRecord(): Promise<Report> {
  const text = await readFile(RECORD, 'utf8').catch((error: unknown) => {
    throw new Error('Nothing is on record: npm run bench -- --record', { cause: error });
  });
  return JSON.parse(text) as Report;
}

/** Writes docs/performance.md with its figures and plots. */
export async function writeRecord(report: Report): Promise<void> {
  await mkdir(new URL('performance/', DOCS), { recursive: true });
  const plots = plotsOf(report);
  for (const { file, svg } of plots) await writeFile(new URL(`performance/${file}`, DOCS), svg);
  await write(RECORD, JSON.stringify(report));
  await write(new URL('performance.md', DOCS), pageOf(report, plots));
}

async function write(url: URL, text: string): Promise<void> {
  const filepath = fileURLToPath(url);
  await writeFile(url, await format(text, { filepath, printWidth: 100 }));
}

interface Plot {
  file: string;
  title: string;
  svg: string;
}

function plotsOf(report: Report): Plot[] {
  const { latencies, loads } = report;
  const long = loads.flatMap(({ name, perSecond }) =>
    perSecond ? [{ name, values: perSecond }] : [],
  );
  const percentiles = latencies.flatMap(({ name, measured }): Bar[] =>
    measured ? [{ name, parts: Object.values(measured.receipt) }] : [],
  );
  const cost = 'CPU of a delivery ÷ CPU of a request in the careful axios loop';
  const latency = 'Publish to receipt';
  const rate = 'Deliveries a second, through checkpoints and vacuum';
  return [
    {
      file: 'cpu.svg',
      title: cost,
      svg: barChart(cost, ['Node', 'PostgreSQL', 'Redis'], costBars(report)),
    },
    ...(percentiles.length === 0
      ? []
      : [
          {
            file: 'latency.svg',
            title: latency,
            svg: barChart(latency, ['p50', 'p95', 'p99'], percentiles, {
              unit: ' ms',
              stacked: false,
            }),
          },
        ]),
    ...(long.length === 0
      ? []
      : [{ file: 'minutes.svg', title: rate, svg: lineChart(rate, long) }]),
  ];
}

/** The ratio of each load, in the proportions of its parts. */
function costBars({ loads }: Report): Bar[] {
  return loads.flatMap(({ name, summary }) => {
    if (!summary) return [];
    const { cpuMicros, cpuRatio } = summary;
    const share = cpuRatio / totalOf(cpuMicros);
    return [
      {
        name,
        parts: [cpuMicros.node, cpuMicros.postgres, cpuMicros.redis].map((part) => part * share),
      },
    ];
  });
}

function pageOf(report: Report, plots: readonly Plot[]): string {
  return `<!-- Written by npm run bench -- --record; do not edit. -->

# Performance

${describeRun(report)}. Publisher, receiver, PostgreSQL, Redis and the product share these cores.

The measure is a bare axios loop as a careful user writes it: 100 requests at a time, kept connections, the
headers and the body of a delivery (1 KB), \`maxRedirects: 0\` and \`validateStatus\`, nothing stored, signed or
recorded. The **CPU ratio** is the CPU that Node, PostgreSQL and Redis spend on one delivery, from the publish to
its record, divided by the CPU that this loop spends on one request. It hardly depends on the machine or on what
else runs there. The **rate ratio** compares deliveries a second with requests a second of the loop. The loop
runs right before and after each measurement; where its two rates differ by more than 15 %, the round is thrown
away and repeated, at most as often again as rounds are wanted. The figures are medians of the rounds that were
kept. "axios as it comes" is the same loop without the two settings.

Names of rows: \`embedded\` is one process with its own PostgreSQL; \`redis\` is one api and one worker with Redis
and PostgreSQL. These run with \`LOG_LEVEL=warn\`, \`WORKER_CONCURRENCY=200\` and \`max_in_flight\` 200;
\`defaults\` is \`info\`, 100 and 50. \`single\` is one event per request, \`batch\` 100, \`fan-out\` one event to 20
endpoints, \`keys\` single with an idempotency key. \`stored\` events are there before the first measurement.

${plots.map(({ file, title }) => `![${title}](performance/${file})`).join('\n\n')}

${tablesOf(report)
  .map(({ title, rows }) => `## ${title}\n\n${markdownTable(rows)}`)
  .join('\n\n')}

Latency counts from the moment that the schedule names, so that a pause also counts for the publishes that should
have started during it. It is measured after 35 s at the same rate: statistics are counted 25 s behind, those of the
loads before are counted by then, and those of this rate are among what it shows. The figures as JSON are in [results.json](performance/results.json). [What limits the
figures](performance-limits.md) says what the largest of them consist of.

## Measuring again

\`npm run bench -- --record\` writes this page in about forty minutes; the machine must be quiet.
\`npm run bench -- --check\` measures the usual loads and fails where a delivery costs 5 % more CPU than here.
\`npm run bench -- --help\` lists all loads.
`;
}

function markdownTable([heading = [], ...rows]: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = heading.map((_, column) => (column === 0 ? '---' : '--:'));
  return [line(heading), line(rule), ...rows.map(line)].join('\n');
}
