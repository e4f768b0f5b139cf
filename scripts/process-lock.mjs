import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Tries to take a lock for this process: a directory with one entry of a unique name, moved into
 * place whole. A holder that was killed is known by pid and start time and needs no cleaning up.
 * Gives a function that releases it, or undefined while another process has it.
 *
 * @param {string} place
 * @returns {Promise<(() => Promise<void>) | undefined>}
 */
export async function tryLock(place) {
  const entry = `${process.pid}-${randomBytes(6).toString('hex')}`;
  const draft = join(dirname(place), `.${basename(place)}-${entry}`);
  await mkdir(draft, { recursive: true });
  await writeFile(join(draft, entry), startTime(process.pid) ?? '');
  while (!(await moveIntoPlace(draft, place))) {
    if (await hasLivingHolder(place)) {
      await rm(draft, { recursive: true });
      return undefined;
    }
  }
  return async () => {
    await rm(join(place, entry), { force: true });
    // Not empty or not there: somebody else has it already.
    await rmdir(place).catch(() => undefined);
  };
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
  for (const entry of await readdir(place).catch(() => [])) {
    const held = await readFile(join(place, entry), 'utf8').catch(() => undefined);
    if (held === undefined) continue;
    if (held === startTime(Number.parseInt(entry, 10))) return true;
    // By its name, so that a quicker one's entry is never removed.
    await unlink(join(place, entry)).catch(() => undefined);
  }
  return false;
}

/** Tells a process from a later one with its pid. Without /proc, that it lives must do. */
function startTime(pid) {
  if (!existsSync('/proc/self/stat')) return isAlive(pid) ? 'alive' : undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
