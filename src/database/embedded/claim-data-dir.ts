import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeDataDir } from '../../config/index.js';
import { clusterDamage } from './cluster-damage.js';
import { lockDataDir, type DataDirLock } from './data-dir-lock.js';
import { stopLeftoverServer } from './leftover-server.js';
import { existingHome } from './server-home.js';

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
