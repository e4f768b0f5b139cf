import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Settings } from '../../config/index.js';
import { inspectDataDir } from '../../database/embedded/index.js';
import { ok, problem, reasonOf, warning } from './finding.js';
import type { Found } from './finding.js';

/**
 * Checks DATA_DIR and the embedded database in it. Starts no server and does not disturb a running
 * one.
 */
export async function checkDataDir({ dataDir, databaseUrl }: Settings): Promise<Found[]> {
  if (databaseUrl !== undefined) return [ok('DATA_DIR is not used: DATABASE_URL is set')];
  const embedded = warning(
    'the database is the embedded one, of one process on one machine',
    'set DATABASE_URL for more than a trial',
  );
  const existing = await nearestExisting(dataDir);
  const refusal = await refusalOf(existing);
  if (refusal !== undefined) {
    const advice = 'make it writable for this user, or set another DATA_DIR';
    return [problem(`DATA_DIR ${dataDir} cannot be written (${refusal})`, advice), embedded];
  }
  if (existing !== dataDir) {
    return [ok(`DATA_DIR ${dataDir} will be made at the first start`), embedded];
  }
  return [ok(`DATA_DIR ${dataDir} can be written`), await lookInside(dataDir), embedded];
}

async function lookInside(dataDir: string): Promise<Found> {
  try {
    const { holder, cluster, isLeftOver, damage } = await inspectDataDir(dataDir);
    if (holder !== undefined) {
      const advice = 'stop that one before another start, or give this one its own DATA_DIR';
      return warning(`DATA_DIR ${dataDir} is in use by ${holder}`, advice);
    }
    if (cluster === undefined) return ok('no embedded database yet: the first start makes it');
    if (isLeftOver) {
      const advice =
        'start again on this host, which stops it; in another container, stop that one';
      return warning(`PostgreSQL runs on ${cluster}, left by a killed process`, advice);
    }
    if (damage === undefined) return ok(`the embedded database in ${cluster} shows no damage`);
    const advice =
      'restore DATA_DIR from a backup, or move it away to start with an empty database';
    return problem(`the database in ${cluster} is damaged: ${damage}`, advice);
  } catch (error) {
    const advice = 'mend that, or set another DATA_DIR; the database was not touched';
    return problem(`DATA_DIR ${dataDir} cannot be examined (${reasonOf(error)})`, advice);
  }
}

async function refusalOf(directory: string): Promise<string | undefined> {
  try {
    if (!(await stat(directory)).isDirectory()) return `${directory} is no directory`;
    await access(directory, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
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
