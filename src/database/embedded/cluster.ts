import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import type { ServerHome } from './server-home.js';

const run = promisify(execFile);

/** Name of the superuser, which owns the tables, and of the database. */
export const OWNER = 'postrider';

/** Name of the role that processes work as. It owns nothing. */
export const WORKER = 'postrider_app';

/** The environment of the server's programs: nothing that could hold a secret. */
export const SERVER_ENV = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

/** Returns the cluster's major version, or undefined when there is no cluster yet. */
export async function clusterVersion(home: ServerHome): Promise<string | undefined> {
  try {
    return (await readFile(join(home.cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Creates the cluster. It gets its name when it is complete, so a crash leaves no incomplete one. */
export async function createCluster(
  home: ServerHome,
  binaries: Binaries,
  password: string,
  durable: boolean,
): Promise<void> {
  const draft = `${home.cluster}.new`;
  const passwordFile = join(home.directory, 'initdb-password');
  await rm(draft, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    if (home.user) {
      await chown(draft, home.user.uid, home.user.gid);
      await chown(passwordFile, home.user.uid, home.user.gid);
    }
    await initdb(home, binaries, [
      `--pgdata=${draft}`,
      `--pwfile=${passwordFile}`,
      ...(durable ? [] : ['--no-sync']),
    ]);
    await rename(draft, home.cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function initdb(home: ServerHome, binaries: Binaries, paths: string[]): Promise<void> {
  const options = [
    `--username=${OWNER}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  try {
    await run(binaries.initdb, [...options, ...paths], {
      ...home.user,
      cwd: home.directory,
      env: SERVER_ENV,
    });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`PostgreSQL could not create its database: ${stderr?.trim() || message}`, {
      cause: error,
    });
  }
}
