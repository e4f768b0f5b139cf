import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtModule, builtProgram, ROOT } from './build.js';
import { callApi, requireOk } from './call-api.js';
import type { Api } from './call-api.js';
import { eventually } from './eventually.js';
import { spawnNode } from './process.js';
import type { End, SpawnedProcess } from './process.js';

const START_WITHIN_MS = 90_000;
/** As text, and as production says it. */
const STARTED = /^ {2}(?:API|Health): +(http:\/\/[^/\s]+)|"Postrider is running","url":"([^"]+)/m;

/** Processes on one database must share their keys; embedded ones generate theirs. */
const ADMIN_KEY = `admin-${randomBytes(24).toString('hex')}`;
const ENCRYPTION_KEYS = `test:${randomBytes(32).toString('base64')}`;

export interface StartOptions {
  databaseUrl?: string;
  redisUrl?: string;
  role?: 'api' | 'worker' | 'all';
  /** The directory of keys and the embedded server; required without `databaseUrl`. */
  dataDir?: string;
  env?: Record<string, string>;
  /** Starts the compiled modules, for a look at which of them run. */
  asModules?: boolean;
  /** Words of a program that runs it, such as `unshare`. */
  inside?: readonly string[];
  /** A checkout to start by `scripts/start.mjs`, which builds it; absent: this one, as built. */
  project?: string;
}

/** A process of Postrider that is ready. */
export interface Postrider {
  url: string;
  pid: number;
  adminKey: string;
  /** Calls the API, by default with the admin key. */
  api: Api;
  /** The body of an answer that must be a 2xx. */
  ok<T>(method: string, path: string, body?: unknown, key?: string | null): Promise<T>;
  output(): string;
  /** Ends the process, by default with SIGTERM, and returns how it ended. May be called again. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<End>;
  /** Ctrl-C as a terminal does it: SIGINT to the process and all of its group. */
  interrupt(): Promise<End>;
  /** SIGKILL, and wait until it is gone. */
  kill9(): Promise<void>;
}

/** Starts a process and waits until it says where it listens and is ready. */
export async function startPostrider(options: StartOptions): Promise<Postrider> {
  const running = await spawnPostrider(options);
  const url = await untilReady(running).catch((error: unknown) => {
    running.kill('SIGKILL');
    throw error;
  });
  const adminKey = await adminKeyOf(options);
  const api: Api = (method, path, body, key = adminKey) => callApi(url, method, path, body, key);
  return {
    url,
    pid: running.pid,
    adminKey,
    api,
    ok: async <T>(method: string, path: string, body?: unknown, key?: string | null) =>
      requireOk(`${method} ${path}`, await api<T>(method, path, body, key)),
    output: () => running.output(),
    stop: (signal = 'SIGTERM') => {
      running.kill(signal);
      return running.ended;
    },
    interrupt: () => {
      running.killGroup('SIGINT');
      return running.ended;
    },
    kill9: async () => {
      running.kill('SIGKILL');
      await running.ended;
    },
  };
}

/** The same, not waited for: for starts that fail. */
export async function spawnPostrider(options: StartOptions): Promise<SpawnedProcess> {
  const { databaseUrl, redisUrl, role, dataDir, env, inside, project } = options;
  const script = await scriptOf(options);
  const settings = {
    PORT: '0',
    // Tests wait by asking again and again.
    RATE_LIMIT_PER_MINUTE: '1000000',
    ...(dataDir !== undefined && { DATA_DIR: dataDir }),
    ...(databaseUrl !== undefined && {
      DATABASE_URL: databaseUrl,
      ADMIN_API_KEY: ADMIN_KEY,
      ENCRYPTION_KEYS,
    }),
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
    ...(role !== undefined && { ROLE: role }),
    ...env,
  };
  return spawnNode(script, settings, project ?? ROOT, inside);
}

function scriptOf({ project, asModules }: StartOptions): Promise<string> | string {
  if (project !== undefined) return join(project, 'scripts', 'start.mjs');
  return asModules ? builtModule('main.js') : builtProgram();
}

async function untilReady(running: SpawnedProcess): Promise<string> {
  const [, text, json] = await running.says(STARTED, START_WITHIN_MS);
  const url = text ?? json ?? '';
  await eventually(async () => {
    const { status } = await fetch(`${url}/health/ready`);
    if (status !== 200) throw new Error(`Not ready (${status}).\n${running.output()}`);
  });
  return url;
}

async function adminKeyOf({ databaseUrl, dataDir }: StartOptions): Promise<string> {
  if (databaseUrl !== undefined || dataDir === undefined) return ADMIN_KEY;
  return (await readFile(join(dataDir, 'admin-api-key'), 'utf8')).trim();
}
