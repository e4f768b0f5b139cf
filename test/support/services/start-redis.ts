import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { guard } from './guard.js';
import { findRedisServer } from './redis-server.js';

/** A Redis of one's own. */
export interface TestRedis {
  url: string;
  port: number;
  pid: number;
  /** SIGKILL, and wait until it is gone. What it held is lost. */
  kill(): Promise<void>;
  /** Ends it; may be called again, and after `kill`. */
  stop(): Promise<void>;
}

/**
 * Starts a Redis without persistence on the loopback, on a free port or the given one (to come back
 * where another was killed), with further settings of redis.conf. It ends with this process at the latest.
 */
export async function startRedis(
  options: { port?: number; settings?: Record<string, string> } = {},
): Promise<TestRedis> {
  const server = await findRedisServer();
  const port = options.port ?? (await freePort());
  const directory = await mkdtemp(join(tmpdir(), 'postrider-redis-'));
  const child = spawn(
    server.program,
    flags({ port: String(port), dir: directory, ...options.settings }),
    {
      argv0: 'redis-server',
      env: server.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  await untilReady(child);
  const { pid = 0 } = child;
  const kept = guard({ pid, directory });
  child.unref();

  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.ref();
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
    await rm(directory, { recursive: true, force: true });
    kept.forget();
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

function flags(given: Record<string, string>): string[] {
  const settings = {
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    ...given,
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

async function untilReady(child: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Ready to accept connections')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Redis did not start: ${output.trim()}`)));
  });
  // Kept flowing, so that a full pipe never blocks the server; but no reason to stay alive.
  for (const stream of [child.stdout, child.stderr]) {
    stream?.removeAllListeners('data').resume();
    (stream as { unref?: () => void } | null)?.unref?.();
  }
}
