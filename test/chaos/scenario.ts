import type { ChaosLab } from './lab/chaos-lab.js';
import type { Tally } from './ledger/reconcile.js';

/** One thing that must hold, and what was found where it does not. */
export interface Check {
  what: string;
  passed: boolean;
  found: string;
}

/**
 * What a scenario came to. That nothing is lost and that repeats are alike is checked for each; its
 * own checks come on top. Notes are figures worth printing.
 */
export interface Verdict {
  tally: Tally;
  checks: Check[];
  notes?: string[];
}

/** The result of a scenario that cannot run on this machine. */
export interface Skipped {
  skipped: string;
}

export interface Scenario {
  /** As in `--scenario`, and its file's name. */
  name: string;
  /** One line of the table and of the documentation. */
  title: string;
  workers: number;
  /** A mutant: it passes when something is lost. */
  mustLose?: true;
  run(lab: ChaosLab): Promise<Verdict | Skipped>;
}

/** `found` describes the failure. */
export function check(what: string, passed: boolean, found: unknown = ''): Check {
  return { what, passed, found: typeof found === 'string' ? found : JSON.stringify(found) };
}
