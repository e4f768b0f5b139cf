import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { SERVER_ENV } from './cluster.js';
import { lifePipeOf, readPidFile, stopServer } from './leftover-server.js';
import { openLifePipe } from './pipe-lock.mjs';
import type { ServerHome } from './server-home.js';

export interface ServerProcess {
  pid: number;
  port: number;
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

const LOG_LIMIT_BYTES = 5 * 1024 * 1024;
const TRIES = 10;
const RETRY_DELAY_MS = 500;
/** Another process took the port first, or processes of a killed predecessor are still ending. */
const PASSING = /could not bind|Address already in use|pre-existing shared memory block/;

/** Starts the server on the loopback, by default on a free port, and waits until it accepts connections. */
export async function startServer(
  home: ServerHome,
  binaries: Binaries,
  durable: boolean,
  fixedPort?: number,
): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const port = fixedPort ?? (await freePort());
    const child = await launch(home, binaries, port, durable);
    const problem = await untilReady(child, home);
    if (problem === undefined) return describe(child, port);
    if (!PASSING.test(problem) || attempt === TRIES) {
      throw new Error(`The embedded PostgreSQL did not start: ${problem}`);
    }
    await sleep(RETRY_DELAY_MS);
  }
}

async function launch(
  home: ServerHome,
  binaries: Binaries,
  port: number,
  durable: boolean,
): Promise<ChildProcess> {
  const log = await openLog(home);
  const life = await openLifePipe(lifePipeOf(home.cluster));
  try {
    const settings = Object.entries({ ...SETTINGS, ...(durable ? {} : CARELESS), port });
    const flags = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(binaries.postgres, ['-D', home.cluster, ...flags], {
      ...home.user,
      cwd: home.directory,
      env: SERVER_ENV,
      // A session of its own, because Ctrl-C in the terminal must not stop it before the process has drained.
      detached: true,
      // All of its processes inherit the pipe, which shows other containers that one of them is alive.
      stdio: ['ignore', log.fd, log.fd, life],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve).once('error', reject);
    });
    child.unref();
    return child;
  } finally {
    closeSync(life);
    await log.close();
  }
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  wal_compression: 'on',
  // Sent deliveries leave dead entries at the front of the queue's indexes, and each look steps over all of them.
  autovacuum_naptime: '5s',
  jit: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_checkpoints: 'off',
};

/** Settings for tests, whose data may be lost with the machine, and of which many share a server. */
const CARELESS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: 300,
};

function describe(child: ChildProcess, port: number): ServerProcess {
  const exited = new Promise<void>((resolve) => {
    if (hasExited(child)) resolve();
    else child.once('exit', () => resolve());
  });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    child.ref();
    return stopServer(
      (signal) => child.kill(signal),
      () => hasExited(child),
    );
  };
  return { pid: child.pid ?? 0, port, exited, stop: () => (stopping ??= stop()) };
}

/** Returns undefined once the server is ready; else its output before it ended. */
async function untilReady(child: ChildProcess, home: ServerHome): Promise<string | undefined> {
  while (!hasExited(child)) {
    const pidFile = await readPidFile(home.cluster);
    if (pidFile?.pid === child.pid && pidFile?.status === 'ready') return undefined;
    // Recovery after a crash has no time limit.
    await sleep(15);
  }
  return lastLines(join(home.directory, 'server.log'));
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function openLog(home: ServerHome) {
  const path = join(home.directory, 'server.log');
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
}

async function lastLines(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines.slice(-6).join(' | ') || 'it said nothing';
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
