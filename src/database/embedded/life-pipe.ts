import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A named pipe as a sign of life. Whoever has it open for reading lives: the kernel closes it with
 * the last process that has it, however that ends, and shows it to every process that sees the
 * file, whatever its namespaces. POSIX, open(): opening a FIFO for writing without waiting fails
 * with ENXIO while no process has it open for reading.
 *
 * Makes the pipe if it is not there and opens it for reading; gives the file descriptor, which is
 * inherited by no program unless it is handed over.
 */
export async function openLifePipe(path: string): Promise<number> {
  const isThere = await lstat(path).catch(() => undefined);
  if (isThere === undefined) await run('mkfifo', ['-m', '600', path]);
  return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
}

/** Whether a process has the pipe open for reading. False where there is no pipe. */
export async function isAlive(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isFIFO()) return false;
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENXIO' || code === 'ENOENT') return false;
    throw error;
  }
}
