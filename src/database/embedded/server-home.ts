import { chmod, lstat, mkdir, mkdtemp, realpath, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { canEnter, serverUser, type ServerUser } from './server-user.js';

/** The directory of the server: `cluster/`, its log and, if needed, a copy of its binaries. */
export interface ServerHome {
  directory: string;
  cluster: string;
  user: ServerUser | undefined;
}

const REACHABLE_PARENTS = ['/var/lib', '/srv', '/opt'];

/**
 * Returns `DATA_DIR/postgres`. Where the server's user cannot enter it (a clone under a closed directory,
 * started by root), it is a link to a directory elsewhere, which is chosen once and named in `notes`.
 */
export async function openServerHome(dataDir: string, notes: string[]): Promise<ServerHome> {
  const entry = join(dataDir, 'postgres');
  const existing = await existingHome(entry);
  const user = serverUser(join(existing ?? entry, 'cluster'));
  if (existing !== undefined && canEnter(existing, user)) return describe(existing, user);
  if (existing !== undefined && (await isThere(join(existing, 'cluster')))) {
    throw new Error(
      `The database in ${existing} cannot be reached by the user that PostgreSQL runs as ` +
        `(uid ${user?.uid ?? 'own'}): open its parent directories for passage (chmod o+x).`,
    );
  }
  await rm(entry, { recursive: true, force: true });
  if (canEnter(dataDir, user)) {
    await mkdir(entry);
    await chmod(entry, 0o755);
    return describe(entry, user);
  }
  const outside = await makeReachable(user);
  await symlink(outside, entry);
  notes.push(
    `${dataDir} is closed to the user that PostgreSQL runs as: its files are in ${outside}.`,
  );
  return describe(outside, user);
}

function describe(directory: string, user: ServerUser | undefined): ServerHome {
  return { directory, cluster: join(directory, 'cluster'), user };
}

/** Returns the directory of the server, if there is one. Throws where a link to it has no target. */
export async function existingHome(entry: string): Promise<string | undefined> {
  if (!(await isThere(entry))) return undefined;
  if (!(await lstat(entry)).isSymbolicLink()) return entry;
  try {
    return await realpath(entry);
  } catch (error) {
    throw new Error(
      `${entry} points to where the database was, and that is gone. Bring it back, or remove ` +
        'the link to start with an empty database.',
      { cause: error },
    );
  }
}

async function makeReachable(user: ServerUser | undefined): Promise<string> {
  for (const parent of REACHABLE_PARENTS) {
    if (!(await stat(parent).catch(() => undefined))?.isDirectory()) continue;
    const made = await mkdtemp(join(parent, 'postrider-')).catch(() => undefined);
    if (made === undefined) continue;
    await chmod(made, 0o755);
    if (canEnter(made, user)) return made;
    await rm(made, { recursive: true });
  }
  throw new Error(
    'Found no place that the user PostgreSQL runs as can reach: set DATA_DIR to one, or DATABASE_URL.',
  );
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
