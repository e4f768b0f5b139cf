import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { Result } from './run-scenario.js';

export interface ReportOptions {
  seed: number;
  scale: number;
  /** The commit of the checkout, followed by `+` if files were changed. */
  commit: string;
  markdown: boolean;
}

const COLUMNS = [
  'scenario',
  'accepted',
  'delivered',
  'failed for good',
  'held',
  'skipped',
  'pending',
  'LOST',
  'duplicates',
  'longest gap',
  'result',
];

/** One table, and under it why what failed failed, and figures worth knowing. */
export function printReport(results: readonly Result[], options: ReportOptions): string {
  const rows = [COLUMNS, ...results.map(rowOf)];
  const table = options.markdown ? markdownTable(rows) : plainTable(rows);
  const remarks = results.flatMap(({ name, reasons, notes }) =>
    [...reasons, ...notes].map((line) => `- ${name}: ${line}`),
  );
  const { seed, scale, commit } = options;
  const [cpu] = cpus();
  const machine =
    `${availableParallelism()} cores (${cpu?.model ?? 'unknown'}), ` +
    `${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ` +
    `load average at the end ${loadavg()[0]?.toFixed(1)}`;
  const footer = `Seed ${seed}, scale ${scale}, commit ${commit}; ${machine}.`;
  return ['', ...table, '', ...remarks, ...(remarks.length > 0 ? [''] : []), footer, ''].join('\n');
}

function rowOf({ title, outcome, tally, seconds }: Result): string[] {
  const result = `${outcome} in ${seconds} s`;
  if (!tally) return [title, ...Array.from({ length: COLUMNS.length - 2 }, () => '–'), result];
  const { accepted, delivered, failed, held, skipped, pending, lost, duplicates } = tally;
  const counts = [accepted, delivered, failed, held, skipped, pending, lost, duplicates];
  const gap = `${(tally.longestGapMs / 1000).toFixed(1)} s`;
  return [title, ...counts.map((count) => count.toLocaleString('en')), gap, result];
}

function markdownTable([head = [], ...rows]: readonly string[][]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const ruler = head.map((_, column) =>
    column === 0 || column === head.length - 1 ? '---' : '--:',
  );
  return [line(head), line(ruler), ...rows.map(line)];
}

function plainTable(rows: readonly string[][]): string[] {
  const widths = COLUMNS.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === COLUMNS.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
