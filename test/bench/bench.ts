import { resolve } from 'node:path';
import { HELP, parseOptions } from './options.js';
import { planOf } from './plan.js';
import { makeReport, printReport } from './report.js';
import type { Results } from './report.js';
import { runScenario } from './scenario.js';

const note = (line: string): void => console.error(`  ${line}`);

/** Runs what the arguments ask for and prints it. `build` gives the compiled main file. */
export async function bench(args: string[], build: () => Promise<string>): Promise<void> {
  const options = parseOptions(args);
  if (!options) {
    console.log(HELP);
    return;
  }
  const main = options.main === undefined ? await build() : resolve(options.main);
  const results: Results = { loads: [], latencies: [], resting: [], careful: [] };
  for (const scenario of planOf(options)) {
    await runScenario(scenario, options, main, { results, note });
  }
  const report = makeReport(results);
  console.log(options.json ? JSON.stringify(report, undefined, 2) : printReport(report));
}
