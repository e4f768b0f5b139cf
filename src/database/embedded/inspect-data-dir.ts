import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterDamage } from './cluster-damage.js';
import { dataDirHolder } from './data-dir-lock.js';
import { lifePipeOf } from './leftover-server.js';
import { isAlive } from './pipe-lock.mjs';
import { existingHome } from './server-home.js';

/** The content of a data directory, as far as the embedded server uses it. */
export interface DataDirReport {
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
