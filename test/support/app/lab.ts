import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, vi } from 'vitest';
import { startDnsServer } from '../dns-server.js';
import type { DnsServer } from '../dns-server.js';
import { startReceiver } from '../receiver.js';
import type { Receiver } from '../receiver.js';
import { createTestDatabase, guard, startRedis } from '../services/index.js';
import type { TestRedis } from '../services/index.js';
import { startPostrider } from './postrider.js';
import type { Postrider, StartOptions } from './postrider.js';

/** Starts what a test file needs; all of it ends with the file, the youngest first. */
export interface Lab {
  /** Its output is printed when a test fails. */
  postrider(options: StartOptions): Promise<Postrider>;
  receiver(...options: Parameters<typeof startReceiver>): Promise<Receiver>;
  dnsServer(): Promise<DnsServer>;
  redis(...options: Parameters<typeof startRedis>): Promise<TestRedis>;
  /** The URL of a fresh database. */
  database(): Promise<string>;
  /** A directory that another user may pass through. */
  directory(): Promise<string>;
}

const SHOWN_LINES = 60;
/** Real processes on a busy machine: a deadline is for what hangs. */
const TIMEOUTS = { testTimeout: 120_000, hookTimeout: 180_000 };

/** Call it once, at the top of a test file. */
export function useLab(): Lab {
  const ends: (() => Promise<unknown>)[] = [];
  const apps: Postrider[] = [];
  vi.setConfig(TIMEOUTS);

  afterEach(({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const app of apps) console.error(`--- process ${app.pid}\n${lastLinesOf(app.output())}`);
  });
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  return {
    postrider: async (options) => {
      const app = await startPostrider(options);
      apps.push(app);
      ends.push(() => app.stop());
      return app;
    },
    receiver: async (...options) => {
      const receiver = await startReceiver(...options);
      ends.push(() => receiver.close());
      return receiver;
    },
    dnsServer: async () => {
      const server = await startDnsServer();
      ends.push(() => server.close());
      return server;
    },
    redis: async (...options) => {
      const redis = await startRedis(...options);
      ends.push(() => redis.stop());
      return redis;
    },
    database: async () => {
      const database = await createTestDatabase();
      ends.push(() => database.drop());
      return database.url;
    },
    directory: async () => {
      const directory = await mkdtemp(join(tmpdir(), 'postrider-e2e-'));
      await chmod(directory, 0o711);
      const kept = guard({ directory });
      ends.push(async () => {
        await rm(directory, { recursive: true, force: true });
        kept.forget();
      });
      return directory;
    },
  };
}

/** Returns the last lines, without those of GET requests. */
function lastLinesOf(output: string): string {
  const lines = output.split('\n').filter((line) => !line.includes('"method":"GET"'));
  return lines.slice(-SHOWN_LINES).join('\n');
}
