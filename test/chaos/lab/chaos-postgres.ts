import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareBinaries } from '../../../src/database/embedded/binaries.js';
import type { Binaries } from '../../../src/database/embedded/binaries.js';
import { createCluster, OWNER, SERVER_ENV } from '../../../src/database/embedded/cluster.js';
import { readPidFile } from '../../../src/database/embedded/leftover-server.js';
import { openServerHome } from '../../../src/database/embedded/server-home.js';
import type { ServerHome } from '../../../src/database/embedded/server-home.js';
import { adminQuery } from '../../support/services/admin-query.js';
import { freePort } from '../../support/services/free-port.js';
import { guard } from '../../support/services/guard.js';
import type { Guard } from '../../support/services/guard.js';

const PASSWORD = 'chaos';
const START_WITHIN_MS = 60_000;
const RETRY_DELAY_MS = 200;
/** A killed predecessor's processes are still ending. */
const PASSING = /could not bind|Address already in use|pre-existing shared memory block|lock file/;

/** As the product embeds it, with room for more processes: what is committed is on the disk. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  wal_compression: 'on',
  jit: 'off',
  log_lock_waits: 'on',
  timezone: 'UTC',
};

/** A server of a scenario's own, which may be killed and come back on its port. */
export class ChaosPostgres {
  private child: ChildProcess | undefined;
  private kept: Guard | undefined;

  private constructor(
    /** Directories of the cluster and its log, and the user of the server. */
    readonly home: ServerHome,
    readonly binaries: Binaries,
    readonly port: number,
    /** `-c` settings; a change takes effect at the next start. */
    readonly settings: Record<string, string>,
  ) {}

  /** A new cluster under `directory`, started. */
  static async create(
    directory: string,
    settings: Record<string, string> = {},
  ): Promise<ChaosPostgres> {
    await mkdir(directory, { recursive: true });
    await chmod(directory, 0o711);
    const home = await openServerHome(directory, []);
    const binaries = await prepareBinaries(home, []);
    await createCluster(home, binaries, PASSWORD, false);
    const postgres = await ChaosPostgres.open(home, binaries, settings);
    await adminQuery(postgres.urlOf('postgres'), `CREATE DATABASE ${OWNER}`);
    return postgres;
  }

  /** A cluster that is there already (a standby's copy, say), started. */
  static async open(
    home: ServerHome,
    binaries: Binaries,
    settings: Record<string, string> = {},
  ): Promise<ChaosPostgres> {
    const port = await freePort();
    const postgres = new ChaosPostgres(home, binaries, port, { ...SETTINGS, ...settings });
    await postgres.start();
    return postgres;
  }

  get url(): string {
    return this.urlOf(OWNER);
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child !== undefined && !hasExited(this.child);
  }

  urlOf(database: string): string {
    return `postgres://${OWNER}:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts it on its port, after a kill by recovery, and waits until it takes connections. */
  async start(): Promise<void> {
    const deadline = Date.now() + START_WITHIN_MS;
    for (;;) {
      const child = await this.launch();
      const problem = await this.untilReady(child);
      if (problem === undefined) {
        this.child = child;
        this.kept = guard({ pid: child.pid ?? 0 });
        return;
      }
      if (!PASSING.test(problem) || Date.now() > deadline) {
        throw new Error(`PostgreSQL did not start: ${problem}`);
      }
      await sleep(RETRY_DELAY_MS);
    }
  }

  /** SIGKILL to the server; its processes follow it by themselves. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Fast shutdown: open transactions are rolled back. May be called again, and after `kill`. */
  stop(): Promise<void> {
    return this.end('SIGINT');
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Ends every connection but the one that asks. */
  async cutConnections(): Promise<void> {
    await adminQuery(
      this.urlOf('postgres'),
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === undefined) return;
    if (!hasExited(child)) {
      child.ref();
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
    this.child = undefined;
    this.kept?.forget();
  }

  private async launch(): Promise<ChildProcess> {
    const log = await open(join(this.home.directory, 'server.log'), 'a', 0o600);
    try {
      const flags = Object.entries({ ...this.settings, port: String(this.port) });
      const child = spawn(
        this.binaries.postgres,
        ['-D', this.home.cluster, ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
        {
          ...this.home.user,
          cwd: this.home.directory,
          env: SERVER_ENV,
          detached: true,
          stdio: ['ignore', log.fd, log.fd],
        },
      );
      await once(child, 'spawn');
      child.unref();
      return child;
    } finally {
      await log.close();
    }
  }

  /** Undefined once it is ready; else what it said before it went. */
  private async untilReady(child: ChildProcess): Promise<string | undefined> {
    while (!hasExited(child)) {
      const pidFile = await readPidFile(this.home.cluster);
      if (pidFile?.pid === child.pid && isOpen(pidFile?.status)) return undefined;
      await sleep(15);
    }
    const log = await readFile(join(this.home.directory, 'server.log'), 'utf8');
    return log.trimEnd().split('\n').slice(-6).join(' | ');
  }
}

function isOpen(status: string | undefined): boolean {
  return status === 'ready' || status === 'standby';
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
