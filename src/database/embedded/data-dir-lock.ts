import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity } from './process-identity.js';

/** The data directory belongs to another process, or cannot be used by this user. */
export class DataDirUnavailable extends Error {
  override readonly name = 'DataDirUnavailable';
}

export interface DataDirLock {
  release(): Promise<void>;
}

/**
 * Takes the data directory for this process. A holder that was killed leaves nothing that has to be
 * cleaned up: it is known by pid and start time. Throws `DataDirUnavailable` while another lives.
 *
 * The lock is a directory with one entry of a unique name. It is moved into place whole, which the
 * system refuses while an entry is there; a dead holder's entry is removed by its name, so nobody
 * can remove that of somebody who was quicker.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const place = join(dataDir, 'lock');
  const entry = `${process.pid}-${randomBytes(6).toString('hex')}`;
  const draft = join(dataDir, `.lock-${entry}`);
  await prepare(dataDir, draft, entry);
  try {
    while (!(await moveIntoPlace(draft, place))) await removeDeadHolders(dataDir, place);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  return {
    async release() {
      await rm(join(place, entry), { force: true });
      // Not empty or not there: somebody else has it already.
      await rmdir(place).catch(() => undefined);
    },
  };
}

async function prepare(dataDir: string, draft: string, entry: string): Promise<void> {
  const identity = (await processIdentity(process.pid)) ?? '';
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(join(draft, entry), identity);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new DataDirUnavailable(`DATA_DIR ${dataDir} cannot be written by this user (${code})`, {
      cause: error,
    });
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
    const pid = Number.parseInt(entry, 10);
    const held = await ignoreMissing(readFile(join(place, entry), 'utf8'), undefined);
    if (held === undefined) continue;
    if (held === (await processIdentity(pid))) {
      throw new DataDirUnavailable(
        `DATA_DIR ${dataDir} is in use by process ${pid}, which runs its embedded PostgreSQL ` +
          'there. Stop that one, or give this one a DATA_DIR of its own or a DATABASE_URL.',
      );
    }
    await ignoreMissing(unlink(join(place, entry)), undefined);
  }
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
