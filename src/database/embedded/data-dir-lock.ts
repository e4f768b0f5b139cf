import { join, dirname } from 'node:path';
import { holderOf, tryLock, isAlive } from './pipe-lock.mjs';
import { realpath, lstat } from 'node:fs/promises';
import { makeDataDir } from '../../config/index.js';
import { clusterDamage } from './cluster-damage.js';
import { stopLeftoverServer, lifePipeOf } from './leftover-server.js';
import { existingHome } from './server-home.js';

/** The data directory belongs to another process, or cannot be used by this user. */
export class DataDirUnavailable extends Error {
  override readonly name = 'DataDirUnavailable';
}

interface DataDirLock {
  /** May be called again. */
  release(): Promise<void>;
}

/**
 * Takes the data directory for this process; throws `DataDirUnavailable` while another lives, in
 * another container too. A holder that was killed leaves nothing that has to be cleaned up.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const release = await tryLock(lockOf(dataDir)).catch((error: unknown) => {
    throw unusable(dataDir, error);
  });
  if (release !== undefined) return { release };
  throw new DataDirUnavailable(
    `DATA_DIR ${dataDir} is in use by ${(await dataDirHolder(dataDir)) ?? 'another process'}, which runs ` +
      'its embedded PostgreSQL there. Stop that one, or give this one a DATA_DIR of its own or a ' +
      'DATABASE_URL.',
  );
}

/** Returns the process that has the data directory, e.g. `process 12 on host one`. Takes nothing. */
function dataDirHolder(dataDir: string): Promise<string | undefined> {
  return holderOf(lockOf(dataDir));
}

function lockOf(dataDir: string): string {
  return join(dataDir, 'lock');
}

function unusable(dataDir: string, error: unknown): DataDirUnavailable {
  const code = (error as NodeJS.ErrnoException).code;
  const message =
    typeof code === 'string' && code !== 'ENOENT'
      ? `DATA_DIR ${dataDir} cannot be written by this user (${code})`
      : `DATA_DIR ${dataDir} cannot be locked: named pipes cannot be made there ` +
        `(${error instanceof Error ? error.message.trim() : String(error)}). Choose a DATA_DIR on a ` +
        'local file system, or set DATABASE_URL.';
  return new DataDirUnavailable(message, { cause: error });
}

const SAY_AFTER_MS = 5_000;

/** A data directory that belongs to this process, and in which a server may be started. */
export interface ClaimedDataDir extends DataDirLock {
  /** The real path. */
  dataDir: string;
}

/**
 * Takes a data directory for this process alone, before anything in it is changed. Throws
 * `DataDirUnavailable` while another process has it, also in another container. A server that outlived
 * its killed parent is stopped. Throws where that server runs in another container, and where the
 * database is damaged, which is left as it is.
 */
export async function claimDataDir(
  directory: string,
  log: { warn(message: string): void },
): Promise<ClaimedDataDir> {
  await makeDataDir(directory);
  const dataDir = await realpath(directory);
  const lock = await lockDataDir(dataDir);
  try {
    const home = await existingHome(join(dataDir, 'postgres'));
    if (home !== undefined) await requireSound(join(home, 'cluster'), log);
    return { ...lock, dataDir };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function requireSound(cluster: string, log: { warn(message: string): void }): Promise<void> {
  const slow = setTimeout(() => {
    log.warn(`waiting for PostgreSQL on ${cluster} to stop, which a killed process has left`);
  }, SAY_AFTER_MS);
  const leftover = await stopLeftoverServer(cluster).finally(() => clearTimeout(slow));
  if (leftover !== undefined) log.warn(`stopped PostgreSQL ${leftover}, left by a killed process`);
  const damage = await clusterDamage(cluster);
  if (damage === undefined) return;
  throw new Error(
    `The database in ${cluster} is damaged: ${damage}. Nothing was changed. Restore ${dirname(cluster)} ` +
      'from a backup, or move it away to start with an empty database.',
  );
}

/** The content of a data directory, as far as the embedded server uses it. */
interface DataDirReport {
  /** The process that holds it, e.g. `process 12 on host one`. */
  holder?: string;
  /** Where the database is, if there is one. */
  cluster?: string;
  /** Whether a server runs there though no process holds the directory: its parent was killed. */
  isLeftOver: boolean;
  /** Why the database cannot be started. Checked only where no server writes to it. */
  damage?: string;
}

/**
 * Inspects a data directory. Takes, changes and starts nothing, so that a process that holds it is not
 * disturbed. Throws where its files cannot be read, or a link to the database has no target.
 */
export async function inspectDataDir(dataDir: string): Promise<DataDirReport> {
  const holder = await dataDirHolder(dataDir);
  const home = await existingHome(join(dataDir, 'postgres'));
  const cluster = home === undefined ? undefined : join(home, 'cluster');
  if (cluster === undefined || !(await isThere(cluster))) {
    return { ...(holder !== undefined && { holder }), isLeftOver: false };
  }
  if (holder !== undefined) return { holder, cluster, isLeftOver: false };
  if (await isAlive(lifePipeOf(cluster))) return { cluster, isLeftOver: true };
  const damage = (await clusterDamage(cluster)) ?? (await missingPassword(dataDir));
  return { cluster, isLeftOver: false, ...(damage !== undefined && { damage }) };
}

async function missingPassword(dataDir: string): Promise<string | undefined> {
  const file = join(dataDir, 'postgres-password');
  return (await isThere(file))
    ? undefined
    : `${file} is missing, without which it cannot be opened`;
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
