import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Settings } from '../../config/index.js';
import { checkPort } from '../check-port.js';
import { ok, problem, reasonOf, warning } from './finding.js';
import type { Found } from './finding.js';

const OLDEST_NODE = [20, 19] as const;

/** The version of Node.js that runs this. */
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

/** Whether PORT is free on HOST. A process of ours that runs already is the usual reason where it is not. */
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
    const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    const body = (await answer.json()) as { status?: string; checks?: object };
    return body.status === 'ok' && body.checks !== undefined;
  } catch {
    return false;
  }
}

/** Whether DATA_DIR can be used, where the embedded server or generated keys live there. */
export async function checkDataDir({ dataDir, databaseUrl }: Settings): Promise<Found[]> {
  if (databaseUrl !== undefined) return [ok('DATA_DIR is not used: DATABASE_URL is set')];
  const existing = await nearestExisting(dataDir);
  const advice = 'make it writable for this user, or set another DATA_DIR';
  try {
    if (!(await stat(existing)).isDirectory()) {
      return [problem(`DATA_DIR ${dataDir}: ${existing} is no directory`, advice)];
    }
    await access(existing, constants.W_OK | constants.X_OK);
  } catch (error) {
    return [problem(`DATA_DIR ${dataDir} cannot be written (${reasonOf(error)})`, advice)];
  }
  return [
    existing === dataDir
      ? ok(`DATA_DIR ${dataDir} can be written`)
      : ok(`DATA_DIR ${dataDir} will be made at the first start`),
    warning(
      'the database is the embedded one, of one process on one machine',
      'set DATABASE_URL for more than a trial',
    ),
  ];
}

async function nearestExisting(directory: string): Promise<string> {
  const isThere = await stat(directory).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
  return isThere || dirname(directory) === directory
    ? directory
    : nearestExisting(dirname(directory));
}
