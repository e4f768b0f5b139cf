import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guard } from '../support/services/guard.js';
import { ChaosLab } from './lab/chaos-lab.js';
import type { Tally } from './ledger/reconcile.js';
import { check } from './scenario.js';
import type { Check, Scenario, Verdict } from './scenario.js';
import { seededRandom } from './seeded-random.js';

export interface Result {
  name: string;
  title: string;
  outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  reasons: string[];
  notes: string[];
  seconds: number;
  tally: Tally | undefined;
}

export interface RunOptions {
  main: string;
  seed: number;
  scale: number;
  keep?: boolean;
  note: (line: string) => void;
}

const SHOWN_LOSSES = 3;

/** Runs one scenario in a lab of its own. What it throws is a failure, not an error. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), `postrider-chaos-${scenario.name}-`));
  await chmod(directory, 0o711);
  const kept = guard({ directory });
  const { main, scale, seed, note } = options;
  // Derived from the name too, so that a scenario has the same plan alone and among others.
  const random = seededRandom(seed ^ hashOf(scenario.name));
  const lab = new ChaosLab({ directory, main, scale, random, note });
  const sinceMs = Date.now();
  const result = await outcomeOf(scenario, lab);
  await lab.end();
  if (result.outcome === 'failed' || options.keep) note(`ledgers and logs: ${directory}`);
  else await rm(directory, { recursive: true, force: true });
  kept.forget();
  const { name, title } = scenario;
  return { name, title, ...result, seconds: Math.round((Date.now() - sinceMs) / 1000) };
}

async function outcomeOf(
  scenario: Scenario,
  lab: ChaosLab,
): Promise<Pick<Result, 'outcome' | 'reasons' | 'notes' | 'tally'>> {
  try {
    const verdict = await scenario.run(lab);
    if ('skipped' in verdict) {
      return { outcome: 'skipped', reasons: [verdict.skipped], notes: [], tally: undefined };
    }
    const { tally, notes = [] } = verdict;
    const reasons = [...commonChecks(scenario, verdict, lab), ...verdict.checks]
      .filter(({ passed }) => !passed)
      .map(({ what, found }) => `${what} (found: ${found})`);
    return { outcome: reasons.length === 0 ? 'passed' : 'failed', reasons, notes, tally };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const tally = await lab.reconcile().catch(() => undefined);
    return { outcome: 'failed', reasons: [reason], notes: [], tally };
  }
}

function commonChecks(scenario: Scenario, { tally }: Verdict, lab: ChaosLab): Check[] {
  const { lost, losses, altered } = tally;
  return [
    scenario.mustLose
      ? check('the loss is found', lost > 0, lost)
      : check('nothing lost', lost === 0, losses.slice(0, SHOWN_LOSSES)),
    check('repeats are alike', altered.length === 0, altered),
    check('no process went by itself', lab.crashes().length === 0, lab.crashes()),
  ];
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
