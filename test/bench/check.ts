import type { LoadResult } from './report.js';

/** A delivery may cost so much more CPU than on record. */
const MOST_MORE = 0.05;

export interface Verdict {
  failed: boolean;
  /** One per load that was measured and is on record. */
  lines: string[];
}

/**
 * Compares CPU ratios with those on record. A load without a quiet round fails, because nothing is known
 * of it. Throws where no load is on record.
 */
export function check(measured: readonly LoadResult[], recorded: readonly LoadResult[]): Verdict {
  const lines: string[] = [];
  let failed = false;
  for (const { name, summary } of measured) {
    const was = recorded.find((load) => load.name === name)?.summary?.cpuRatio;
    if (was === undefined) continue;
    const is = summary?.cpuRatio;
    const ok = is !== undefined && is <= was * (1 + MOST_MORE);
    failed ||= !ok;
    lines.push(`${ok ? 'ok' : 'FAILED'}  ${name}: ${comparison(is, was)}`);
  }
  if (lines.length > 0) return { failed, lines };
  throw new Error('None of these loads is on record: see docs/performance.md.');
}

function comparison(is: number | undefined, was: number): string {
  const record = `${was.toFixed(2)} on record`;
  if (is === undefined) return `no quiet round, ${record}`;
  const change = Math.round((is / was - 1) * 1000) / 10;
  return `CPU ratio ${is.toFixed(2)}, ${record} (${change < 0 ? '' : '+'}${change} %)`;
}
