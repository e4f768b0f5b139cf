import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadRedis } from './redis-download.js';

/** The command that starts Redis on this machine. */
export interface RedisServer {
  program: string;
  env: NodeJS.ProcessEnv;
}

const CACHE = fileURLToPath(new URL('../../../.cache/redis', import.meta.url));

/** An installed `redis-server`, else Debian's, unpacked into a cache beside the project. */
export async function findRedisServer(path = process.env.PATH ?? ''): Promise<RedisServer> {
  const installed = path.split(delimiter).map((directory) => join(directory, 'redis-server'));
  const program = installed.find(isExecutable);
  if (program !== undefined) return { program, env: process.env };
  try {
    const unpacked = await downloadRedis(CACHE);
    const env = { ...process.env, LD_LIBRARY_PATH: unpacked.libraryPath };
    return { program: unpacked.program, env };
  } catch (error) {
    throw redisMissing(error);
  }
}

function redisMissing(reason: unknown): Error {
  const [why = ''] = (reason instanceof Error ? reason.message : String(reason)).split('\n');
  const error = new Error(
    'The tests need Redis: install redis-server (Debian: apt install redis-server, macOS: ' +
      `brew install redis) or set TEST_REDIS_URL. Downloading it failed: ${why}`,
  );
  // One line is enough; the stack trace would not help the reader.
  error.stack = error.message;
  return error;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
