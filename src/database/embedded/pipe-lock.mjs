// @ts-check
// Plain JavaScript with types in its comments: scripts/build.mjs needs it before anything is compiled.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdir, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Makes a named pipe if it is not there, and opens it for reading as a sign of life: the kernel closes
 * it with the last process that has it, however that ends, and shows it to every process that sees the
 * file, whatever its namespaces. Returns the file descriptor, which no program inherits unless it is
 * handed over.
 *
 * No function here asks for the status of a pipe (stat, rm): Node.js resolves no symbolic link of a
 * module's path right after a process has read a pipe's (`realpathSync`), and would load packages twice.
 *
 * @param {string} path
 */
export async function openLifePipe(path) {
  if (!(await isPipe(path))) await run('mkfifo', ['-m', '600', path]);
  return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
}

/**
 * Whether a process has the pipe open for reading; false where there is no pipe. POSIX, open(): a FIFO
 * that no process reads cannot be opened for writing without waiting. Throws EACCES for a pipe of
 * another user.
 *
 * @param {string} path
 */
export async function isAlive(path) {
  if (!(await isPipe(path))) return false;
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    return true;
  } catch (error) {
    if (hasCode(error, 'ENXIO', 'ENOENT')) return false;
    throw error;
  }
}

/**
 * Tries to take a lock for this process. The lock is a directory `place` with one entry of a unique
 * name: a pipe that the holder has open. It is moved into place whole, which the system refuses while
 * an entry is there; a dead holder's entry is removed by its name, so that the entry of a quicker
 * process never is. A holder that was killed leaves nothing that has to be cleaned up.
 *
 * Returns a function that releases the lock and may be called again, or undefined while another
 * process has it. Throws where the directory of `place` cannot be written or holds no pipes.
 *
 * @param {string} place
 * @returns {Promise<(() => Promise<void>) | undefined>}
 */
export async function tryLock(place) {
  const entry = `${process.pid}@${hostname()}-${randomBytes(6).toString('hex')}`;
  const draft = join(dirname(place), `.${basename(place)}-${entry}`);
  await mkdir(draft, { recursive: true });
  let pipe = -1;
  let isMine = false;
  try {
    pipe = await openLifePipe(join(draft, entry));
    do isMine = await moveIntoPlace(draft, place);
    while (!isMine && !(await hasLivingHolder(place)));
  } finally {
    if (!isMine) await leave(draft, entry, pipe);
  }
  if (!isMine) return undefined;
  /** @type {Promise<void> | undefined} */
  let releasing;
  return () => (releasing ??= leave(place, entry, pipe));
}

/**
 * Returns the process that has the lock, e.g. `process 12 on host one`; undefined while it is free.
 *
 * @param {string} place
 */
export async function holderOf(place) {
  for (const entry of await entriesOf(place)) {
    if (!(await isHeld(join(place, entry)))) continue;
    const [, pid = '?', host = '?'] = /^(\d+)@(.*)-[0-9a-f]+$/.exec(entry) ?? [];
    return `process ${pid} on host ${host}`;
  }
  return undefined;
}

/** @param {string} path */
async function isPipe(path) {
  try {
    const entries = await readdir(dirname(path), { withFileTypes: true });
    return entries.some((entry) => entry.name === basename(path) && entry.isFIFO());
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/**
 * @param {string} draft
 * @param {string} place
 */
async function moveIntoPlace(draft, place) {
  try {
    await rename(draft, place);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return false;
    throw error;
  }
}

/** @param {string} place */
async function hasLivingHolder(place) {
  for (const entry of await entriesOf(place)) {
    if (await isHeld(join(place, entry))) return true;
    await unlink(join(place, entry)).catch(ignoreMissing);
  }
  return false;
}

/** A pipe of another user counts as held. @param {string} path */
function isHeld(path) {
  return isAlive(path).catch((error) => {
    if (hasCode(error, 'EACCES')) return true;
    throw error;
  });
}

/** @param {string} place */
async function entriesOf(place) {
  return (await readdir(place).catch(ignoreMissing)) ?? [];
}

/**
 * Takes back what was put into a directory. Another process may have taken the place meanwhile: the
 * directory is then not empty, or gone.
 *
 * @param {string} directory
 * @param {string} entry
 * @param {number} pipe
 */
async function leave(directory, entry, pipe) {
  await unlink(join(directory, entry)).catch(ignoreMissing);
  await rmdir(directory).catch(() => undefined);
  if (pipe >= 0) closeSync(pipe);
}

/** @param {unknown} error */
function ignoreMissing(error) {
  if (!hasCode(error, 'ENOENT')) throw error;
}

/**
 * @param {unknown} error
 * @param {string[]} codes
 */
function hasCode(error, ...codes) {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
