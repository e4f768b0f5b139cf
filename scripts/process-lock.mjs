import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdir, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Tries to take a lock for this process: a directory with one entry of a unique name, moved into
 * place whole. The entry is a named pipe that the holder has open for reading, which the kernel
 * shows to every container and ends with the holder; so one that was killed needs no cleaning up.
 * Gives a function that releases it, or undefined while another process has it.
 *
 * The pipe is never asked for its status (stat, rm): Node.js resolves no symbolic link of a module's
 * path right after a process has seen a pipe's (`realpathSync`), and would load packages twice.
 *
 * @param {string} place
 * @returns {Promise<(() => Promise<void>) | undefined>}
 */
export async function tryLock(place) {
  const entry = `${process.pid}@${hostname()}-${randomBytes(6).toString('hex')}`;
  const draft = join(dirname(place), `.${basename(place)}-${entry}`);
  await mkdir(draft, { recursive: true });
  await run('mkfifo', [join(draft, entry)]);
  const pipe = openSync(join(draft, entry), constants.O_RDONLY | constants.O_NONBLOCK);
  while (!(await moveIntoPlace(draft, place))) {
    if (await hasLivingHolder(place)) {
      closeSync(pipe);
      await unlink(join(draft, entry));
      await rmdir(draft);
      return undefined;
    }
  }
  return async () => {
    await unlink(join(place, entry)).catch(() => undefined);
    // Not empty or not there: another process has it already.
    await rmdir(place).catch(() => undefined);
    closeSync(pipe);
  };
}

/**
 * Who has the lock, as `process 12 on host abc`; undefined while it is free.
 *
 * @param {string} place
 * @returns {Promise<string | undefined>}
 */
export async function holderOf(place) {
  const [entry] = await readdir(place).catch(() => []);
  const [, pid, host] = /^(\d+)@(.*)-[0-9a-f]+$/.exec(entry ?? '') ?? [];
  return pid && `process ${pid} on host ${host}`;
}

async function moveIntoPlace(draft, place) {
  try {
    await rename(draft, place);
    return true;
  } catch (error) {
    if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false;
    throw error;
  }
}

async function hasLivingHolder(place) {
  for (const entry of await readdir(place, { withFileTypes: true }).catch(() => [])) {
    const path = join(place, entry.name);
    if (entry.isFIFO() && isAlive(path)) return true;
    // By its name, so that a quicker one's entry is never removed.
    await unlink(path).catch(() => undefined);
  }
  return false;
}

/** POSIX, open(): a FIFO that no process reads cannot be opened for writing without waiting. */
function isAlive(path) {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    return true;
  } catch (error) {
    if (error.code === 'ENXIO' || error.code === 'ENOENT') return false;
    // Of another user, who may be at it.
    if (error.code === 'EACCES') return true;
    throw error;
  }
}
