import { setTimeout as pause } from 'node:timers/promises';
import { problem, reasonOf } from './finding.js';
import type { CheckName, Finding, Found } from './finding.js';

export interface Check {
  name: CheckName;
  run: () => Promise<Found[]>;
}

/** Above what the checks themselves wait for an answer. */
const DEADLINE_MS = 5_000;

/** Runs the checks beside each other, each with a deadline of its own; findings in the order of checks. */
export async function runChecks(
  checks: readonly Check[],
  deadlineMs = DEADLINE_MS,
): Promise<Finding[]> {
  const found = await Promise.all(checks.map((check) => withinDeadline(check, deadlineMs)));
  return found.flat();
}

async function withinDeadline({ name, run }: Check, deadlineMs: number): Promise<Finding[]> {
  const late: Found[] = [
    problem(`no end after ${deadlineMs / 1000} s`, `see what keeps ${name} from answering`),
  ];
  const failed = (error: unknown): Found[] => [
    problem(reasonOf(error), `see the settings of ${name}`),
  ];
  const found = await Promise.race([run().catch(failed), pause(deadlineMs, late, { ref: false })]);
  return found.map((one) => ({ check: name, ...one }));
}
