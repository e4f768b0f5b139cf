import { randomBytes } from 'node:crypto';
import { closeSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive, openLifePipe } from './life-pipe.js';

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
 *
 * The lock is a directory with one entry of a unique name: a pipe that the holder has open. It is
 * moved into place whole, which the system refuses while an entry is there; a dead holder's entry is
 * removed by its name, so that of a quicker process never is.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const place = join(dataDir, 'lock');
  const entry = `${process.pid}@${hostname()}-${randomBytes(6).toString('hex')}`;
  const draft = join(dataDir, `.lock-${entry}`);
  const pipe = await prepare(dataDir, draft, entry);
  try {
    while (!(await moveIntoPlace(draft, place))) await removeDeadHolders(dataDir, place);
  } catch (error) {
    closeSync(pipe);
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  const release = async (): Promise<void> => {
    await rm(join(place, entry), { force: true });
    // Not empty or not there: another process has it already.
    await rmdir(place).catch(() => undefined);
    closeSync(pipe);
  };
  let releasing: Promise<void> | undefined;
  return { release: () => (releasing ??= release()) };
}

async function prepare(dataDir: string, draft: string, entry: string): Promise<number> {
  try {
    await mkdir(draft, { mode: 0o700 });
    return await openLifePipe(join(draft, entry));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw unusable(dataDir, error);
  }
}

async function moveIntoPlace(draft: string, place: string): Promise<boolean> {
  try {
    await rename(draft, place);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}

async function removeDeadHolders(dataDir: string, place: string): Promise<void> {
  for (const entry of await ignoreMissing(readdir(place), [])) {
    const isHeld = await isAlive(join(place, entry)).catch((error: unknown) => {
      throw unusable(dataDir, error);
    });
    if (isHeld) {
      throw new DataDirUnavailable(
        `DATA_DIR ${dataDir} is in use by ${holderNamed(entry)}, which runs its embedded ` +
          'PostgreSQL there. Stop that one, or give this one a DATA_DIR of its own or a DATABASE_URL.',
      );
    }
    await ignoreMissing(unlink(join(place, entry)), undefined);
  }
}

/** The process that has the data directory, e.g. `process 12 on host one`; undefined: none. Takes nothing. */
export async function holderOf(dataDir: string): Promise<string | undefined> {
  const place = join(dataDir, 'lock');
  for (const entry of await ignoreMissing(readdir(place), [])) {
    if (await isAlive(join(place, entry))) return holderNamed(entry);
  }
  return undefined;
}

function holderNamed(entry: string): string {
  const [, pid = '?', host = '?'] = /^(\d+)@(.*)-[0-9a-f]+$/.exec(entry) ?? [];
  return `process ${pid} on host ${host}`;
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

async function ignoreMissing<Value, Other>(
  work: Promise<Value>,
  otherwise: Other,
): Promise<Value | Other> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}
