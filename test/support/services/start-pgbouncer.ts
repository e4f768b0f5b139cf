import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from './free-port.js';
import { guard } from './guard.js';

/** A PgBouncer before the server of a test database. */
export interface TestPgBouncer {
  /** The given URL, through the pooler. */
  through(databaseUrl: string): string;
  stop(): Promise<void>;
}

export interface PgBouncerOptions {
  /** Names the server, and a user with a password. */
  databaseUrl: string;
  poolMode: 'session' | 'transaction';
  /** Server connections per user and database. */
  poolSize?: number;
  /** Further users with passwords, by URL. */
  users?: string[];
}

const NOBODY = { uid: 65_534, gid: 65_534 };

/** The path of Debian's `pgbouncer`, which may be outside PATH; undefined if it is not installed. */
export function findPgBouncer(path = process.env.PATH ?? ''): string | undefined {
  const directories = [...path.split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return directories.map((directory) => join(directory, 'pgbouncer')).find(isExecutable);
}

/** With the settings that it is installed with, save what is stated here. It does not run as root. */
export async function startPgBouncer(options: PgBouncerOptions): Promise<TestPgBouncer> {
  const program = findPgBouncer();
  if (program === undefined) throw new Error('pgbouncer is not installed.');
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'postrider-pgbouncer-'));
  await chmod(directory, 0o755);
  const config = join(directory, 'pgbouncer.ini');
  const users = join(directory, 'users.txt');
  await writeFile(users, userList([options.databaseUrl, ...(options.users ?? [])]));
  await writeFile(config, ini(options, port, users));
  const child = spawn(program, [config], {
    ...(process.getuid?.() === 0 && NOBODY),
    cwd: directory,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await untilUp(child);
  const kept = guard({ pid: child.pid ?? 0, directory });
  return {
    through: (databaseUrl) => {
      const url = new URL(databaseUrl);
      url.host = `127.0.0.1:${port}`;
      return url.href;
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      await rm(directory, { recursive: true, force: true });
      kept.forget();
    },
  };
}

function ini(
  { databaseUrl, poolMode, poolSize = 20 }: PgBouncerOptions,
  port: number,
  users: string,
) {
  const { hostname, port: serverPort } = new URL(databaseUrl);
  return `
[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = ${poolMode}
default_pool_size = ${poolSize}
max_client_conn = 500
`;
}

function userList(urls: string[]): string {
  const lines = urls.map((url) => {
    const { username, password } = new URL(url);
    return `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`;
  });
  return [...new Set(lines)].join('');
}

async function untilUp(child: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('process up')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`PgBouncer did not start: ${output.trim()}`)));
  });
  // Kept flowing, so that a full pipe never blocks it.
  child.stderr?.removeAllListeners('data').resume();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
