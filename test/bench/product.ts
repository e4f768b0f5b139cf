import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guard } from '../support/services/guard.js';
import { startRedis } from '../support/services/start-redis.js';
import { startEmbeddedPostgres } from '../../src/database/embedded/index.js';
import type { BenchOptions } from './options.js';
import type { Scenario, Settings } from './plan.js';
import { startProduct } from './product-process.js';

/** The product, running. */
export interface Product {
  url: string;
  adminKey: string;
  databaseUrl: string;
  /** Of the product's processes (the worker's is the last), of PostgreSQL's first one and of Redis. */
  pids: { product: number[]; postgres: number; redis?: number };
  /** Ends everything and removes its data. */
  stop(): Promise<void>;
}

type Cleanup = (step: () => Promise<unknown>) => void;

interface Wanted {
  main: string;
  settings: Record<string, string>;
  options: BenchOptions;
}

/** Starts what the scenario names, from that compiled main file. */
export async function startVariant(
  { variant, settings }: Scenario,
  options: BenchOptions,
  main: string,
): Promise<Product> {
  const steps: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of steps.splice(0).toReversed()) await step();
  };
  try {
    const dataDir = await makeDataDir((step) => steps.push(step));
    const start = variant === 'redis' ? startSplit : startEmbedded;
    const wanted = { main, options, settings: environmentOf(settings) };
    return { ...(await start(wanted, dataDir, (step) => steps.push(step))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startEmbedded(
  wanted: Wanted,
  dataDir: string,
  cleanUp: Cleanup,
): Promise<Omit<Product, 'stop'>> {
  const adminKey = randomBytes(32).toString('hex');
  const product = await startProduct({
    ...wanted,
    settings: { ...wanted.settings, ADMIN_API_KEY: adminKey, DATA_DIR: dataDir },
  });
  cleanUp(() => product.stop());
  const { databaseUrl, pid } = await embeddedDatabase(dataDir);
  const kept = guard({ pid });
  cleanUp(async () => kept.forget());
  return {
    url: product.url,
    adminKey,
    databaseUrl,
    pids: { product: [product.pid], postgres: pid },
  };
}

/** One api and one worker, over Redis and a PostgreSQL with the embedded one's settings. */
async function startSplit(
  wanted: Wanted,
  dataDir: string,
  cleanUp: Cleanup,
): Promise<Omit<Product, 'stop'>> {
  const log = { info: () => undefined, warn: () => undefined };
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const kept = guard({ pid: postgres.pid });
  cleanUp(async () => kept.forget());
  cleanUp(() => postgres.stop());
  const redis = await startRedis();
  cleanUp(() => redis.stop());
  const adminKey = randomBytes(32).toString('hex');
  const settings = {
    ...wanted.settings,
    ADMIN_API_KEY: adminKey,
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
  };
  const pids: number[] = [];
  const start = async (ROLE: string) => {
    const started = await startProduct({ ...wanted, settings: { ...settings, ROLE } });
    cleanUp(() => started.stop());
    pids.push(started.pid);
    return started;
  };
  const api = await start('api');
  await start('worker');
  return {
    url: api.url,
    adminKey,
    databaseUrl: postgres.url,
    pids: { product: pids, postgres: postgres.pid, redis: redis.pid },
  };
}

function environmentOf({ logLevel, workerConcurrency }: Settings): Record<string, string> {
  return {
    LOG_LEVEL: logLevel,
    WORKER_CONCURRENCY: String(workerConcurrency),
    NODE_ENV: 'development',
  };
}

async function makeDataDir(cleanUp: Cleanup): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'postrider-bench-'));
  // Passage for the user that root hands the server to.
  await chmod(dataDir, 0o711);
  const kept = guard({ directory: dataDir });
  cleanUp(async () => kept.forget());
  cleanUp(() => rm(dataDir, { recursive: true, force: true }));
  cleanUp(async () => {
    const home = await realpath(join(dataDir, 'postgres')).catch(() => undefined);
    if (home !== undefined) await rm(home, { recursive: true, force: true });
  });
  return dataDir;
}

/** Where the server is that the product embeds, from the files in its data directory. */
async function embeddedDatabase(dataDir: string): Promise<{ databaseUrl: string; pid: number }> {
  const password = (await readFile(join(dataDir, 'postgres-password'), 'utf8')).trim();
  const pidFile = await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  const [pid, , , port] = pidFile.split('\n');
  const databaseUrl = `postgres://postrider:${password}@127.0.0.1:${port}/postrider`;
  return { databaseUrl, pid: Number(pid) };
}
