import type { Settings } from '../../config/index.js';
import { checkPort } from '../setting-errors.js';
import { ok, problem, reasonOf, warning } from './finding.js';
import type { Found } from './finding.js';
import { getOnce } from './get-once.js';

const OLDEST_NODE = [20, 19] as const;

/** Checks the version of Node.js that runs this process. */
export async function checkNode(version = process.versions.node): Promise<Found[]> {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const fits = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return [
    fits
      ? ok(`Node.js ${version}`)
      : problem(`Node.js ${version}`, `install Node.js ${OLDEST_NODE.join('.')} or later`),
  ];
}

/** Checks whether PORT is free on HOST. Where it is not, Postrider usually runs there already. */
export async function checkListening({ port, host }: Settings): Promise<Found[]> {
  try {
    await checkPort({ port, host });
    return [ok(`PORT ${port} is free on HOST ${host}`)];
  } catch (error) {
    if (!(await isOurs(port, host))) {
      return [problem(reasonOf(error), 'start after that is mended')];
    }
    return [ok(`PORT ${port} on HOST ${host} is in use by a Postrider that runs already`)];
  }
}

async function isOurs(port: number, host: string): Promise<boolean> {
  try {
    const name = host.includes(':') ? `[${host}]` : host;
    const url = `http://${name}:${port}/health/live`;
    const body = JSON.parse((await getOnce(url, 3_000)).body) as {
      status?: string;
      checks?: object;
    };
    return body.status === 'ok' && body.checks !== undefined;
  } catch {
    return false;
  }
}

const NOTICED_MS = 2_000;
/** Receivers refuse signatures that are five minutes off, and leases end by the database's clock. */
const HARMFUL_MS = 60_000;

/**
 * Compares a server's clock with that of this process; `ask` returns the server's Unix
 * milliseconds.
 */
export async function clockDifference(server: string, ask: () => Promise<number>): Promise<Found> {
  const before = Date.now();
  const theirs = await ask();
  const after = Date.now();
  const differenceMs = Math.round(theirs - (before + after) / 2);
  // The server may have read its clock at any time of the round trip, so half of it is uncertain.
  const leastMs = Math.max(0, Math.abs(differenceMs) - (after - before) / 2);
  const found = `the clock of ${server} is ${differenceMs} ms off ours`;
  const advice = 'run a time service (chrony, systemd-timesyncd) on both machines';
  if (leastMs >= HARMFUL_MS) return problem(found, advice);
  return leastMs >= NOTICED_MS ? warning(found, advice) : ok(found);
}
