import { ok, problem, warning } from './finding.js';
import type { Found } from './finding.js';

const NOTICED_MS = 2_000;
/** Receivers refuse what is signed five minutes off, and leases are counted by the database's clock. */
const HARMFUL_MS = 60_000;

/** Compares a server's clock with ours; `ask` answers its Unix milliseconds. */
export async function clockDifference(server: string, ask: () => Promise<number>): Promise<Found> {
  const before = Date.now();
  const theirs = await ask();
  const after = Date.now();
  const differenceMs = Math.round(theirs - (before + after) / 2);
  // Half the way there and back is not known.
  const leastMs = Math.max(0, Math.abs(differenceMs) - (after - before) / 2);
  const found = `the clock of ${server} is ${differenceMs} ms off ours`;
  const advice = 'run a time service (chrony, systemd-timesyncd) on both machines';
  if (leastMs >= HARMFUL_MS) return problem(found, advice);
  return leastMs >= NOTICED_MS ? warning(found, advice) : ok(found);
}
