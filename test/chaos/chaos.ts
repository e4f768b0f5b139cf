import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HELP, parseOptions } from './options.js';
import { printReport } from './report.js';
import { runScenario } from './run-scenario.js';
import type { Result } from './run-scenario.js';
import type { Scenario } from './scenario.js';
import { SCENARIOS } from './scenarios/index.js';

const note = (line: string): void => console.error(`  ${line}`);

/** Runs what the arguments ask for and prints it; false where something failed. */
export async function chaos(args: string[], build: () => Promise<string>): Promise<boolean> {
  const options = parseOptions(args);
  if (!options) {
    console.log(HELP);
    return true;
  }
  if (options.list) {
    for (const { name, title } of SCENARIOS) console.log(`${name.padEnd(24)} ${title}`);
    return true;
  }
  const scenarios = choose(options.scenarios);
  const main = await build();
  // The commit that was built; another one may be checked out by the end.
  const built = commit();
  const results: Result[] = [];
  for (const scenario of scenarios) {
    note(`${scenario.name}: ${scenario.title}`);
    const result = await runScenario(scenario, { ...options, main, note });
    results.push(result);
    note(`${scenario.name} ${result.outcome} in ${result.seconds} s`);
    for (const reason of result.reasons) note(`  ${reason}`);
  }
  console.log(printReport(results, { ...options, commit: built }));
  return results.every(({ outcome }) => outcome !== 'failed');
}

function choose(names: readonly string[] | undefined): readonly Scenario[] {
  if (!names) return SCENARIOS;
  return names.map((name) => {
    const found = SCENARIOS.find((scenario) => scenario.name === name);
    if (!found) throw new Error(`There is no scenario "${name}": see --list.`);
    return found;
  });
}

function commit(): string {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  try {
    const args = ['describe', '--always', '--dirty=+', '--exclude=*', '--abbrev=10'];
    return execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
