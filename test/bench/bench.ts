import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { check } from './check.js';
import { readRecord, writeRecord } from './document.js';
import { HELP, parseOptions } from './options.js';
import type { BenchOptions } from './options.js';
import { planOf } from './plan.js';
import { makeReport, mergeReports, printReport } from './report.js';
import type { Report, Results } from './report.js';
import { runScenario } from './scenario.js';

const note = (line: string): void => console.error(`  ${line}`);

/** Runs what the arguments ask for and prints it; false: the check failed. `build` gives the compiled main file. */
export async function bench(args: string[], build: () => Promise<string>): Promise<boolean> {
  const options = parseOptions(args);
  if (!options) {
    console.log(HELP);
    return true;
  }
  const recorded = options.check ? await readRecord() : undefined;
  const report = options.from.length > 0 ? await read(options.from) : await measure(options, build);
  console.log(options.json ? JSON.stringify(report, undefined, 2) : printReport(report));
  if (options.record) await writeRecord(report);
  if (!recorded) return true;
  const { failed, lines } = check(report.loads, recorded.loads);
  for (const line of lines) console.error(line);
  return !failed;
}

async function measure(options: BenchOptions, build: () => Promise<string>): Promise<Report> {
  const main = options.main === undefined ? await build() : resolve(options.main);
  const results: Results = { loads: [], latencies: [], resting: [], backlogs: [], careful: [] };
  for (const scenario of planOf(options)) {
    await runScenario(scenario, options, main, { results, note });
  }
  return makeReport(results);
}

async function read(files: readonly string[]): Promise<Report> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return mergeReports(texts.map((text) => JSON.parse(text) as Report));
}
