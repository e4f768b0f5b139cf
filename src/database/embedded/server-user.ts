import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/** The user that the server runs as when it is not the user of this process. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/**
 * Returns the user that runs the server. PostgreSQL refuses to run as root, so root lets the owner of the
 * cluster run it, or `nobody` for a new one. Undefined: the present user. Throws when that user cannot run it.
 */
export function serverUser(cluster: string): ServerUser | undefined {
  const owner = ownerOf(cluster);
  const ownUid = process.getuid?.();
  if (ownUid === 0) return owner ?? nobody();
  if (owner !== undefined && owner.uid !== ownUid) {
    throw new Error(`The database in ${cluster} belongs to another user (uid ${owner.uid}).`);
  }
  if (owner === undefined) requirePasswdEntry();
  return undefined;
}

/** Returns whether the server's user may enter a directory and all its parents. */
export function canEnter(directory: string, user: ServerUser | undefined): boolean {
  const enter = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], {
    ...user,
    cwd: '/',
    stdio: 'ignore',
  });
  return enter.status === 0;
}

function ownerOf(cluster: string): ServerUser | undefined {
  try {
    const { uid, gid } = statSync(join(cluster, 'PG_VERSION'));
    return { uid, gid };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function nobody(): ServerUser {
  const [, uid, gid] = /^nobody:[^:]*:(-?\d+):(-?\d+):/m.exec(readPasswd()) ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and there is no user "nobody" to run it as. Start as an ' +
        'ordinary user or set DATABASE_URL.',
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}

function requirePasswdEntry(): void {
  try {
    userInfo();
  } catch (error) {
    throw new Error(
      `The user with uid ${process.getuid?.()} has no entry in /etc/passwd, without which ` +
        'PostgreSQL cannot create a database. Add one or set DATABASE_URL.',
      { cause: error },
    );
  }
}
