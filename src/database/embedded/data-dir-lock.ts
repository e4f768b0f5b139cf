import { join } from 'node:path';
import { holderOf, tryLock } from './pipe-lock.mjs';

/** The data directory belongs to another process, or cannot be used by this user. */
export class DataDirUnavailable extends Error {
  override readonly name = 'DataDirUnavailable';
}

export interface DataDirLock {
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
export function dataDirHolder(dataDir: string): Promise<string | undefined> {
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
